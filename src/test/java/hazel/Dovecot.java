package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.tls.TestCertificate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Dovecot 2.3 that speaks one protocol on loopback, with all its files in a directory of its
/// own, one user, ada, and what a test needs of its many settings.
///
/// @param mail where ada's Maildir is
public record Dovecot(
        Path work, Process process, int port, int tlsPort, Path mail, TestCertificate shown)
        implements AutoCloseable {

    public static final String USER = "ada";
    public static final String PASSWORD = "open sesame";
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

    /// @param protocol pop3 or imap
    /// @param more lines of its configuration
    public static Dovecot start(String protocol, String more) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: dovecot is not installed");
        assumeTrue(
                Stream.of("/usr/lib/dovecot/", "/usr/libexec/dovecot/")
                        .anyMatch(p -> Files.isExecutable(Path.of(p + protocol))),
                "skipped: dovecot's " + protocol + " is not installed");
        Path work = Files.createTempDirectory("hazel-" + protocol + "-");
        boolean isRoot = System.getProperty("user.name", "").equals("root");
        String user = isRoot ? "mail" : System.getProperty("user.name", "");
        Path mail = Files.createDirectories(work.resolve("home/Maildir"));
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(mail.resolve(sub));
        }
        TestCertificate certificate = TestCertificate.of(work, "dns:localhost,ip:127.0.0.1");
        int port = freePort();
        int tlsPort = freePort();
        Files.writeString(work.resolve("passwd"), USER + ":{PLAIN}" + PASSWORD + "::::::\n");
        Files.writeString(
                work.resolve("dovecot.conf"),
                configuration(work, user, certificate)
                        .replace("@PROTOCOL@", protocol)
                        .replace("@MORE@", more)
                        .replace("@PORT@", "" + port)
                        .replace("@TLS@", "" + tlsPort));
        if (isRoot) {
            OtherProgram.run("chown", "-R", user, work.toString());
            OtherProgram.run("chmod", "755", work.toString());
        }
        Process process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-F",
                                "-c",
                                work.resolve("dovecot.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("out").toFile())
                        .start();
        var dovecot = new Dovecot(work, process, port, tlsPort, mail, certificate);
        dovecot.await();
        return dovecot;
    }

    private static String configuration(Path work, String user, TestCertificate certificate)
            throws Exception {
        return """
        base_dir = @WORK@/run
        state_dir = @WORK@/state
        log_path = @WORK@/log
        protocols = @PROTOCOL@
        listen = 127.0.0.1
        default_login_user = @USER@
        default_internal_user = @USER@
        first_valid_uid = 1
        mail_location = maildir:@WORK@/home/Maildir
        ssl = yes
        ssl_cert = <@CERT@
        ssl_key = <@KEY@
        auth_mechanisms = plain login apop
        pop3_uidl_format = %08Xu%08Xv
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u @WORK@/passwd
        }
        userdb {
          driver = static
          args = uid=@USER@ gid=@USER@ home=@WORK@/home
        }
        service anvil {
          chroot =
        }
        service @PROTOCOL@-login {
          chroot =
          inet_listener @PROTOCOL@ {
            port = @PORT@
          }
          inet_listener @PROTOCOL@s {
            port = @TLS@
            ssl = yes
          }
        }
        namespace inbox {
          inbox = yes
          separator = /
        }
        @MORE@
        """
                .replace("@WORK@", work.toString())
                .replace("@USER@", user)
                .replace("@CERT@", certificate.pem().toString())
                .replace("@KEY@", certificate.keyPem().toString());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Until it answers, or ends.
    private void await() throws Exception {
        for (int n = 0; n < 300 && process.isAlive(); n++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
                return;
            } catch (IOException _) {
                var _ = process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("dovecot did not start: " + Files.readString(work.resolve("out")));
    }

    /// Puts a message into the maildrop, as a delivery does.
    public void deliver(String name, byte[] message) throws Exception {
        Path file = mail.resolve("tmp").resolve(name);
        Files.write(file, message);
        if (System.getProperty("user.name", "").equals("root")) {
            OtherProgram.run("chown", "mail", file.toString());
        }
        Files.move(file, mail.resolve("new").resolve(name));
    }

    /// Has it read another setting, which counts for those who log in from now on.
    public void setting(String was, String is) throws Exception {
        Path file = work.resolve("dovecot.conf");
        Files.writeString(file, Files.readString(file).replace(was, is));
        OtherProgram.run("doveadm", "-c", file.toString(), "reload");
    }

    /// How many messages are in it.
    public long count() throws IOException {
        long count = 0;
        for (String sub : List.of("cur", "new")) {
            try (Stream<Path> files = Files.list(mail.resolve(sub))) {
                count += files.count();
            }
        }
        return count;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
