package hazel.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.pop3.Pop3Server.Protection;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.tls.TestCertificate;
import hazel.tls.TlsServer;
import hazel.tls.Trust;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The client against servers that say what a transcript tells them to.
class Pop3ClientTest {

    private static final String HELLO =
            """
            S: +OK hello <17.42@pop>
            C: CAPA
            S: +OK
            S: USER
            S: SASL PLAIN
            S: TOP
            S: STLS
            S: .
            """;
    private static final String PLAIN =
            """
            C: AUTH PLAIN
            S: +
            C: AGFkYQBzZWNyZXQ=
            S: +OK
            """;

    @TempDir private static Path dir;
    private static TestCertificate certificate;

    @BeforeAll
    static void certificate() throws Exception {
        certificate = TestCertificate.of(dir, "dns:localhost");
    }

    private static Pop3Server server(int port, Protection protection, Optional<String> mechanism)
            throws Exception {
        return new Pop3Server(
                "localhost",
                port,
                protection,
                new Login(Credentials.password("ada", "secret"), mechanism),
                Trust.SYSTEM.withPin(certificate.fingerprint()),
                Duration.ofSeconds(20));
    }

    private static TlsServer playing(String script) throws Exception {
        return new TlsServer(certificate.context(), script);
    }

    private interface Use {
        void with(Pop3Client client) throws Exception;
    }

    private static void loggedIn(String script, Use use) throws Exception {
        try (var played = playing(HELLO + PLAIN + script);
                var client =
                        Pop3Client.open(
                                server(
                                        played.port(),
                                        Protection.LOOPBACK_ONLY,
                                        Optional.empty()))) {
            use.with(client);
        }
    }

    private static Problem problem(String script, Protection protection, String mechanism)
            throws Exception {
        try (var played = playing(script)) {
            Optional<String> asked =
                    mechanism.isEmpty() ? Optional.empty() : Optional.of(mechanism);
            Pop3Server server = server(played.port(), protection, asked);
            Problem problem =
                    catchThrowableOfType(MailException.class, () -> Pop3Client.open(server).close())
                            .problem();
            if (protection == Protection.STARTTLS) {
                assertThat(played.heard()).noneMatch(l -> l.contains("AUTH") || l.contains("USER"));
            }
            return problem;
        }
    }

    @Test
    void implicitTlsAndStlsProtectTheLogin() throws Exception {
        try (var played = playing("T:\n" + HELLO + PLAIN);
                var client =
                        Pop3Client.open(
                                server(played.port(), Protection.IMPLICIT_TLS, Optional.empty()))) {
            assertThat(client.isSecure()).isTrue();
        }
        String inside =
                """
                C: STLS
                S: +OK go
                T:
                C: CAPA
                S: +OK
                S: USER
                S: .
                C: USER ada
                S: +OK
                C: PASS secret
                S: +OK
                """;
        try (var played = playing(HELLO + inside);
                var client =
                        Pop3Client.open(
                                server(played.port(), Protection.STARTTLS, Optional.empty()))) {
            assertThat(client.isSecure()).isTrue();
            assertThat(client.offers()).containsExactly("USER");
        }
    }

    @Test
    void apopSendsNoPassword() throws Exception {
        String script =
                HELLO
                        + """
                        C: APOP ada
                        S: +OK
                        """;
        try (var played = playing(script)) {
            Pop3Server server =
                    server(played.port(), Protection.LOOPBACK_ONLY, Optional.of("APOP"));
            catchThrowableOfType(MailException.class, () -> Pop3Client.open(server).close());
            assertThat(played.heard().getLast()).matches("APOP ada [0-9a-f]{32}");
        }
        // The example of RFC 1939 section 7.
        try (var played =
                playing(
                        """
                        S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>
                        C: CAPA
                        S: -ERR
                        C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
                        S: +OK
                        """)) {
            var mrose =
                    new Pop3Server(
                            "localhost",
                            played.port(),
                            Protection.LOOPBACK_ONLY,
                            new Login(
                                    Credentials.password("mrose", "tanstaaf"), Optional.of("APOP")),
                            Trust.SYSTEM,
                            Duration.ofSeconds(20));
            Pop3Client.open(mrose).close();
        }
    }

    /// What the client says first waits until it is asked for, and a refusal has its reason heard.
    @Test
    void aTokenGoesByItsOwnMechanism() throws Exception {
        String script =
                """
                S: +OK hello
                C: CAPA
                S: +OK
                S: SASL PLAIN XOAUTH2
                S: USER
                S: .
                C: AUTH XOAUTH2
                S: +
                C: dXNlcj1hZGEBYXV0aD1CZWFyZXIgdG8ta2VuAQE=
                S: + eyJzdGF0dXMiOiI0MDEifQ==
                C:
                S: -ERR [AUTH] expired
                """;
        try (var played = playing(script)) {
            Pop3Server server =
                    new Pop3Server(
                            "localhost",
                            played.port(),
                            Protection.LOOPBACK_ONLY,
                            new Login(
                                    new Credentials("ada", Credentials.Kind.ACCESS_TOKEN, "to-ken"),
                                    Optional.empty()),
                            Trust.SYSTEM,
                            Duration.ofSeconds(20));
            Problem problem =
                    catchThrowableOfType(MailException.class, () -> Pop3Client.open(server).close())
                            .problem();
            assertThat(problem.message())
                    .isEqualTo("localhost refuses the login of ada: -ERR [AUTH] expired");
            assertThat(played.heard()).noneMatch(l -> l.startsWith("USER"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: +OK hello\nC: CAPA\nS: +OK\nS: USER\nS: .",
                "S: +OK hello\nC: CAPA\nS: -ERR what",
                "S: +OK hello\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: -ERR not today",
                "S: +OK hello\n"
                        + "C: CAPA\n"
                        + "S: +OK\n"
                        + "S: STLS\n"
                        + "S: .\n"
                        + "C: STLS\n"
                        + "R: +OK\\r\\n+OK injected\\r\\n"
            })
    void stlsStrippedRefusedOrWithMoreBehindItIsTheEnd(String script) throws Exception {
        assertThat(problem(script, Protection.STARTTLS, "")).isInstanceOf(Problem.NotTrusted.class);
    }

    @Test
    void aCertificateThatIsNotThePinnedOneEndsItBeforeAnythingIsSaid() throws Exception {
        TestCertificate other = TestCertificate.of(dir, "dns:localhost");
        try (var played = new TlsServer(other.context(), "T:\n" + HELLO)) {
            Pop3Server server = server(played.port(), Protection.IMPLICIT_TLS, Optional.empty());
            MailException e =
                    catchThrowableOfType(
                            MailException.class, () -> Pop3Client.open(server).close());
            assertThat(e.problem()).isInstanceOf(Problem.BadCertificate.class);
            assertThat(played.heard()).noneMatch(l -> l.contains("CAPA"));
        }
    }

    @Test
    void refusalsAreToldApart() throws Exception {
        String user = "S: +OK\nC: CAPA\nS: -ERR\nC: USER ada\nS: +OK\nC: PASS secret\n";
        assertThat(problem(user + "S: -ERR [AUTH] wrong\u001b[2J", Protection.LOOPBACK_ONLY, ""))
                .isEqualTo(
                        new Problem.BadCredentials(
                                "ada",
                                "localhost refuses the login of ada: -ERR [AUTH] wrong␛[2J"));
        assertThat(problem(user + "S: -ERR [IN-USE] locked", Protection.LOOPBACK_ONLY, ""))
                .isInstanceOf(Problem.Busy.class);
        assertThat(problem(HELLO, Protection.LOOPBACK_ONLY, "SCRAM-SHA-1"))
                .isEqualTo(
                        new Problem.BadCredentials(
                                "ada",
                                "localhost offers PLAIN, USER, APOP and not SCRAM-SHA-1; no other"
                                        + " was tried"));
        assertThat(problem("S: HTTP/1.1 400 Bad Request", Protection.LOOPBACK_ONLY, ""))
                .isInstanceOf(Problem.Protocol.class);
        assertThat(problem("S: -ERR [SYS/TEMP] later", Protection.LOOPBACK_ONLY, ""))
                .isInstanceOf(Problem.Busy.class);
    }

    @Test
    void listsOfAnyFormAreReadAsFarAsTheyMakeSense() throws Exception {
        loggedIn(
                """
                C: LIST
                S: +OK
                S: 1 120
                S: 2
                S: 3 -4
                S: x 5
                S: 4294967299 6
                S: 5 99999999999999999999999
                S: .
                C: UIDL
                S: +OK
                S: 1 ../../.bashrc
                S: 2
                S: 99999 z
                S: .
                """,
                client -> {
                    assertThat(client.sizes()).isEqualTo(Map.of(1, 120L, 2, 0L, 3, 0L, 5, 0L));
                    assertThat(client.names()).isEqualTo(Map.of(1, "../../.bashrc", 99999, "z"));
                });
    }

    @Test
    void aMessageIsUnstuffedAndEndsOnlyWhereItEnds() throws Exception {
        loggedIn(
                "C: RETR 1\nS: +OK\nR: a\\r\\n..\\r\\n...x\\r\\n\\n.\\nb\\rc\\r\\n.x\\r\\n.\\r\\n",
                client -> {
                    var out = new ByteArrayOutputStream();
                    assertThat(client.retrieve(1, out, 1000)).isTrue();
                    assertThat(out.toString(UTF_8)).isEqualTo("a\n.\n..x\n\n.\nb\rc\nx\n");
                });
    }

    @Test
    void whatHasNoEndIsCut() throws Exception {
        String flood = "R: " + "x".repeat(100_000) + "\n";
        assertThat(problem(flood.repeat(3), Protection.LOOPBACK_ONLY, ""))
                .isEqualTo(
                        new Problem.Protocol("localhost", "localhost sends a line without an end"));
        loggedIn(
                "C: RETR 1\nS: +OK\n" + flood.repeat(3),
                client ->
                        assertThat(client.retrieve(1, OutputStream.nullOutputStream(), 150_000))
                                .isFalse());
    }

    @Test
    void twoHundredThousandLinesAreMoreThanAnyMaildropHas() throws Exception {
        loggedIn(
                "C: LIST\nS: +OK\n" + ("R: " + "1 1\\r\\n".repeat(1000) + "\n").repeat(201),
                client ->
                        assertThat(
                                        catchThrowableOfType(MailException.class, client::sizes)
                                                .problem())
                                .isInstanceOf(Problem.Protocol.class));
    }

    @Test
    void listsThatOtherServersSentAreRead() throws Exception {
        for (Path file : Corpus.files("pop3-transcripts")) {
            String name = String.valueOf(file.getFileName());
            if (name.matches(".*-(uidl|list).*\\.txt")) {
                String lines = Files.readString(file).replace("\r", "").strip();
                boolean isList = lines.endsWith("\n.");
                String script = "S: " + lines.replace("\n", "\nS: ") + "\n";
                loggedIn(
                        "C: UIDL\n" + script,
                        client -> {
                            if (isList) {
                                assertThat(client.names()).as(name).hasSizeGreaterThan(1);
                            }
                        });
            }
        }
    }
}
