package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Networks;
import hazel.mail.Problem;
import hazel.relay.Relays.Talk;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.tls.ServerIdentity;
import hazel.tls.TestCertificate;
import hazel.tls.Trust;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

/// A relay that other machines could reach, though here it is on loopback: TLS, logging in, and who
/// may send where.
class PublicRelayTest {

    private static TestCertificate certificate;
    private static ServerIdentity identity;

    @TempDir private static Path keys;
    @TempDir private Path dir;
    private final Relays.Inbox inbox = new Relays.Inbox();
    private PasswordFile passwords;

    @BeforeAll
    static void aCertificate() throws Exception {
        certificate = TestCertificate.of(keys, "dns:localhost,ip:127.0.0.1");
        Path key = certificate.keyPem();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        identity = ServerIdentity.read(certificate.pem(), key);
    }

    @BeforeEach
    void adaMayLogIn() throws Exception {
        passwords = PasswordFile.in(dir.resolve("passwords"), 1000);
        passwords.set("ada", "secret");
    }

    private Relay start(Networks from, ListenOn.Start start) throws Exception {
        return start(from, start, identity);
    }

    private Relay start(Networks from, ListenOn.Start start, ServerIdentity as) throws Exception {
        var inbound =
                new Inbound(
                        Optional.of(as),
                        Optional.of(passwords),
                        from,
                        Set.of("backup.test"),
                        Checks.NONE,
                        Optional.empty());
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Relay.start(
                Relays.settings(
                        dir.resolve("relay"),
                        Relays.LIMITS,
                        inbound,
                        ListenOn.open(here, start, inbound)),
                Relays.wiring(inbox));
    }

    private static Server server(Relay relay, Server.Tls tls) throws Exception {
        return server(relay, tls, certificate);
    }

    private static Server server(Relay relay, Server.Tls tls, TestCertificate trusted)
            throws Exception {
        var address = (InetSocketAddress) relay.addresses().getFirst();
        return Server.tcp("127.0.0.1", address.getPort(), tls)
                .withTrust(new Trust(Optional.of(trusted.pem()), Optional.empty()));
    }

    private static Transaction to(String recipient) {
        var envelope =
                new Envelope(
                        Address.parse("ada@home.test"),
                        List.of(Address.parse(recipient).orElseThrow()));
        return Transaction.of(envelope, "Subject: hi\r\n\r\nhello\r\n".getBytes(UTF_8));
    }

    private static Login login(String password, String mechanism) {
        return new Login(Credentials.password("ada", password), Optional.of(mechanism));
    }

    @Test
    void aStrangerSendsToLocalAndNamedDomainsAndNowhereElse() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.CLEAR);
                var client =
                        SmtpClient.open(server(relay, Server.Tls.STARTTLS), new Transcript())) {
            assertThat(client.offers().mechanisms())
                    .containsExactly("LOGIN", "PLAIN", "SCRAM-SHA-256");
            assertThat(client.submit(to("ada@home.test")).isComplete()).isTrue();
            assertThat(inbox.next().text())
                    .contains("\r\n\tby mx.test with ESMTPS id ")
                    .doesNotContain("Message-ID");
            assertThat(client.submit(to("x@backup.test")).isComplete()).isTrue();
            assertThat(client.submit(to("x@far.test")).rejected().getFirst().reply())
                    .hasToString("550 5.7.1 Relaying denied: log in first");
        }
    }

    @Test
    void whoLogsInSendsToAnywhereByEveryMechanismAndBothWaysIntoTls() throws Exception {
        for (ListenOn.Start start : ListenOn.Start.values()) {
            var tls = start == ListenOn.Start.TLS ? Server.Tls.IMPLICIT : Server.Tls.STARTTLS;
            try (Relay relay = start(Networks.NONE, start)) {
                for (String mechanism : List.of("SCRAM-SHA-256", "PLAIN", "LOGIN")) {
                    Server with = server(relay, tls).withLogin(login("secret", mechanism));
                    try (var client = SmtpClient.open(with, new Transcript())) {
                        assertThat(client.submit(to("x@far.test")).isComplete()).isTrue();
                    }
                }
            }
        }
        var queue = RelayQueue.in(dir.resolve("relay"));
        assertThat(queue.list()).hasSize(6).allMatch(i -> i.attributes().get("user").equals("ada"));
        String message = new String(queue.message(queue.list().getFirst().id()), UTF_8);
        assertThat(message).contains("(user ada)\r\n\tby mx.test with ESMTPSA id ");
        assertThat(queue.log(50)).anyMatch(l -> l.contains("login of ada from [127.0.0.1]"));
    }

    @Test
    void aWrongPasswordIsRefusedAndNoted() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.TLS)) {
            Server wrong = server(relay, Server.Tls.IMPLICIT).withLogin(login("guess", "PLAIN"));
            assertThatThrownBy(() -> SmtpClient.open(wrong, new Transcript()))
                    .isInstanceOfSatisfying(
                            MailException.class,
                            e ->
                                    assertThat(e.problem())
                                            .isInstanceOf(Problem.BadCredentials.class));
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).log(50))
                .anyMatch(l -> l.contains("failed login of ada from [127.0.0.1]"))
                .noneMatch(l -> l.contains("guess"));
    }

    @Test
    void aNamedNetworkSendsToAnywhere() throws Exception {
        var here = new Networks(List.of(Networks.parse("127.0.0.0/8").orElseThrow()));
        try (Relay relay = start(here, ListenOn.Start.CLEAR);
                Talk talk = Talk.with(relay)) {
            talk.upToRcpt("bob@far.test", "x@far.test");
            assertThat(talk.say("DATA")).startsWith("354 ");
        }
    }

    /// Mail for nobody is refused while its sender waits: none is bounced to who is forged.
    @Test
    void tenThousandWhoAreNotThereLeaveNothingInTheQueue() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.CLEAR)) {
            int asked = 0;
            while (asked < 10_000) {
                try (Talk talk = Talk.with(relay)) {
                    talk.reply();
                    talk.say("EHLO a");
                    talk.say("MAIL FROM:<forged@far.test>");
                    String said = "";
                    while (!said.startsWith("421 ")) {
                        said = talk.say("RCPT TO:<nobody" + asked++ + "@home.test>");
                        assertThat(said).matches("550 5\\.1\\.1 .*|421 4\\.7\\.0 .*");
                    }
                }
            }
        }
        try (Stream<Path> files = Files.list(dir.resolve("relay/q"))) {
            assertThat(files).isEmpty();
        }
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void nothingLogsInInClear() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.CLEAR);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            assertThat(talk.say("EHLO a")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(talk.say("AUTH PLAIN AGFkYQBzZWNyZXQ=")).startsWith("538 5.7.11 ");
        }
    }

    @Test
    void whatIsSentBehindStarttlsIsNeverTakenForProtected() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.CLEAR);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            talk.say("EHLO a");
            assertThat(talk.say("STARTTLS\r\nMAIL FROM:<evil@far.test>"))
                    .startsWith("554 5.5.1 Nothing may follow STARTTLS");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    @Test
    void aHandshakeThatIsNoneEndsTheConnectionAndNoOther() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.TLS)) {
            try (Talk talk = Talk.with(relay)) {
                talk.raw("EHLO a\r\n".repeat(100));
                assertThat(talk.reply()).doesNotContain("220").doesNotContain("250");
            }
            try (var client =
                    SmtpClient.open(server(relay, Server.Tls.IMPLICIT), new Transcript())) {
                assertThat(client.submit(to("ada@home.test")).isComplete()).isTrue();
            }
        }
    }

    /// A client that knows TLS takes a connection that ends without a farewell for an attack.
    @Test
    void theEndOfASessionInsideTlsIsSaidInsideTls() throws Exception {
        try (Relay relay = start(Networks.NONE, ListenOn.Start.TLS)) {
            int port = ((InetSocketAddress) relay.addresses().getFirst()).getPort();
            var trust = new Trust(Optional.of(certificate.pem()), Optional.empty());
            try (var tls =
                    (SSLSocket) trust.factory("127.0.0.1", port).createSocket("127.0.0.1", port)) {
                tls.getOutputStream().write("QUIT\r\n".getBytes(UTF_8));
                assertThat(new String(tls.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("220 mx.test ESMTP Hazel\r\n221 2.0.0 Bye\r\n");
            }
        }
    }

    @Test
    void aCertificateThatIsRenewedIsShownToWhoComesThen() throws Exception {
        TestCertificate next = TestCertificate.of(keys, "ip:127.0.0.1");
        Path shown = dir.resolve("shown.pem");
        Path key = dir.resolve("shown.key");
        Files.copy(certificate.pem(), shown);
        replace(certificate.keyPem(), key);
        try (Relay relay =
                        start(Networks.NONE, ListenOn.Start.TLS, ServerIdentity.read(shown, key));
                var said = new Heard()) {
            assertThat(isBelieved(relay, certificate)).isTrue();
            replace(next.pem(), shown);
            for (int i = 0; i < 3; i++) {
                assertThat(isBelieved(relay, certificate)).as("the key is not there").isTrue();
            }
            assertThat(said.certificates())
                    .singleElement()
                    .asString()
                    .contains("it is not the key to the certificate in " + shown);
            replace(next.keyPem(), key);
            assertThat(isBelieved(relay, certificate)).isFalse();
            assertThat(isBelieved(relay, next)).isTrue();
            Files.delete(shown);
            assertThat(isBelieved(relay, next)).isTrue();
            assertThat(said.certificates()).hasSize(2);
        }
    }

    private static void replace(Path from, Path to) throws Exception {
        Path beside = to.resolveSibling("beside");
        Files.copy(from, beside);
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-------"));
        Files.move(beside, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isBelieved(Relay relay, TestCertificate trusted) throws Exception {
        Server server = server(relay, Server.Tls.IMPLICIT, trusted);
        try (var client = SmtpClient.open(server, new Transcript())) {
            return client.isSecure();
        } catch (MailException e) {
            return false;
        }
    }

    /// What is logged meanwhile, which a test has on standard error.
    private static final class Heard implements AutoCloseable {
        private final PrintStream before = System.err;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Heard() {
            System.setErr(new PrintStream(octets, true, UTF_8));
        }

        List<String> certificates() {
            return octets.toString(UTF_8).lines().filter(l -> l.contains("certificate")).toList();
        }

        @Override
        public void close() {
            System.setErr(before);
        }
    }

    @Test
    void oneAddressDoesNotTakeAllPlaces() throws Exception {
        var limits = Relays.LIMITS;
        var places =
                new Places(
                        new RelayLimits(
                                1000, 1, 1, 3, 2, limits.idle(), limits.idle(), limits.idle(), 0));
        assertThat(places.enter("192.0.2.1")).isTrue();
        assertThat(places.enter("192.0.2.1")).isTrue();
        assertThat(places.enter("192.0.2.1")).isFalse();
        assertThat(places.enter("192.0.2.2")).isTrue();
        assertThat(places.enter("192.0.2.3")).isFalse();
        places.leave("192.0.2.1");
        assertThat(places.enter("192.0.2.3")).isTrue();
    }

    @Test
    void lmtpAnswersForEachRecipientAndGoesNowhereElse() throws Exception {
        var lmtp =
                new ListenOn.Lmtp(
                        ListenOn.tcp(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Reach.LOCAL_ONLY));
        try (Relay relay =
                        Relay.start(
                                Relays.settings(dir.resolve("relay"), Relays.LIMITS, lmtp),
                                Relays.wiring(inbox));
                Talk talk = Talk.with(relay)) {
            assertThat(talk.reply()).isEqualTo("220 mx.test LMTP Hazel");
            talk.say("LHLO mta.test");
            talk.say("MAIL FROM:<bob@far.test>");
            assertThat(talk.say("RCPT TO:<eve@far.test>")).startsWith("550 5.7.1");
            talk.say("RCPT TO:<ada@home.test>");
            talk.say("RCPT TO:<grace@home.test>");
            talk.say("DATA");
            assertThat(talk.say("\r\nhi\r\n.")).startsWith("250 2.0.0 OK");
            assertThat(talk.reply()).startsWith("250 2.0.0 OK");
            assertThat(talk.say("NOOP")).isEqualTo("250 2.0.0 OK");
            assertThat(inbox.next().text()).contains("\tby mx.test with LMTP id ");
            assertThat(inbox.next().user()).isEqualTo("grace");
        }
    }
}
