package hazel.screen;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.command.Call;
import hazel.command.Command;
import hazel.mail.Problem;
import hazel.mail.ServerCertificate;
import hazel.ui.Effect;
import hazel.ui.Key;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Size;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

class CertificateScreenTest {

    private static final String NEW = "AB:CD:".repeat(14) + "00:11:22:EE";
    private static final String OLD = "01:02:".repeat(15) + "03:04";

    private static Screen of(Optional<String> pinned) {
        var certificate =
                new ServerCertificate(
                        "CN=imap.example.org",
                        List.of("imap.example.org"),
                        "CN=imap.example.org",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        NEW);
        return CertificateScreen.of(
                new Msg.Distrusted(
                        "work",
                        new Problem.BadCertificate(
                                "imap.example.org",
                                993,
                                certificate,
                                pinned,
                                List.of("nobody known has signed it"))));
    }

    private static Next answer(Screen screen, String text) {
        Screen at = screen;
        for (String c : text.split("")) {
            at = ((Next.Stay) at.type(new Key(c))).screen();
        }
        return at.perform(Call.of(Command.ACCEPT));
    }

    private static String text(Screen screen, int columns, int rows) {
        return screen.view(new Scene(new Size(columns, rows), Instant.EPOCH, ZoneOffset.UTC))
                .text();
    }

    @Test
    void anUnknownOneIsShownWhole() {
        assertThat(text(of(Optional.empty()), 80, 21))
                .isEqualTo(
                        """

                          imap.example.org shows a certificate that nobody whom this machine trusts
                          has signed for it. Nothing was sent there.

                          Server        imap.example.org port 993
                          Account       work
                          Made out to   CN=imap.example.org (imap.example.org)
                          Signed by     itself
                          Valid         2026-01-01 to 2027-01-01
                          SHA-256       AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:
                                        AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:AB:CD:00:11:22:EE
                          Trouble       nobody known has signed it

                          Ask who runs the server for its fingerprint, by another way than mail. Type
                          yes to trust exactly this certificate for this account from now on; Enter
                          alone is not now.

                          Trust it?\
                        """);
    }

    @Test
    void onlyTheWholeWordTrustsIt() {
        Screen unknown = of(Optional.empty());
        assertThat(answer(unknown, "y")).isInstanceOf(Next.Stay.class);
        assertThat(answer(unknown, "")).isEqualTo(Next.close());
        assertThat(unknown.perform(Call.of(Command.CANCEL))).isEqualTo(Next.close());
        assertThat(answer(unknown, "yes"))
                .isEqualTo(
                        Next.close(
                                new Effect.PinCertificate("work", "imap.example.org", 993, NEW)));
    }

    @Test
    void anAlarmIsAnsweredWithTheNewFingerprintAndNothingElse() {
        Screen alarm = of(Optional.of(OLD));
        assertThat(text(alarm, 80, 21))
                .contains("ALARM", "Trusted       01:02", "Now shown     AB");
        for (String other : List.of("y", "yes", "EE", "0102:0304", "0304", "22EE")) {
            assertThat(answer(alarm, other)).as(other).isInstanceOf(Next.Stay.class);
        }
        assertThat(answer(alarm, "00:11:22:ee"))
                .isEqualTo(
                        Next.close(
                                new Effect.PinCertificate("work", "imap.example.org", 993, NEW)));
    }

    @Test
    void theQuestionIsSeenOnASmallScreenToo() {
        assertThat(text(of(Optional.empty()), 40, 6)).endsWith("Trust it?");
    }
}
