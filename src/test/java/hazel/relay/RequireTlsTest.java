package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Networks;
import hazel.sasl.Login;
import hazel.smtp.Dsn;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.spool.Deposit;
import hazel.spool.Item;
import hazel.spool.Spool;
import hazel.tls.ServerIdentity;
import hazel.tls.TestCertificate;
import hazel.tls.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Mail whose sender wants TLS on the whole way, from one relay to the next.
class RequireTlsTest {

    @TempDir private Path dir;
    private final Relays.Inbox inbox = new Relays.Inbox();

    private Relay next() throws Exception {
        TestCertificate certificate = TestCertificate.of(dir, "dns:localhost,ip:127.0.0.1");
        Path key = certificate.keyPem();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        PasswordFile passwords = PasswordFile.in(dir.resolve("passwords"), 1000);
        passwords.set("ada", "secret");
        var inbound =
                new Inbound(
                        Optional.of(ServerIdentity.read(certificate.pem(), key)),
                        Optional.of(passwords),
                        Networks.NONE,
                        Set.of(),
                        Checks.NONE,
                        Optional.empty());
        Files.copy(certificate.pem(), dir.resolve("ca.pem"));
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Relay.start(
                Relays.settings(
                        dir.resolve("next"),
                        Relays.LIMITS,
                        inbound,
                        ListenOn.open(here, ListenOn.Start.CLEAR, inbound)),
                Relays.wiring(inbox));
    }

    private Server server(Relay next) throws MailException {
        var address = (InetSocketAddress) next.addresses().getFirst();
        return Server.tcp("127.0.0.1", address.getPort(), Server.Tls.STARTTLS)
                .withTrust(new Trust(Optional.of(dir.resolve("ca.pem")), Optional.empty()))
                .withLogin(new Login("ada", "secret"));
    }

    private Relay first(Server smarthost) throws MailException {
        return Relay.start(
                Relays.settings(dir.resolve("first"), Relays.LIMITS),
                new Relay.Wiring(
                        inbox, Optional.of(() -> smarthost), InstantSource.system(), () -> 0));
    }

    private void put(Optional<Address> from) throws MailException {
        Spool spool = Spool.open(dir.resolve("first"));
        spool.accept(
                new Deposit(
                        spool.newId(),
                        new Envelope(from, List.of(address("bob@far.test"))),
                        new Dsn(Set.of(), Optional.of(Dsn.Returns.FULL), Optional.empty()),
                        TlsDemand.REQUIRED.attributes(),
                        Instant.now()),
                "Subject: secret\r\nTLS-Required: No\r\n\r\nthe body\r\n".getBytes(US_ASCII));
    }

    @Test
    void theNextRelayIsToldAndKeepsIt() throws Exception {
        try (Relay next = next()) {
            put(Optional.of(address("ada@home.test")));
            try (Relay _ = first(server(next))) {
                Item there = firstOf("next");
                assertThat(TlsDemand.isRequired(there)).isTrue();
                assertThat(there.attributes()).containsEntry("user", "ada");
            }
        }
    }

    private Item firstOf(String queue) throws Exception {
        while (true) {
            Optional<Item> item = RelayQueue.in(dir.resolve(queue)).items().findFirst();
            if (item.isPresent()) {
                return item.get();
            }
            Thread.onSpinWait();
        }
    }

    private static final String IN_CLEAR =
            """
            S: 220 a
            C: EHLO
            S: 250-a
            S: 250 REQUIRETLS
            """;

    @Test
    void whoseWayHasNoTlsIsReturnedWithoutItsBody() throws Exception {
        try (var server = new ScriptedServer(IN_CLEAR + "C: QUIT\nS: 221 bye\n")) {
            put(Optional.of(address("ada@home.test")));
            try (Relay _ = first(server.server())) {
                assertThat(inbox.next().text())
                        .contains("Status: 5.7.30\r\n")
                        .contains("does not promise to go on over TLS only")
                        .contains("Subject: secret\r\n")
                        .doesNotContain("the body");
            }
            assertThat(server.messages()).isZero();
        }
    }

    @Test
    void aBounceRatherGoesInClearThanNotAtAll() throws Exception {
        String takes =
                """
                C: MAIL FROM:<>
                S: 250 OK
                C: RCPT
                S: 250 OK
                C: DATA
                S: 354 go
                D:
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """;
        try (var server = new ScriptedServer(IN_CLEAR + takes)) {
            put(Optional.empty());
            try (Relay _ = first(server.server())) {
                while (server.messages() == 0) {
                    Thread.onSpinWait();
                }
            }
            assertThat(server.heard()).contains("MAIL FROM:<>");
        }
    }

    @Test
    void theFieldCountsWhereItIsThereOnceAndNothingSaysTheOpposite() {
        Item item = item(Map.of());
        assertThat(TlsDemand.of(item, letter("TLS-Required: NO"))).isEqualTo(TlsDemand.WAIVED);
        assertThat(TlsDemand.of(item, letter("TLS-Required: yes"))).isEqualTo(TlsDemand.USUAL);
        assertThat(TlsDemand.of(item, letter("Subject: no"))).isEqualTo(TlsDemand.USUAL);
        assertThat(TlsDemand.of(item, letter("TLS-Required: No\r\nTLS-Required: No")))
                .isEqualTo(TlsDemand.USUAL);
        assertThat(TlsDemand.of(item(TlsDemand.REQUIRED.attributes()), letter("TLS-Required: No")))
                .isEqualTo(TlsDemand.REQUIRED);
    }

    private static Letter letter(String field) {
        return Letter.read((field + "\r\n\r\n").getBytes(US_ASCII));
    }

    private Item item(Map<String, String> attributes) {
        try {
            Spool spool = Spool.open(dir.resolve("items"));
            var envelope = new Envelope(Optional.empty(), List.of(address("bob@far.test")));
            return spool.find(spool.accept(envelope, new byte[0], attributes)).orElseThrow();
        } catch (MailException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itGoesIntoNoFileThatIsCarriedElsewhere() throws Exception {
        put(Optional.of(address("ada@home.test")));
        var export =
                new BatchExport(
                        Relays.settings(dir.resolve("first"), Relays.LIMITS),
                        InstantSource.system());
        assertThat(export.to(dir.resolve("batch"), List.of()).messages()).isZero();
    }
}
