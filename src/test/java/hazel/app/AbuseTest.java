package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.compose.AbuseReport;
import hazel.compose.Draft;
import hazel.compose.Identity;
import hazel.dns.PaperResolver;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.trust.Trusted;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/// Whom a report of abuse goes to, the DNS a sheet of paper.
class AbuseTest {

    private static final Identity ADA = Identity.of(new Address("", "ada", "example.org"));

    private static final String MESSAGE =
            """
            Received: from lottery.example (claimed.example.net [192.0.2.44])
              by mx.example.org with ESMTP id 4QX1;
              Mon, 30 Nov 2026 10:00:00 +0000
            Received: from innocent.example (innocent.example [198.51.100.7])
              by lottery.example with ESMTP id FAKE; Mon, 30 Nov 2026 09:00:00 +0000
            From: winner@lottery.example

            You have won.
            """;

    private static Abuse.Found about(String message, String zone) throws MailException {
        return new Abuse(Trusted.NOBODY, PaperResolver.of(zone), Instant.EPOCH)
                .about(message.getBytes(US_ASCII), AbuseReport.Type.ABUSE, "");
    }

    @Test
    void itGoesToTheDomainOfTheLastStepThatIsCertain() throws Exception {
        Abuse.Found found =
                about(
                        MESSAGE,
                        """
                        44.2.0.192.in-addr.arpa. PTR out.example.net.
                        out.example.net. A 192.0.2.44
                        """);
        Draft draft = found.draft(ADA, "abuse", MESSAGE.getBytes(US_ASCII));
        assertThat(draft.to()).containsExactly(new Address("", "abuse", "example.net"));
        assertThat(draft.from().addrSpec()).isEqualTo("ada@example.org");
        assertThat(draft.attachments()).hasSize(2);
    }

    @Test
    void aNameThatDoesNotLeadBackIsNobodys() throws Exception {
        Abuse.Found found = about(MESSAGE, "44.2.0.192.in-addr.arpa. PTR bank.example.\n");
        assertThat(found.draft(ADA, "abuse", MESSAGE.getBytes(US_ASCII)).to()).isEmpty();
        assertThat(found.contact().trouble())
                .isEqualTo("192.0.2.44 has the name bank.example, which does not lead back to it");
    }

    @Test
    void onTheWordOfTheMessageNobodyIsTold() {
        for (String none :
                new String[] {
                    "From: a@b.example\n\nx\n", MESSAGE.replace("192.0.2.44", "10.0.0.1")
                }) {
            var e = catchThrowableOfType(MailException.class, () -> about(none, ""));
            assertThat(e.problem()).isInstanceOf(Problem.Malformed.class);
        }
    }
}
