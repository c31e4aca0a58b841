package hazel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.pop3.Pop3Client;
import hazel.pop3.Pop3Server;
import hazel.sasl.Login;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transcript;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.imap.Choice;
import hazel.store.imap.ImapAccount;
import hazel.store.imap.ImapServer;
import hazel.store.imap.Keeping;
import hazel.store.imap.SyncState;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The servers that tamper with STARTTLS, of the paper "Why TLS Is Better Without STARTTLS" (USENIX
/// Security 2021), against the clients of all three protocols: nothing is said in clear that is
/// anybody's business, and nothing that was said in clear is believed.
class StartTlsCasesTest {

    private static final String SECRET = "open-sesame-4711";

    /// All that may be said before TLS.
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "(?i)(a\\d+ )?(CAPABILITY|STARTTLS|LOGOUT|CAPA|STLS|QUIT|(EHLO|HELO) \\S+)");

    @TempDir private static Path certificates;
    private static Optional<TestCertificate> certificate = Optional.empty();

    @TempDir private Path home;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        certificate = Optional.of(TestCertificate.of(certificates, "dns:localhost,ip:127.0.0.1"));
    }

    static Stream<StartTlsCase> cases() throws IOException {
        return Corpus.files("starttls-cases/east").stream()
                .filter(f -> f.toString().endsWith(".ron"))
                .flatMap(StartTlsCase::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void nothingIsSaidInClearAndNothingSaidInClearIsBelieved(StartTlsCase of) throws Exception {
        List<String> learnt = new ArrayList<>();
        try (var server = new StartTlsServer(certificate.orElseThrow().context(), of)) {
            Throwable thrown = catchThrowable(() -> learnt.addAll(session(of, server.port())));

            assertThat(server.clear()).allMatch(l -> HARMLESS.matcher(l).matches());
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(MailException.class);
                assertThat(thrown.getMessage())
                        .doesNotContain(SECRET)
                        .doesNotContainPattern("[\\x00-\\x1f]");
            }
            boolean isIn = server.inside().stream().anyMatch(StartTlsCasesTest::isLogin);
            assertThat(isIn).isNotEqualTo(of.isToBeRefused());
            assertThat(thrown == null).isEqualTo(isIn);
            assertThat(learnt).isSubsetOf("INBOX", "8BITMIME");
        }
    }

    private static boolean isLogin(String line) {
        return line.matches("(?i)(\\S+ )?(AUTH|AUTHENTICATE|LOGIN|USER|PASS)\\b.*");
    }

    /// @return what came to be known
    private List<String> session(StartTlsCase of, int port) throws Exception {
        Trust trust = Trust.SYSTEM.withAuthorities(certificate.orElseThrow().pem());
        return switch (of.protocol()) {
            case IMAP -> imap(trust, port);
            case POP3 -> pop3(trust, port);
            case SMTP -> smtp(trust, port);
        };
    }

    private List<String> imap(Trust trust, int port) throws MailException {
        List<String> learnt = new ArrayList<>();
        var account =
                new ImapAccount(
                        new ImapServer(
                                "127.0.0.1",
                                port,
                                ImapServer.Protection.STARTTLS,
                                new Login("ada", SECRET),
                                (socket, host) -> trust.handshake(socket, host, port),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5)),
                        new ImapAccount.Places(home.resolve("replica"), home.resolve("cache")),
                        new Choice(new Keeping.All(), Choice.Listing.ALL),
                        new Listener(learnt),
                        Clock.systemUTC());
        try (account) {
            account.synchronise();
            try (MessageStore store = account.openAtHand()) {
                store.names().stream().map(MailboxName::value).forEach(learnt::add);
            }
        }
        return learnt;
    }

    private record Listener(List<String> learnt) implements SyncState.Listener {

        @Override
        public void state(SyncState state) {}

        @Override
        public void news(String sentence) {
            learnt.add(sentence);
        }

        @Override
        public void progress(String mailbox, long done, long total) {}
    }

    private static List<String> pop3(Trust trust, int port) throws MailException {
        var server =
                new Pop3Server(
                        "127.0.0.1",
                        port,
                        Pop3Server.Protection.STARTTLS,
                        new Login("ada", SECRET),
                        trust,
                        Duration.ofSeconds(5));
        try (Pop3Client client = Pop3Client.open(server)) {
            return client.sizes().keySet().stream().map(String::valueOf).toList();
        }
    }

    private static List<String> smtp(Trust trust, int port) throws MailException {
        Server server =
                Server.tcp("127.0.0.1", port, Server.Tls.STARTTLS)
                        .withTrust(trust)
                        .withLogin(new Login("ada", SECRET));
        try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
            return client.isSecure() ? List.of() : List.of("not secure");
        }
    }
}
