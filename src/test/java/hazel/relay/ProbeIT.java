package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.Servers;
import hazel.mail.Networks;
import hazel.relay.Relays.Inbox;
import hazel.relay.Relays.Talk;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.tls.ServerIdentity;
import hazel.tls.TestCertificate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A running relay from outside, as other machines would see it: swaks, Postfix's smtp-source, and
/// a Postfix and an Exim that hand their mail to it.
class ProbeIT {

    private static ServerIdentity identity;
    private static Path authority;

    @TempDir private static Path keys;
    @TempDir private Path dir;
    private final Inbox inbox = new Inbox();
    private PasswordFile passwords;

    @BeforeAll
    static void aCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.of(keys, "dns:localhost,ip:127.0.0.1");
        Path key = certificate.keyPem();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        authority = certificate.pem();
        identity = ServerIdentity.read(authority, key);
    }

    @BeforeEach
    void adaMayLogIn() throws Exception {
        passwords = PasswordFile.in(dir.resolve("passwords"), 1000);
        passwords.set("ada", "secret");
    }

    private Relay relay(Networks from) throws Exception {
        var inbound =
                new Inbound(
                        Optional.of(identity),
                        Optional.of(passwords),
                        from,
                        Set.of(),
                        Checks.NONE,
                        Optional.of(dir.resolve("counters")));
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Relay.start(
                Relays.settings(
                        dir.resolve("relay"),
                        RelayLimits.USUAL,
                        inbound,
                        ListenOn.open(here, ListenOn.Start.CLEAR, inbound)),
                Relays.wiring(inbox));
    }

    private static int port(Relay relay) throws Exception {
        return ((InetSocketAddress) relay.addresses().getFirst()).getPort();
    }

    private record Ran(int status, String said) {}

    private static Ran run(List<String> command, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private static Ran swaks(Relay relay, String... words) throws Exception {
        Path swaks = Path.of("/usr/bin/swaks");
        assumeTrue(Files.isExecutable(swaks), "skipped: swaks is not installed");
        List<String> command =
                new ArrayList<>(List.of(swaks.toString(), "--server", "127.0.0.1:" + port(relay)));
        command.addAll(List.of(words));
        return run(command, Map.of());
    }

    /// swaks ends with 24 where no recipient was taken.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim@far.test",
                "victim%far.test@home.test",
                "far.test!victim@home.test",
                "\"victim@far.test\"@home.test",
                "@home.test:victim@far.test",
                "victim@[127.0.0.1]",
                "victim@localhost",
                "victim%far.test@localhost",
            })
    void aStrangerRelaysNothing(String victim) throws Exception {
        try (Relay relay = relay(Networks.NONE)) {
            for (String from : List.of("ada@home.test", "<>")) {
                Ran plain = swaks(relay, "--from", from, "--to", victim);
                assertThat(plain.status()).as(plain.said()).isEqualTo(24);
                Ran tls = swaks(relay, "--tls", "--from", from, "--to", victim);
                assertThat(tls.status()).as(tls.said()).isEqualTo(24);
            }
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaksLogsInInsideTlsAndSendsToAnywhere(String mechanism) throws Exception {
        try (Relay relay = relay(Networks.NONE)) {
            Ran good =
                    swaks(
                            relay,
                            "--tls",
                            "--auth",
                            mechanism,
                            "--auth-user",
                            "ada",
                            "--auth-password",
                            "secret",
                            "--to",
                            "bob@far.test");
            assertThat(good.status()).as(good.said()).isZero();
            Ran wrong =
                    swaks(
                            relay,
                            "--tls",
                            "--auth",
                            mechanism,
                            "--auth-user",
                            "ada",
                            "--auth-password",
                            "guess",
                            "--to",
                            "bob@far.test");
            assertThat(wrong.status()).as(wrong.said()).isEqualTo(28);
            Ran clear =
                    swaks(
                            relay,
                            "--auth",
                            mechanism,
                            "--auth-user",
                            "ada",
                            "--auth-password",
                            "secret",
                            "--to",
                            "bob@far.test");
            assertThat(clear.status()).as(clear.said()).isEqualTo(28);
            assertThat(clear.said()).doesNotContain("250-AUTH").contains("STARTTLS");
        }
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).hasSize(1);
        assertThat(dir.resolve("counters"))
                .content()
                .contains("hazel_relay_messages_total{result=\"accepted\"} 1\n")
                .contains("hazel_relay_queue_messages 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "PLAIN", "LOGIN"})
    void gsaslLogsInInsideTls(String mechanism) throws Exception {
        Path gsasl = Path.of("/usr/bin/gsasl");
        assumeTrue(Files.isExecutable(gsasl), "skipped: gsasl is not installed");
        try (Relay relay = relay(Networks.NONE)) {
            for (String password : List.of("secret", "guess")) {
                Ran ran =
                        run(
                                List.of(
                                        gsasl.toString(),
                                        "--smtp",
                                        "--starttls",
                                        "--no-cb",
                                        "--quality-of-protection=qop-auth",
                                        "--x509-ca-file=" + authority,
                                        "--mechanism=" + mechanism,
                                        "--authentication-id=ada",
                                        "--authorization-id=",
                                        "--password=" + password,
                                        "--connect=localhost:" + port(relay)),
                                Map.of());
                assertThat(ran.status() == 0).as(ran.said()).isEqualTo(password.equals("secret"));
                assertThat(ran.said())
                        .contains(password.equals("secret") ? "235 2.7.0 " : "535 5.7.8 ");
            }
        }
    }

    @Test
    void theOrderOfCommandsIsKeptAndLimitsHold() throws Exception {
        try (Relay relay = relay(Networks.NONE);
                Talk talk = Talk.with(relay)) {
            talk.reply();
            assertThat(talk.say("DATA")).startsWith("503 ");
            assertThat(talk.say("RCPT TO:<ada@home.test>")).startsWith("503 ");
            assertThat(talk.say("EHLO probe.test")).startsWith("250-mx.test greets probe.test|");
            assertThat(talk.say("MAIL FROM:<a@b.test> SIZE=999999999999")).startsWith("552 5.3.4 ");
            assertThat(talk.raw("BDAT 3 LAST\r\nabc").reply()).startsWith("503 ");
            assertThat(talk.say("VRFY root")).startsWith("252 ");
            assertThat(talk.say("EXPN staff")).startsWith("502 ");
            String last = "";
            for (int i = 0; i < 20 && !last.startsWith("421"); i++) {
                last = talk.say("NONSENSE");
            }
            assertThat(last).isEqualTo("421 4.7.0 Too many mistakes; goodbye");
            assertThat(talk.reply()).isEqualTo("closed");
        }
    }

    /// A socket that another program has bound and listens on: here Python, else systemd.
    private static final String BINDER =
            """
            import socket, subprocess, sys
            sock = socket.socket()
            sock.bind(('127.0.0.1', 0))
            sock.listen(9)
            print(sock.getsockname()[1], flush=True)
            relay = subprocess.Popen(sys.argv[1:], stdin=sock, stdout=subprocess.DEVNULL)
            sys.stdin.read()
            relay.terminate()
            sys.exit(relay.wait())
            """;

    private static final String NOBODY =
            """
            import os, socket, sys
            os.setuid(65534)
            sock = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            lines = sock.makefile('rw', newline='\\r\\n')
            lines.readline()
            for command in ('HELO x', 'MAIL FROM:<eve@far.test>', 'RCPT TO:<bob@far.test>',
                            'RCPT TO:<ada@home.test>'):
                lines.write(command + '\\n')
                lines.flush()
                print(lines.readline()[:9])
            """;

    @Test
    void anotherUserOfThisMachineSendsNowhereElseOverLoopback() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "skipped: python3 is not installed");
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "skipped: only root can connect as somebody else");
        try (Relay relay =
                        Relay.start(
                                Relays.settings(
                                        dir.resolve("relay"),
                                        RelayLimits.USUAL,
                                        Relays.loopback(Reach.ANYWHERE)),
                                Relays.wiring(inbox));
                Talk ours = Talk.with(relay)) {
            Ran theirs = run(List.of(python.toString(), "-c", NOBODY, "" + port(relay)), Map.of());
            assertThat(theirs.said().lines())
                    .map(l -> l.substring(0, 3))
                    .containsExactly("250", "250", "550", "250");
            ours.upToRcpt("eve@far.test");
            assertThat(ours.say("RCPT TO:<bob@far.test>")).isEqualTo("250 2.1.5 OK");
        }
    }

    /// As inetd does with `nowait`: each client is another process's standard input and output.
    private static final String INETD =
            """
            import socket, subprocess, sys
            sock = socket.socket()
            sock.bind(('127.0.0.1', 0))
            sock.listen(9)
            print(sock.getsockname()[1], flush=True)
            status = 0
            for _ in range(2):
                client, _ = sock.accept()
                relay = subprocess.Popen(sys.argv[1:], stdin=client, stdout=client)
                client.close()
                status |= relay.wait()
            sys.exit(status)
            """;

    @Test
    void aConnectionThatIsInheritedIsServedAloneAndItsMailDelivered() throws Exception {
        Files.createDirectories(dir.resolve("config/hazel"));
        Files.writeString(
                dir.resolve("config/hazel/config.toml"),
                "[relay]\nlisten = []\nverify = 'off'\nmalformed = 'accept'\n"
                        + "users.ada = 'maildir:~/ada'\n");
        Process inetd = inheriting(INETD, "relay", "run", "--inherited", "smtp");
        try (var said = inetd.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            for (String text : List.of("one", "two")) {
                try (Talk talk = Talk.with(port)) {
                    assertThat(talk.reply()).startsWith("220 ").endsWith(" ESMTP Hazel");
                    talk.say("EHLO probe.test");
                    talk.say("MAIL FROM:<eve@far.test>");
                    assertThat(talk.say("RCPT TO:<bob@far.test>")).startsWith("550 5.7.1 ");
                    assertThat(talk.say("RCPT TO:<ada@localhost>")).isEqualTo("250 2.1.5 OK");
                    talk.say("DATA");
                    assertThat(talk.say("Subject: " + text + "\r\n\r\nx\r\n.")).startsWith("250 ");
                    assertThat(talk.say("QUIT")).startsWith("221 ");
                    assertThat(talk.reply()).isEqualTo("closed");
                }
            }
            assertThat(inetd.waitFor()).isZero();
        }
        try (Stream<Path> arrived = Files.list(dir.resolve("ada/new"))) {
            assertThat(arrived).hasSize(2);
        }
    }

    /// It would be an open relay: whoever speaks to `-bs` is the user who started it.
    @Test
    void aConnectionOfTheNetworkIsNoUserOfSendmail() throws Exception {
        Process inetd = inheriting(INETD, "sendmail", "-bs");
        try (var said = inetd.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            for (int i = 0; i < 2; i++) {
                try (Talk talk = Talk.with(port)) {
                    assertThat(talk.reply()).isEqualTo("closed");
                }
            }
            assertThat(inetd.waitFor()).isNotZero();
        }
    }

    /// Who connects before the relay runs is served when it does.
    @Test
    void aSocketThatIsInheritedIsListenedOn() throws Exception {
        Path config = Files.createDirectories(dir.resolve("config/hazel")).resolve("config.toml");
        Files.writeString(config, "[relay]\nlisten = []\n");
        Process binder = inheriting(BINDER, "relay", "run", "--inherited", "smtp");
        try (var said = binder.inputReader();
                Talk talk = Talk.with(Integer.parseInt(said.readLine()))) {
            assertThat(talk.reply()).startsWith("220 ").endsWith(" ESMTP Hazel");
            talk.say("HELO probe.test");
            talk.say("MAIL FROM:<>");
            assertThat(talk.say("RCPT TO:<bob@far.test>")).startsWith("550 5.7.1 ");
            assertThat(talk.say("RCPT TO:<postmaster>")).isEqualTo("250 2.1.5 OK");
        } finally {
            binder.getOutputStream().close();
            assertThat(binder.waitFor()).isZero();
        }
    }

    /// A program in Python that starts Hazel.
    private Process inheriting(String script, String... words) throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "skipped: python3 is not installed");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                python.toString(),
                                "-c",
                                script,
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dhazel.home=" + dir,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "hazel.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static Path tool(String name) {
        String root = System.getenv().getOrDefault("MTA_ROOT", "/var/tmp/mail-interop");
        Path tool = Path.of(root, "postfix/usr/sbin", name);
        assumeTrue(Files.isExecutable(tool), "skipped: " + name + " of Postfix is not here");
        return tool;
    }

    /// Twenty sessions at once, and not one message is lost or doubled.
    @Test
    void smtpSourceSendsManyAtOnce() throws Exception {
        Path source = tool("smtp-source");
        Path libraries = source.resolve("../../lib/postfix").normalize();
        int messages = 200;
        try (Relay relay = relay(Networks.NONE)) {
            Ran ran =
                    run(
                            List.of(
                                    source.toString(),
                                    "-s",
                                    "20",
                                    "-m",
                                    "" + messages,
                                    "-l",
                                    "2000",
                                    "-f",
                                    "bob@far.test",
                                    "-t",
                                    "ada@home.test",
                                    "127.0.0.1:" + port(relay)),
                            Map.of("LD_LIBRARY_PATH", libraries.toString()));
            assertThat(ran.status()).as(ran.said()).isZero();
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < messages; i++) {
                String text = inbox.next().text();
                ids.add(text.substring(text.indexOf(" id "), text.indexOf(" id ") + 20));
            }
            assertThat(ids).hasSize(messages);
        }
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(RelayQueue.in(dir.resolve("relay")).list()).isEmpty();
    }

    /// What they were given for elsewhere they hand to the relay, with STARTTLS where they may.
    @ParameterizedTest
    @ValueSource(strings = {"postfix", "exim", "opensmtpd"})
    void aRealServerHandsItsMailToTheRelay(String server) throws Exception {
        Path swaks = Path.of("/usr/bin/swaks");
        assumeTrue(Files.isExecutable(swaks), "skipped: swaks is not installed");
        try (Relay relay = relay(Networks.NONE)) {
            String hop =
                    switch (server) {
                                case "postfix" -> "[127.0.0.1]:";
                                case "exim" -> "127.0.0.1::";
                                default -> "smtp://127.0.0.1:";
                            }
                            + port(relay);
            try (Servers real = Servers.start(server, Map.of("NEXTHOP", hop))) {
                Ran ran =
                        run(
                                List.of(
                                        swaks.toString(),
                                        "--server",
                                        "127.0.0.1:" + real.port("SUBMISSION_PORT"),
                                        "--tls",
                                        "--auth",
                                        "PLAIN",
                                        "--auth-user",
                                        server.equals("postfix")
                                                ? "julius@ancient-rome.net"
                                                : "julius",
                                        "--auth-password",
                                        "veni-vidi-vici",
                                        "--from",
                                        "julius@ancient-rome.net",
                                        "--to",
                                        "ada@home.test,grace@home.test",
                                        "--body",
                                        ".dots\n..\nand lines"),
                                Map.of());
                assertThat(ran.status()).as(ran.said()).isZero();
                String text = inbox.next().text();
                assertThat(text)
                        .contains("Return-Path: <julius@ancient-rome.net>\r\n")
                        .contains("\tby mx.test with ESMTP")
                        .contains("\r\n\r\n.dots\r\n..\r\nand lines\r\n");
                assertThat(inbox.next().user()).isEqualTo("grace");
            }
        }
    }
}
