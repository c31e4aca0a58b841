package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.mail.Part;
import hazel.mime.DeliveryReport.Action;
import hazel.mime.DeliveryReport.Recipient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Reports of delivery, as servers write them and as people read them.
class DeliveryReportTest {

    private static final String STATUS =
            """
            Reporting-MTA: dns; mx.example.org
            Arrival-Date: Sun, 29 Nov 2026 12:00:00 +0000

            Original-Recipient: rfc822;bob@example.net
            Final-Recipient: rfc822; robert@example.net
            Action: failed
            Status: 5.1.1 (bad mailbox)
            Remote-MTA: dns; mail.example.net
            Diagnostic-Code: smtp; 550 5.1.1 <robert@example.net>:
              no\u001b[2J such user

            Final-Recipient: rfc822; eve@example.net
            Action: Delayed
            Status: 4.4.1

            Final-Recipient: rfc822; grace@example.net
            Action: relayed
            Status: 2.0.0
            """;

    @Test
    void aReportIsReadAndSaidInWords() {
        DeliveryReport report = DeliveryReport.of(STATUS.getBytes(UTF_8));

        assertThat(report.reporter()).isEqualTo("mx.example.org");
        assertThat(report.recipients())
                .extracting(Recipient::words)
                .containsExactly(
                        "Not delivered to bob@example.net: there is no such mailbox (5.1.1)."
                                + " mail.example.net said: 550 5.1.1 <robert@example.net>:"
                                + "  no␛[2J such user",
                        "Not delivered yet to eve@example.net, and still being tried: the server"
                                + " did not answer (4.4.1).",
                        "Passed on for grace@example.net, to a server that does not report"
                                + " (2.0.0).");
    }

    @ParameterizedTest
    @CsvSource({
        "5.2.2,the mailbox is full",
        "5.2.99,the mailbox is in trouble",
        "5.7.999,a rule of the server forbids it",
        "5.9.9,''",
        "x,''"
    })
    void aStatusThatIsNotKnownIsSaidByItsClass(String status, String meaning) {
        var bob = new Recipient("bob@example.net", Action.FAILED, status, "", "");
        assertThat(bob.words())
                .isEqualTo(
                        "Not delivered to bob@example.net"
                                + (meaning.isEmpty() ? "" : ": " + meaning)
                                + " ("
                                + status
                                + ").");
    }

    @Test
    void theMessageThatIsReportedAboutIsNamed() {
        String whole =
                """
                From: Mail system <mailer-daemon@mx.example.org>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                I am sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org

                Final-Recipient: rfc822; bob@example.net
                Action: failed
                Status: 5.2.2

                --b
                Content-Type: text/rfc822-headers

                Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
                Date: Sun, 29 Nov 2026 11:00:00 +0000
                Message-ID: <17@example.org>

                --b--
                """;
        byte[] octets = whole.getBytes(UTF_8);
        List<Block> blocks =
                Readable.of(octets, MessageParser.parse(octets), Preference.PLAIN_FIRST);

        assertThat(blocks.subList(0, 2))
                .containsExactly(
                        new Block.Notice(
                                "Not delivered to bob@example.net: the mailbox is full (5.2.2)."),
                        new Block.Notice(
                                "It is about your message “Grüße” of Sun, 29 Nov 2026 11:00:00"
                                        + " +0000; a search for id:17@example.org finds it."));
        assertThat(blocks.get(2)).isInstanceOf(Block.Text.class);
    }

    @Test
    void whatIsDamagedIsShownAsItStands() {
        for (String text :
                List.of("", "\n\n\n", "Action: failed\n", "\u0000", "x".repeat(70_000))) {
            assertThat(DeliveryReport.of(text.getBytes(UTF_8)).recipients()).isEmpty();
        }
        String many = "Final-Recipient: rfc822;a@b\nAction: failed\n\n".repeat(5000);
        assertThat(DeliveryReport.of(many.getBytes(UTF_8)).recipients()).hasSize(200);
    }

    /// Of more than two hundred reports of other people's servers, all that have a part for
    /// machines name at least one recipient.
    @Test
    void reportsOfManyServersNameTheirRecipients() throws IOException {
        int read = 0;
        int empty = 0;
        for (Path file : Corpus.messages("bounces")) {
            byte[] octets = Corpus.read(file);
            for (Part part : MessageParser.parse(octets).walk().toList()) {
                if (part.mediaType().is("message/delivery-status")) {
                    read++;
                    DeliveryReport report = DeliveryReport.of(Content.octets(octets, part));
                    empty += report.recipients().isEmpty() ? 1 : 0;
                    report.recipients()
                            .forEach(
                                    r -> assertThat(r.words()).doesNotContainPattern("\\p{Cntrl}"));
                }
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(empty).isLessThan(read / 20);
    }
}
