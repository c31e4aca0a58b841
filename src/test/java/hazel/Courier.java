package hazel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Courier IMAP on loopback with the account of a [Dovecot]'s user, in whose Maildir++ all
/// mailboxes are below INBOX and which offers UTF8=ACCEPT (RFC 6855).
///
/// Where it looks for its settings and its socket is fixed when it is built: it sees directories of
/// the test's own there, in a mount namespace that ends with it. It has to become the user, for
/// which the namespace of somebody who is not root is too small.
public record Courier(Path work, Process process, int port) implements AutoCloseable {

    private static final String OWNER = "mail";

    /// Where it lies: Debian has no two IMAP servers installed side by side.
    private static final Path UNPACKED =
            Path.of(
                    System.getenv().getOrDefault("MTA_ROOT", "/var/tmp/mail-interop"),
                    "courier-imap");

    /// `$1` is the directory, `$2` the port, `$3` and `$4` the user and the password, `$5` where
    /// the server lies.
    private static final String START =
            """
            set -e
            mount --bind "$1/etc" /etc/courier
            mount --bind "$1/run" /run/courier
            umask 077
            password() { printf '%s\\n%s\\n' "$2" "$2" | userdbpw "$1"; }
            printf '%s\\tuid=%s|gid=%s|home=%s|imappw=%s|hmac-md5pw=%s\\n' "$3" \
                "$(id -u OWNER)" "$(id -g OWNER)" "$1/home" \
                "$(password -md5 "$4")" "$(password -hmac-md5 "$4")" >/etc/courier/userdb
            makeuserdb
            authdaemond start
            export IMAP_CAPABILITY="IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=REFERENCES SORT \
            QUOTA IDLE AUTH=PLAIN AUTH=CRAM-MD5"
            export IMAP_KEYWORDS=1 IMAP_ACL=1 IMAP_USELOCKS=1 IMAP_CHECK_ALL_FOLDERS=1
            exec couriertcpd -address=127.0.0.1 -nodnslookup -noidentlookup -maxperip=40 "$2" \
                "$5/usr/lib/courier/courier/imaplogin" "$5/usr/bin/imapd" Maildir
            """
                    .replace("OWNER", OWNER);

    private static final String AUTHENTICATION =
            """
            authmodulelist="authuserdb"
            authmodulelistorig="authuserdb"
            daemons=1
            authdaemonvar=/run/courier/authdaemon
            DEBUG_LOGIN=0
            DEFAULTOPTIONS=""
            LOGGEROPTS=""
            """;

    public static Courier start() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(
                                Path.of("/usr/sbin/couriertcpd"),
                                Path.of("/usr/sbin/authdaemond"),
                                UNPACKED.resolve("usr/bin/imapd"))
                        .allMatch(Files::isExecutable),
                "skipped: courier-imap is not here");
        assumeTrue(
                System.getProperty("user.name", "").equals("root"),
                "skipped: only root can start Courier for another user");
        Path work = Files.createTempDirectory("hazel-courier-");
        Files.createDirectories(work.resolve("etc/shared"));
        Files.createDirectories(work.resolve("run/authdaemon"));
        Files.writeString(work.resolve("etc/authdaemonrc"), AUTHENTICATION);
        Path maildir = Files.createDirectories(work.resolve("home/Maildir"));
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectory(maildir.resolve(sub));
        }
        OtherProgram.run("chown", "-R", OWNER + ":" + OWNER, work.resolve("home").toString());
        OtherProgram.run("chmod", "755", work.toString());
        int port = NameServer.freePort("127.0.0.1");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        "unshare",
                                        "--mount",
                                        "--pid",
                                        "--fork",
                                        "--kill-child",
                                        "sh",
                                        "-c",
                                        START,
                                        "courier",
                                        work.toString(),
                                        "" + port,
                                        Dovecot.USER,
                                        Dovecot.PASSWORD,
                                        UNPACKED.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve("out").toFile())
                        .start();
        var courier = new Courier(work, process, port);
        courier.await();
        return courier;
    }

    /// Until it answers, or ends.
    private void await() throws IOException, InterruptedException {
        for (int n = 0; n < 300 && process.isAlive(); n++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException _) {
                var _ = process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("courier did not start: " + Files.readString(work.resolve("out")));
    }

    /// At once: it lets nobody end it in good order, but what it started ends with it.
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
