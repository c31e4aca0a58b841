package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.NameServer;
import hazel.Servers;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mime.Content;
import hazel.mime.MessageParser;
import hazel.relay.Relays.Inbox;
import hazel.relay.Relays.Talk;
import hazel.relay.session.Reach;
import hazel.sasl.Login;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.spool.Spool;
import hazel.tls.Trust;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The relay among others: a real Postfix as its smarthost, a real client before it.
class RelayIT {

    @TempDir private Path dir;

    private static final byte[] MESSAGE =
            "From: <ada@home.test>\r\nSubject: six\r\n\r\nhi\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Inbox inbox = new Inbox();

    @Test
    void mailGoesOnToPostfixWithStarttlsAndALoginAndARefusalComesBack() throws Exception {
        try (Servers postfix = Servers.start("postfix");
                Relay relay = relay(server(postfix, "julius", "veni-vidi-vici"));
                Talk talk = Talk.with(relay)) {
            talk.upToData(
                    "ada@home.test",
                    "marka@ancient-rome.net",
                    "nosuchuser@ancient-rome.net",
                    "tempfail@ancient-rome.net");
            String mark = "mark-" + System.nanoTime();
            talk.raw("From: <ada@home.test>\r\nSubject: " + mark + "\r\n\r\n.hi\r\n.\r\n");
            assertThat(talk.reply()).startsWith("250 2.0.0");
            String bounce = inbox.next().text();
            assertThat(bounce)
                    .contains("Return-Path: <>\r\n")
                    .contains("Auto-Submitted: auto-replied\r\n")
                    .contains("Final-Recipient: rfc822; nosuchuser@ancient-rome.net\r\n")
                    .contains("Remote-MTA: dns; localhost\r\nDiagnostic-Code: smtp; 550 5.1.1")
                    .contains("Subject: " + mark + "\r\n")
                    .doesNotContain("Final-Recipient: rfc822; tempfail");
            var left = RelayQueue.in(dir.resolve("relay")).list();
            assertThat(left.getFirst().recipients().stream().map(r -> r.state().name()))
                    .containsExactly("DELIVERED", "FAILED", "WAITING");
            assertThat(left.getFirst().recipients().getFirst().reply()).contains("queued as");
        }
    }

    /// Postfix 3.7 does not know REQUIRETLS.
    @Test
    void whatIsToGoOverTlsOnlyIsReturnedWherePostfixDoesNotPromiseThat() throws Exception {
        try (Servers postfix = Servers.start("postfix")) {
            Spool.open(dir.resolve("relay"))
                    .accept(
                            new Envelope(
                                    Optional.of(address("ada@home.test")),
                                    List.of(address("marka@ancient-rome.net"))),
                            MESSAGE,
                            TlsDemand.REQUIRED.attributes());
            try (Relay _ = relay(server(postfix, "julius", "veni-vidi-vici"))) {
                assertThat(inbox.next().text())
                        .contains("Final-Recipient: rfc822; marka@ancient-rome.net\r\n")
                        .contains("Status: 5.7.30\r\n");
            }
        }
    }

    @Test
    void eightBitTextIsEncodedForAServerThatDoesNotOfferEightBitMime() throws Exception {
        String setting = "yes\nsmtpd_discard_ehlo_keywords = 8bitmime";
        try (Servers postfix = Servers.start("postfix", Map.of("FORBID_BARE_NEWLINE", setting));
                Relay relay = relay(server(postfix, "julius", "veni-vidi-vici"));
                Talk talk = Talk.with(relay)) {
            talk.upToData("ada@home.test", "marka@ancient-rome.net");
            String sent =
                    """
                    From: Jos\u00e9 <ada@home.test>
                    Subject: gr\u00fcn
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=a

                    --a
                    Content-Type: text/plain; charset=iso-8859-1

                    gr\u00fcn ist gr\u00fcn und bleibt es
                    --a
                    Content-Type: message/rfc822

                    Subject: inner
                    MIME-Version: 1.0
                    Content-Type: application/x-odd

                    \u00ff\u00fe\u0080
                    --a--
                    """
                            .replace("\n", "\r\n");
            assertThat(talk.raw(sent + ".\r\n").reply()).startsWith("250 2.0.0");
            byte[] arrived = Servers.firstIn(Path.of(postfix.value("MAILDIR"), "marka", "new"));
            assertThat(new String(arrived, StandardCharsets.ISO_8859_1))
                    .contains("Subject: =?utf-8?B?Z3LDvG4=?=")
                    .contains("Content-Transfer-Encoding: quoted-printable\n\ngr=FCn ist")
                    .contains("Content-Transfer-Encoding: base64\n\n//6A")
                    .matches(text -> text.chars().allMatch(c -> c < 0x80));
            assertThat(decoded(arrived))
                    .isEqualTo(decoded(sent.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private static List<String> decoded(byte[] message) {
        return MessageParser.parse(message)
                .walk()
                .filter(part -> part.children().isEmpty())
                .map(part -> Content.octets(message, part))
                .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void mailComesAndGoesByIpv6() throws Exception {
        int port = NameServer.freePort("::1");
        var here = new InetSocketAddress(InetAddress.ofLiteral("::1"), port);
        Map<String, String> settings = Map.of("NEXTHOP", "[::1]:" + port);
        try (SixPostfix postfix = SixPostfix.start(settings);
                Relay relay =
                        Relay.start(
                                Relays.settings(
                                        dir.resolve("relay"),
                                        Relays.LIMITS,
                                        ListenOn.tcp(here, Reach.ANYWHERE)),
                                new Relay.Wiring(
                                        inbox,
                                        Optional.of(() -> byIpv6(postfix)),
                                        InstantSource.system(),
                                        () -> 0))) {
            Server postfixByIpv4 = server(postfix.servers(), "julius", "veni-vidi-vici");
            try (SmtpClient client = SmtpClient.open(postfixByIpv4, new Transcript())) {
                var to = envelope("julius@ancient-rome.net", "ada@home.test");
                assertThat(client.submit(Transaction.of(to, MESSAGE)).isComplete()).isTrue();
            }
            assertThat(inbox.next().text())
                    .containsPattern(
                            "Received: from \\S+ \\(\\[IPv6:0:0:0:0:0:0:0:1]\\)\\s+by mx.test");

            Server ours =
                    Server.tcp("::1", port, Server.Tls.NONE_LOOPBACK_ONLY)
                            .withOurName("[IPv6:::1]");
            try (SmtpClient client = SmtpClient.open(ours, new Transcript())) {
                var to = envelope("ada@home.test", "marka@ancient-rome.net");
                assertThat(client.submit(Transaction.of(to, MESSAGE)).isComplete()).isTrue();
            }
            assertThat(new String(postfix.firstOf("marka"), StandardCharsets.US_ASCII))
                    .contains("[IPv6:::1])\n\t(using TLS")
                    .contains("from [IPv6:::1] ([IPv6:0:0:0:0:0:0:0:1])");
            assertThat(relay.addresses()).containsExactly(here);
        }
    }

    private static Envelope envelope(String from, String to) {
        return new Envelope(Optional.of(address(from)), List.of(address(to)));
    }

    private static Server byIpv6(SixPostfix postfix) {
        return Server.tcp("::1", postfix.port(), Server.Tls.OPPORTUNISTIC).withOurName("mx.test");
    }

    @Test
    void aPasswordThatIsRefusedKeepsTheMailWaiting() throws Exception {
        try (Servers postfix = Servers.start("postfix");
                Relay relay = relay(server(postfix, "julius", "wrong"));
                Talk talk = Talk.with(relay)) {
            talk.upToData("ada@home.test", "marka@ancient-rome.net", "grace@home.test");
            talk.raw("From: <ada@home.test>\r\n\r\nhi\r\n.\r\n").reply();
            inbox.next();
        }
        var item = RelayQueue.in(dir.resolve("relay")).list().getFirst();
        assertThat(item.recipients().getFirst().reply()).contains("refuses the login");
        assertThat(item.recipients().getFirst().state().name()).isEqualTo("WAITING");
        assertThat(String.join("\n", RelayQueue.in(dir.resolve("relay")).log(100)))
                .doesNotContain("wrong");
    }

    @Test
    void swaksSendsThroughIt() throws Exception {
        Path swaks = Path.of("/usr/bin/swaks");
        assumeTrue(Files.isExecutable(swaks), "skipped: swaks is not installed");
        try (Relay relay = relay(Optional.empty())) {
            int port = ((InetSocketAddress) relay.addresses().getFirst()).getPort();
            var run =
                    new ProcessBuilder(
                                    List.of(
                                            swaks.toString(),
                                            "--server",
                                            "127.0.0.1:" + port,
                                            "--pipeline",
                                            "--from",
                                            "bob@far.test",
                                            "--to",
                                            "ada@home.test,grace@home.test",
                                            "--body",
                                            ".a line with a dot"))
                            .redirectErrorStream(true)
                            .start();
            String transcript = new String(run.getInputStream().readAllBytes());
            assertThat(run.waitFor()).as(transcript).isZero();
            assertThat(transcript).contains("250 2.0.0 OK id=");
            assertThat(inbox.next().text()).contains("\r\n\r\n.a line with a dot\r\n");
            assertThat(inbox.next().user()).isEqualTo("grace");
        }
    }

    private Relay relay(Server server) throws MailException {
        return relay(Optional.of(() -> server));
    }

    private Relay relay(Optional<Smarthost> smarthost) throws MailException {
        return Relay.start(
                Relays.settings(
                        dir.resolve("relay"), Relays.LIMITS, Relays.loopback(Reach.ANYWHERE)),
                new Relay.Wiring(inbox, smarthost, InstantSource.system(), () -> 0));
    }

    private static Server server(Servers postfix, String user, String password) {
        return Server.tcp("localhost", postfix.port("SUBMISSION_PORT"), Server.Tls.STARTTLS)
                .withTrust(Trust.SYSTEM.withAuthorities(postfix.ca()))
                .withLogin(new Login(user, password))
                .withOurName("mx.test");
    }
}
