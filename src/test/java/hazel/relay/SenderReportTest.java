package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.smtp.Dsn;
import hazel.smtp.Reply;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class SenderReportTest {

    private static final SenderReport BOUNCE = report(Dsn.NONE);

    private static SenderReport report(Dsn wishes) {
        return new SenderReport(
                "mx.test",
                "0000000000000001",
                wishes,
                ZonedDateTime.parse("2026-11-23T12:00:00+01:00"),
                ZonedDateTime.parse("2026-11-23T12:05:00+01:00"));
    }

    private static final SenderReport.Fate REFUSED =
            new SenderReport.Fate(
                    address("bob@far.test"),
                    Optional.empty(),
                    "failed",
                    "5.1.1",
                    Optional.of(
                            new SenderReport.Diagnosis(
                                    "mail.far.test",
                                    Reply.enhanced(550, "5.1.1", "No \u00fcser\r\nFake: field"))),
                    "The next mail server refused it.",
                    Optional.empty());

    private static final SenderReport.Fate GIVEN_UP =
            new SenderReport.Fate(
                    address("eve@far.test"),
                    Optional.empty(),
                    "failed",
                    "4.4.7",
                    Optional.empty(),
                    "Given up after 96 hours",
                    Optional.empty());

    private static final byte[] ORIGINAL =
            "Message-ID: <1@home.test>\r\nSubject: Hi\r\n\r\nsecret body\r\n".getBytes(UTF_8);

    @Test
    void itReadsLikeThis() {
        assertThat(text(ORIGINAL, REFUSED, GIVEN_UP))
                .isEqualTo(
                        """
                        Date: Mon, 23 Nov 2026 12:05:00 +0100
                        From: Mail Delivery System <postmaster@mx.test>
                        To: <ada@home.test>
                        Subject: Undelivered mail: returned to you
                        Message-ID: <0000000000000001.1795431900.bounce@mx.test>
                        In-Reply-To: <1@home.test>
                        References: <1@home.test>
                        Auto-Submitted: auto-replied
                        MIME-Version: 1.0
                        Content-Type: multipart/report; report-type=delivery-status;
                         boundary="=_0000000000000001.1795431900"


                        --=_0000000000000001.1795431900
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: 8bit

                        This is the mail relay at mx.test.

                        Your message could not be delivered to these addresses, and it will not be tried again:

                          bob@far.test
                            The next mail server refused it.
                            mail.far.test said: 550 5.1.1 No üser??Fake: field

                          eve@far.test
                            Given up after 96 hours

                        The header of your message is below.

                        --=_0000000000000001.1795431900
                        Content-Type: message/delivery-status
                        Content-Transfer-Encoding: 7bit

                        Reporting-MTA: dns; mx.test
                        X-Hazel-Queue-ID: 0000000000000001
                        Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0100

                        Final-Recipient: rfc822; bob@far.test
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mail.far.test
                        Diagnostic-Code: smtp; 550 5.1.1 No ?ser??Fake: field

                        Final-Recipient: rfc822; eve@far.test
                        Action: failed
                        Status: 4.4.7
                        Diagnostic-Code: X-Hazel; Given up after 96 hours

                        --=_0000000000000001.1795431900
                        Content-Type: text/rfc822-headers
                        Content-Transfer-Encoding: 7bit

                        Message-ID: <1@home.test>
                        Subject: Hi

                        --=_0000000000000001.1795431900--
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void aMailLibraryReadsItsThreeParts() throws Exception {
        var message =
                new MimeMessage(
                        null, new ByteArrayInputStream(text(ORIGINAL, REFUSED).getBytes(UTF_8)));
        assertThat(message.isMimeType("multipart/report")).isTrue();
        var parts = new MimeMultipart(message.getDataHandler().getDataSource());
        assertThat(parts.getCount()).isEqualTo(3);
        assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(parts.getBodyPart(1).isMimeType("message/delivery-status")).isTrue();
        assertThat(parts.getBodyPart(2).isMimeType("text/rfc822-headers")).isTrue();
        assertThat(new String(parts.getBodyPart(2).getInputStream().readAllBytes(), UTF_8))
                .isEqualTo("Message-ID: <1@home.test>\r\nSubject: Hi\r\n");
    }

    @Test
    void aMessageFromNobodyIsNeverAnswered() {
        assertThat(
                        BOUNCE.of(
                                SenderReport.Kind.FAILED,
                                Optional.empty(),
                                ORIGINAL,
                                List.of(REFUSED)))
                .isEmpty();
    }

    @Test
    void itIsItselfFromNobodyToTheSenderAlone() {
        var report =
                BOUNCE.of(
                                SenderReport.Kind.FAILED,
                                Optional.of(address("ada@home.test")),
                                ORIGINAL,
                                List.of(REFUSED))
                        .orElseThrow();
        assertThat(report.envelope().reversePath()).isEmpty();
        assertThat(report.envelope().forwardPaths()).containsExactly(address("ada@home.test"));
    }

    @Test
    void ofAHugeHeaderOnlySomeComesBackAndNothingOfTheBody() {
        byte[] huge =
                ("Subject: Hi\r\nX: " + "y".repeat(1_000_000) + "\r\n\r\nbody\r\n").getBytes(UTF_8);
        assertThat(text(huge, REFUSED))
                .contains("Subject: Hi\r\n")
                .hasSizeLessThan(SenderReport.MAX_HEADER);
        assertThat(text(ORIGINAL, REFUSED)).doesNotContain("secret body");
    }

    @Test
    void aMessageIdThatIsNoneIsNotRepeated() {
        byte[] odd = "Message-ID: <1@x>\u001b[31m <2@x>\r\n\r\n".getBytes(UTF_8);
        assertThat(text(odd, REFUSED)).doesNotContain("In-Reply-To");
    }

    @Test
    void aDelayIsSaidWithTheTimeOfGivingUpAndWhatTheSenderCalledIt() {
        var wishes =
                new Dsn(Set.of(), Optional.of(Dsn.Returns.FULL), Optional.of("e1\r\nFake: field"));
        var late =
                new SenderReport.Fate(
                        address("bob@far.test"),
                        Optional.of("rfc822;robert@far.test"),
                        "delayed",
                        "4.4.1",
                        Optional.empty(),
                        "No answer",
                        Optional.of(ZonedDateTime.parse("2026-11-27T12:00:00+01:00")));
        String text =
                new String(
                        report(wishes)
                                .of(
                                        SenderReport.Kind.DELAYED,
                                        Optional.of(address("ada@home.test")),
                                        ORIGINAL,
                                        List.of(late))
                                .orElseThrow()
                                .message(),
                        UTF_8);
        assertThat(text)
                .contains("Subject: Delayed mail: still being tried\r\n")
                .contains("you need not send it again")
                .contains("Original-Envelope-Id: e1??Fake: field\r\nReporting-MTA: dns; mx.test")
                .contains(
                        """
                        Original-Recipient: rfc822; robert@far.test
                        Final-Recipient: rfc822; bob@far.test
                        Action: delayed
                        Status: 4.4.1
                        Diagnostic-Code: X-Hazel; No answer
                        Will-Retry-Until: Fri, 27 Nov 2026 12:00:00 +0100
                        """
                                .replace("\n", "\r\n"))
                .doesNotContain("secret body");
    }

    @Test
    void aMessageThatFailedComesBackWholeWhereItsSenderWantsIt() {
        var full = new Dsn(Set.of(), Optional.of(Dsn.Returns.FULL), Optional.empty());
        byte[] wide = "Subject: Hi\r\n\r\nsecret b\u00f6dy\r\n".getBytes(UTF_8);
        String text = text(full, wide, REFUSED);
        assertThat(text)
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit")
                .contains("Your message is below.")
                .contains("secret b\u00f6dy\r\n");
        byte[] huge =
                ("Subject: Hi\r\n\r\n" + "body\r\n".repeat(SenderReport.MAX_RETURNED))
                        .getBytes(UTF_8);
        assertThat(text(full, huge, REFUSED)).hasSizeLessThan(10_000);
    }

    private static String text(byte[] original, SenderReport.Fate... failures) {
        return text(Dsn.NONE, original, failures);
    }

    private static String text(Dsn wishes, byte[] original, SenderReport.Fate... failures) {
        return new String(
                report(wishes)
                        .of(
                                SenderReport.Kind.FAILED,
                                Optional.of(address("ada@home.test")),
                                original,
                                List.of(failures))
                        .orElseThrow()
                        .message(),
                UTF_8);
    }
}
