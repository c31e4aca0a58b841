package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Servers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A password is nowhere but in the file of mode 600 that it was put into: not on the command line
/// or in the environment of the program and what it starts, not in what it says or keeps, neither
/// as it is nor as AUTH PLAIN and LOGIN say it.
class SecretsIT {

    private static final String USER = "julius@ancient-rome.net";
    private static final String PASSWORD = "veni-vidi-vici";

    private static Optional<Servers> dovecot = Optional.empty();
    private static Optional<Servers> postfix = Optional.empty();

    @TempDir private Path root;

    /// Where it was seen.
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void start() throws Exception {
        dovecot = Optional.of(Servers.start("dovecot"));
        postfix = Optional.of(Servers.start("postfix"));
    }

    @AfterAll
    static void stop() throws Exception {
        for (Optional<Servers> each : List.of(dovecot, postfix)) {
            if (each.isPresent()) {
                each.get().close();
            }
        }
    }

    private Path kept() {
        return root.resolve("config/hazel/passwords/work");
    }

    @BeforeEach
    void authorities() throws Exception {
        Files.writeString(
                root.resolve("ca.pem"),
                Files.readString(dovecot.orElseThrow().ca())
                        + "\n"
                        + Files.readString(postfix.orElseThrow().ca()));
    }

    /// Whether some text holds the password, or a stretch of base64 that does.
    static boolean holds(String text) {
        if (text.contains(PASSWORD)) {
            return true;
        }
        for (int before = 0; before < 3; before++) {
            String padded = "\0".repeat(before) + PASSWORD;
            String base64 =
                    Base64.getEncoder().withoutPadding().encodeToString(padded.getBytes(UTF_8));
            // The first and the last digits depend on what stands beside it.
            if (text.contains(
                    base64.substring(before == 0 ? 0 : before + 1, base64.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    private record Said(int status, String out, String err) {}

    private Said hazel(String input, String... words) throws Exception {
        Path in = Files.createTempFile("in", "");
        Files.writeString(in, input);
        Running running = Running.hazel(root, in, words);
        Process process = running.process();
        do {
            Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .forEach(p -> look(p.pid(), words));
        } while (!process.waitFor(5, TimeUnit.MILLISECONDS));
        Files.delete(in);
        return new Said(
                process.exitValue(),
                Files.readString(running.out()),
                Files.readString(running.err()));
    }

    private void look(long pid, String... words) {
        for (String of : List.of("cmdline", "environ")) {
            try {
                Path file = Path.of("/proc", "" + pid, of);
                if (holds(new String(Files.readAllBytes(file), ISO_8859_1))) {
                    seen.add(of + " during " + String.join(" ", words));
                }
            } catch (IOException _) {
                // It ended.
            }
        }
    }

    /// @return every file below the home that holds it
    private Set<String> files() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (holds(new String(Files.readAllBytes(file), ISO_8859_1))) {
                    found.add(root.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private static String localhost(String scheme, Optional<Servers> server, String port) {
        return scheme + "://localhost:" + server.orElseThrow().port(port);
    }

    private void account(String incoming, String outgoing, String more) throws IOException {
        Path dotfile = root.resolve("config/hazel/config.toml");
        Files.createDirectories(kept().getParent());
        Files.writeString(kept(), PASSWORD + "\n");
        Files.setPosixFilePermissions(kept(), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                dotfile,
                """
                [account.work]
                address  = "%s"
                incoming = "%s"
                outgoing = "%s"
                password = { file = "%s" }
                trust    = "%s"
                %s
                """
                        .formatted(USER, incoming, outgoing, kept(), root.resolve("ca.pem"), more));
    }

    private void nothingIsSeen() throws IOException {
        assertThat(files()).containsExactly(root.relativize(kept()).toString());
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsLookedForIsFound() throws Exception {
        for (String before : List.of("", "\0", "\0a", "\0ab\0", "\0" + USER + "\0")) {
            String both = before + PASSWORD;
            assertThat(holds("x" + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)) + "="))
                    .as(before)
                    .isTrue();
        }
        assertThat(holds("veni-vidi")).isFalse();
        var _ = hazel("", "--no-such-option=" + PASSWORD);
        assertThat(seen).containsExactly("cmdline during --no-such-option=" + PASSWORD);
    }

    @Test
    void anAccountIsAddedAndTested() throws Exception {
        Said added =
                hazel(
                        PASSWORD + "\n",
                        "account",
                        "add",
                        "--password-stdin",
                        "--name=work",
                        "--user=" + USER,
                        "--trust=" + root.resolve("ca.pem"),
                        "--incoming=" + localhost("imaps", dovecot, "IMAPS_PORT"),
                        "--outgoing=" + localhost("submissions", postfix, "SMTPS_PORT"),
                        USER);
        assertThat(added.status()).as(added.out() + added.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
                .isEqualTo("rw-------");
        Said test = hazel("", "account", "test", "--transcript", "work");
        assertThat(test.status()).as(test.out()).isZero();
        assertThat(test.out()).contains("AUTH", "the login was accepted");
        nothingIsSeen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"})
    void mailIsReadAndSent(String mechanism) throws Exception {
        account(
                "imaps://" + USER + "@localhost:" + dovecot.orElseThrow().port("IMAPS_PORT"),
                "submissions://" + USER + "@localhost:" + postfix.orElseThrow().port("SMTPS_PORT"),
                "auth = \"" + mechanism + "\"");
        Said list = hazel("", "list", "work/INBOX");
        assertThat(list.status()).as(list.err()).isIn(0, 1);
        assertThat(hazel("", "sync", "work").status()).isZero();
        Said sent =
                hazel(
                        "hello\n",
                        "send",
                        "--transcript",
                        "--to",
                        USER,
                        "--subject",
                        "x",
                        "--body-file",
                        "-");
        assertThat(sent.status()).as(sent.err()).isZero();
        assertThat(sent.err()).contains("AUTH " + mechanism);
        Said queued =
                hazel(
                        "hello\n",
                        "send",
                        "--queue",
                        "--to",
                        USER,
                        "--subject",
                        "y",
                        "--body-file",
                        "-");
        assertThat(queued.status()).as(queued.err()).isZero();
        assertThat(hazel("", "outbox", "send").status()).isZero();
        assertThat(hazel("", "account", "test", "--transcript", "work").status()).isZero();
        nothingIsSeen();
    }

    @Test
    void nothingAnswersOrTheLoginIsRefused() throws Exception {
        account(
                "imaps://" + USER + "@no-such-host.invalid",
                "submissions://" + USER + "@no-such-host.invalid",
                "");
        everythingFails();
        account(
                "imaps://nobody@localhost:" + dovecot.orElseThrow().port("IMAPS_PORT"),
                "submissions://nobody@localhost:" + postfix.orElseThrow().port("SMTPS_PORT"),
                "auth = \"PLAIN\"");
        everythingFails();
        nothingIsSeen();
    }

    private void everythingFails() throws Exception {
        assertThat(hazel("", "account", "test", "--transcript", "work").status()).isNotZero();
        assertThat(hazel("", "sync", "work").status()).isNotZero();
        assertThat(hazel("", "list", "work/INBOX").err()).contains("offline");
        assertThat(hazel("x\n", "send", "--transcript", "--to", USER, "--body-file", "-").status())
                .isNotZero();
        var _ = hazel("x\n", "send", "--queue", "--to", USER, "--body-file", "-");
        var _ = hazel("", "outbox", "send");
    }

    /// A server that sends back what it is told, in its refusal or in a line of no meaning, and one
    /// that ends the connection there.
    ///
    /// @param answer with `%1$s` for the tag and `%2$s` for what was said
    @ParameterizedTest
    @CsvSource({
        "PLAIN, '%1$s NO %2$s'",
        "LOGIN, '%1$s BAD %2$s'",
        "LOGIN, '%1$s OK %2$s'",
        "PLAIN, '535 %2$s'",
        "PLAIN, ''"
    })
    void aServerEchoesTheLoginOrCutsIt(String mechanism, String answer) throws Exception {
        try (var imap = new Echo("* OK ready", answer);
                var smtp = new Echo("220 ready", answer)) {
            account(
                    "imap://" + USER + "@127.0.0.1:" + imap.port(),
                    "smtp://" + USER + "@127.0.0.1:" + smtp.port(),
                    "auth = \"" + mechanism + "\"");
            everythingFails();
            assertThat(imap.wasTold() && smtp.wasTold()).isTrue();
        }
        nothingIsSeen();
    }

    /// Speaks as much IMAP and SMTP as leads to a login.
    private static final class Echo implements AutoCloseable {

        private final ServerSocket listener =
                new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"));
        private final String greeting;
        private final String answer;
        private volatile boolean wasTold;

        Echo(String greeting, String answer) throws IOException {
            this.greeting = greeting;
            this.answer = answer;
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return listener.getLocalPort();
        }

        /// Whether somebody said the password.
        boolean wasTold() {
            return wasTold;
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    talk(socket);
                } catch (IOException _) {
                    // The other side is gone, or the test is over.
                }
            }
        }

        private void talk(Socket socket) throws IOException {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            say(socket, greeting + "\r\n");
            String tag = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String first = line.replaceFirst(" .*", "");
                if (line.contains("CAPABILITY")) {
                    say(
                            socket,
                            "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=LOGIN\r\n"
                                    + first
                                    + " OK\r\n");
                } else if (line.startsWith("EHLO")) {
                    say(socket, "250-here\r\n250 AUTH PLAIN LOGIN\r\n");
                } else if (holds(line)) {
                    wasTold = true;
                    if (!answer.isEmpty()) {
                        say(socket, answer.formatted(tag.isEmpty() ? first : tag, line) + "\r\n");
                    }
                    return;
                } else {
                    boolean isImap = line.contains("AUTHENTICATE");
                    tag = isImap ? first : tag;
                    say(socket, tag.isEmpty() ? "334 VXNlcm5hbWU6\r\n" : "+ VXNlcm5hbWU6\r\n");
                }
            }
        }

        private static void say(Socket socket, String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
