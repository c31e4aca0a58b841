package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.compose.Stamp;
import hazel.mail.Address;
import hazel.mail.MailException;

import org.junit.jupiter.api.Test;

import java.time.OffsetDateTime;
import java.util.List;

class PipedTest {

    private static final Stamp STAMP =
            new Stamp(OffsetDateTime.parse("2026-11-24T05:00:00+00:00"), "t0");
    private static final Address ADA = new Address("Ada", "ada", "example.org");

    private static String complete(String text) throws MailException {
        byte[] message = Piped.read(text.getBytes(UTF_8)).complete(ADA, STAMP);
        return new String(message, UTF_8).replace("\r\n", "\n");
    }

    @Test
    void textWithoutAHeaderBecomesABody() throws Exception {
        assertThat(complete("Backup done.\n"))
                .isEqualTo(
                        """
                        Date: Tue, 24 Nov 2026 05:00:00 +0000
                        From: Ada <ada@example.org>
                        Message-ID: <t0@example.org>

                        Backup done.
                        """);
    }

    @Test
    void aWholeMessageKeepsItsFieldsAndLosesOnlyItsBcc() throws Exception {
        String text =
                """
                From: Grace <grace@example.net>
                Date: Sun, 1 Nov 2026 12:00:00 +0000
                Message-ID: <1@example.net>
                Subject: a
                  folded
                Bcc: eve@example.com,
                 mallory@example.com

                Grüße
                """;

        assertThat(complete(text))
                .isEqualTo(text.replace("Bcc: eve@example.com,\n mallory@example.com\n", ""));
    }

    @Test
    void anAuthorWithoutADomainIsReplaced() throws Exception {
        assertThat(complete("From: root (Cron Daemon)\n\nx\n"))
                .contains("From: Ada <ada@example.org>\n")
                .doesNotContain("Cron");
    }

    @Test
    void aHeaderThatNoEmptyLineEndsIsStillOne() throws Exception {
        assertThat(complete("Subject: hi\nthis is text: it has spaces\n"))
                .contains("Subject: hi\n")
                .endsWith("\n\nthis is text: it has spaces\n");
    }

    @Test
    void theLineAMailboxFileBeginsWithIsLeftOut() throws Exception {
        assertThat(complete("From ada Tue Nov 24\nSubject: x\n\ny\n"))
                .doesNotContain("From ada")
                .contains("Subject: x");
    }

    @Test
    void recipientsAreThoseOfToCcAndBccEachOnce() {
        Piped piped =
                Piped.read(
                        "To: root, Ada <ada@example.org>\nCc: ADA@example.org\nBcc: eve@e.test\n\n"
                                .getBytes(UTF_8));

        assertThat(piped.recipients("localhost"))
                .extracting(Address::addrSpec)
                .containsExactlyInAnyOrder("root@localhost", "ada@example.org", "eve@e.test");
    }

    @Test
    void aMessageSentOnGoesToWhomItWasSentOn() {
        Piped piped = Piped.read("To: a@x.test\nResent-To: b@x.test\n\n".getBytes(UTF_8));

        assertThat(piped.recipients("localhost"))
                .extracting(Address::addrSpec)
                .containsExactly("b@x.test");
    }

    @Test
    void wordsAreAddressesOrUsers() throws Exception {
        assertThat(Piped.typed(List.of("root", "<a@x.test>", "b@x.test,c@x.test"), "here.test"))
                .extracting(Address::addrSpec)
                .containsExactly("root@here.test", "a@x.test", "b@x.test", "c@x.test");
        assertThatThrownBy(() -> Piped.typed(List.of("a b"), "here.test"))
                .hasMessageContaining("'a b' is not an address");
    }

    @Test
    void aDotAloneEndsTheMessageWhereItMeansThat() {
        assertThat(new String(Piped.untilDot("a\n.\nb\n".getBytes(UTF_8)), UTF_8)).isEqualTo("a\n");
        assertThat(new String(Piped.untilDot("a\r\n.".getBytes(UTF_8)), UTF_8)).isEqualTo("a\r\n");
        assertThat(new String(Piped.untilDot("a\n..\n.b\n".getBytes(UTF_8)), UTF_8))
                .isEqualTo("a\n..\n.b\n");
    }
}
