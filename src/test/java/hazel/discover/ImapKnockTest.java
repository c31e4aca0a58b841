package hazel.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.discover.ImapKnock.Protection;
import hazel.dns.Deadline;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Quota;
import hazel.sasl.Login;
import hazel.tls.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Servers that lie, talk without end, or say nothing; the honest ones are in `AccountIT`.
class ImapKnockTest {

    private final List<String> said = new ArrayList<>();

    /// @param lines what the server says: the greeting, and then for each line that it gets
    private ImapKnock.Offer knock(Protection protection, Optional<Login> login, String... lines)
            throws IOException, MailException {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(listening, lines));
            return ImapKnock.of(
                    new ImapKnock.Server(
                            "localhost", listening.getLocalPort(), protection, Trust.SYSTEM, login),
                    Deadline.in(Duration.ofSeconds(20)),
                    said);
        }
    }

    private static void serve(ServerSocket listening, String... lines) {
        try (Socket socket = listening.accept()) {
            for (String line : lines) {
                socket.getOutputStream().write(line.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
                for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
                    c = socket.getInputStream().read();
                }
            }
        } catch (IOException _) {
            // The client has heard enough.
        }
    }

    private Problem problem(Protection protection, Optional<Login> login, String... lines) {
        return catchThrowableOfType(MailException.class, () -> knock(protection, login, lines))
                .problem();
    }

    private static final Optional<Login> ADA = Optional.of(new Login("ada", "s\"ecret"));

    private static final String READY = "* OK ready\r\n";

    @Test
    void whatAServerOffersIsTold() throws Exception {
        ImapKnock.Offer offer =
                knock(
                        Protection.LOOPBACK_ONLY,
                        Optional.empty(),
                        READY,
                        "* CAPABILITY IMAP4rev1 idle\r\na1 OK done\r\n",
                        "* BYE\r\na2 OK bye\r\n");
        assertThat(offer)
                .isEqualTo(
                        new ImapKnock.Offer(
                                java.util.Set.of("IMAP4REV1", "IDLE"), false, false, List.of()));
    }

    @Test
    void aPasswordIsQuotedAndNotShown() throws Exception {
        ImapKnock.Offer offer =
                knock(
                        Protection.LOOPBACK_ONLY,
                        ADA,
                        READY,
                        "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n",
                        "a2 OK in\r\n",
                        "* CAPABILITY IMAP4rev1 IDLE\r\na3 OK done\r\n",
                        "a4 OK bye\r\n");
        assertThat(offer.isLoggedIn()).isTrue();
        assertThat(said).contains("C: a2 LOGIN \"ada\" ***");
        assertThat(said.toString()).doesNotContain("ecret");
    }

    @Test
    void howMuchIsUsedIsAsked() throws Exception {
        ImapKnock.Offer offer =
                knock(
                        Protection.LOOPBACK_ONLY,
                        ADA,
                        READY,
                        "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n",
                        "a2 OK in\r\n",
                        "* CAPABILITY IMAP4rev1 QUOTA\r\na3 OK done\r\n",
                        "* QUOTAROOT INBOX a\r\n* QUOTA a (STORAGE 512 1024)\r\na4 OK\r\n",
                        "a5 OK bye\r\n");
        assertThat(offer.quotas()).containsExactly(new Quota("STORAGE", 512, 1024));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* CAPABILITY IMAP4rev1 AUTH=PLAIN;a1 OK | a2 NO [X] wrong | BadCredentials",
                "* CAPABILITY IMAP4rev1 LOGINDISABLED;a1 OK |  | BadCredentials",
                "* CAPABILITY IMAP4rev1;a1 OK | a2 BAD what | BadCredentials",
            })
    void aLoginThatIsRefusedHasItsReason(String offers, String answer, String problem) {
        Problem found =
                problem(
                        Protection.LOOPBACK_ONLY,
                        ADA,
                        READY,
                        offers.replace(";", "\r\n") + "\r\n",
                        answer + "\r\n");
        assertThat(found.getClass().getSimpleName()).isEqualTo(problem);
        assertThat(said.toString()).doesNotContain("ecret", "AGFkYQBz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* CAPABILITY IMAP4rev1\r\na1 OK done\r\n",
                "a1 NO\r\n",
                "* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK\r\n|a2 NO not now\r\n",
                "* CAPABILITY IMAP4rev1 STARTTLS\r\n"
                        + "a1 OK\r\n"
                        + "|a2 OK go\r\n"
                        + "* CAPABILITY AUTH=PLAIN\r\n"
            })
    void withoutTlsNothingIsSaid(String lines) {
        String[] all = (READY + "|" + lines).split("\\|");
        assertThat(problem(Protection.STARTTLS, ADA, all)).isInstanceOf(Problem.NotTrusted.class);
        assertThat(said.toString()).doesNotContain("LOGIN", "AUTHENTICATE", "ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* PREAUTH come in\r\n",
                "+OK POP3\r\n",
                "220 SMTP\r\n",
                "\r\n",
                "SSH-2.0-x\r\n"
            })
    void whatDoesNotGreetAsImapDoesIsNone(String greeting) {
        assertThat(problem(Protection.STARTTLS, Optional.empty(), greeting))
                .isInstanceOf(Problem.Protocol.class);
    }

    @Test
    void aServerThatTalksWithoutEndIsLeft() {
        assertThat(problem(Protection.STARTTLS, Optional.empty(), "* OK " + "x".repeat(100_000)))
                .isInstanceOf(Problem.Protocol.class);
        assertThat(
                        problem(
                                Protection.STARTTLS,
                                Optional.empty(),
                                READY,
                                "* OK more\r\n".repeat(10_000)))
                .isInstanceOf(Problem.Protocol.class);
    }

    @Test
    void aServerThatIsGoneOrSaysGoodbyeIsTold() {
        assertThat(problem(Protection.STARTTLS, Optional.empty()))
                .isInstanceOf(Problem.Unreachable.class);
        assertThat(problem(Protection.STARTTLS, Optional.empty(), "* BYE busy\r\n"))
                .isInstanceOf(Problem.Refused.class);
    }
}
