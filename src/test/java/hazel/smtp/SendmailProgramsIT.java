package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Servers;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Server.Tls;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// The programs called sendmail that hand on to a server elsewhere, which here is Postfix, and
/// Postfix's own; and Dovecot, which takes messages by LMTP.
class SendmailProgramsIT {

    private static final Envelope TO_MARKA =
            new Envelope(
                    Address.parse("julius@ancient-rome.net"),
                    List.of(new Address("", "marka", "ancient-rome.net")));

    private static Servers postfix;

    @TempDir private Path dir;

    @BeforeAll
    static void start() throws Exception {
        postfix = Servers.start("postfix");
    }

    @AfterAll
    static void stop() throws Exception {
        if (postfix != null) {
            postfix.close();
        }
    }

    /// Where the server scripts unpack the programs of Debian's packages.
    private static Path unpacked(String program) {
        String root = System.getenv().getOrDefault("MTA_ROOT", "/var/tmp/mail-interop");
        Path found = Path.of(root, program);
        assumeTrue(Files.isExecutable(found), "skipped: there is no " + found);
        return found;
    }

    private static void isHandedOn(String name, List<String> words) throws Exception {
        String subject = "by " + name;
        String message =
                "From: julius@ancient-rome.net\nTo: marka@ancient-rome.net\nSubject: "
                        + subject
                        + "\n\n.dot\n.\n\n.last\n";
        var handed = new SendmailCommand(words).hand(TO_MARKA, message.getBytes(UTF_8));
        assertThat(handed.result()).as(handed.said()).isEqualTo(SendmailCommand.Result.ACCEPTED);
        Path box = Path.of(postfix.value("MAILDIR"), "marka", "new");
        assertThat(
                        new String(Servers.firstWith(box, "Subject: " + subject), UTF_8)
                                .replace("\r\n", "\n"))
                .endsWith("\n\n.dot\n.\n\n.last\n");
    }

    /// QUIRK: as the scripts unpack it, its postdrop finds its libraries only where sendmail passes
    /// on where they are.
    @Test
    void postfix() throws Exception {
        List<String> words = List.of(postfix.value("SENDMAIL").split(" "));
        Path config = Path.of(words.get(1).replace("MAIL_CONFIG=", ""), "main.cf");
        Files.writeString(
                config,
                "export_environment = TZ MAIL_CONFIG LANG LD_LIBRARY_PATH\n",
                StandardOpenOption.APPEND);
        isHandedOn("postfix", words);
    }

    @Test
    void msmtp() throws Exception {
        Path program = unpacked("msmtp/usr/bin/msmtp");
        Path settings = dir.resolve("msmtprc");
        Files.writeString(
                settings,
                "account default\nhost 127.0.0.1\nport " + postfix.port("SMTP_PORT") + "\n");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        isHandedOn("msmtp", List.of(program.toString(), "-C", settings.toString()));
    }

    @Test
    void dma() throws Exception {
        Path program = unpacked("dma/usr/sbin/dma");
        Files.createDirectories(dir.resolve("spool/dma"));
        setting(
                "dma/dma.conf",
                "SMARTHOST 127.0.0.1\nPORT "
                        + postfix.port("SMTP_PORT")
                        + "\nSPOOLDIR /var/spool/dma\n");
        String ready = "chgrp mail '%1$s/spool/dma' && chmod 2775 '%1$s/spool/dma'".formatted(dir);
        isHandedOn("dma", elsewhere(ready, "exec %s \"$@\"".formatted(program)));
    }

    /// What it took is sent by another program of its own.
    @Test
    void nullmailer() throws Exception {
        Path usr = unpacked("nullmailer/usr/sbin/sendmail").getParent().getParent();
        for (String each : List.of("queue", "tmp", "failed")) {
            Files.createDirectories(dir.resolve("spool/nullmailer").resolve(each));
        }
        setting("nullmailer/remotes", "127.0.0.1 smtp --port=" + postfix.port("SMTP_PORT") + "\n");
        setting("mailname", "taurus.ancient-rome.net\n");
        String ready =
                "mkfifo '%1$s/spool/nullmailer/trigger' && chmod -R 777 '%1$s/spool'"
                        .formatted(dir);
        isHandedOn(
                "nullmailer",
                elsewhere(
                        ready,
                        """
                        mount -t overlay overlay -o lowerdir=%s:/usr /usr
                        timeout 20 nullmailer-send </dev/null >/dev/null 2>&1 &
                        while ! timeout 1 sh -c ": >/var/spool/nullmailer/trigger"; do :; done
                        exec sendmail "$@"
                        """
                                .formatted(usr)));
    }

    private void setting(String name, String text) throws IOException {
        Path file = dir.resolve("etc").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// For a program whose settings and queue are where they are, unless it is given another view
    /// of the files.
    ///
    /// @param ready a line of shell, run before
    /// @param there lines of shell, run where `/etc` and `/var/spool` are those of the test
    private List<String> elsewhere(String ready, String there) throws IOException {
        assumeTrue(
                System.getProperty("user.name", "").equals("root"),
                "skipped: /etc can only be laid elsewhere by root");
        for (String each : List.of("passwd", "group", "hosts", "nsswitch.conf", "ld.so.cache")) {
            Path file = Path.of("/etc", each);
            if (Files.exists(file)) {
                Files.copy(file, dir.resolve("etc").resolve(each));
            }
        }
        Path inside = dir.resolve("inside");
        Files.writeString(inside, "#!/bin/sh\n" + there);
        Path run = dir.resolve("run");
        Files.writeString(
                run,
                """
                #!/bin/sh
                chmod 755 '%1$s' && %2$s
                exec unshare -m sh -c 'mount --make-rprivate / && mount --bind "%1$s/etc" /etc &&
                    mount --bind "%1$s/spool" /var/spool && exec sh "$@"' sh '%3$s' "$@"
                """
                        .formatted(dir, ready, inside));
        assertThat(run.toFile().setExecutable(true)).isTrue();
        return List.of(run.toString());
    }

    @Test
    void dovecotAnswersForEachRecipientByLmtp() throws Exception {
        try (Servers dovecot = Servers.start("dovecot")) {
            Server server =
                    Server.tcp("127.0.0.1", dovecot.port("LMTP_PORT"), Tls.NONE_LOOPBACK_ONLY)
                            .withLmtp();
            var envelope =
                    new Envelope(
                            TO_MARKA.reversePath(),
                            Stream.of("marka", "nobody-here", "julius")
                                    .map(n -> new Address("", n, "ancient-rome.net"))
                                    .toList());
            byte[] message = "Subject: lmtp\n\n.dot\n".getBytes(UTF_8);
            try (SmtpClient client = SmtpClient.open(server, new Transcript())) {
                Submission done = client.submit(Transaction.of(envelope, message));
                assertThat(done.accepted())
                        .extracting(a -> a.address().localPart())
                        .containsExactly("marka", "julius");
                assertThat(done.rejected())
                        .extracting(r -> r.address().localPart())
                        .containsExactly("nobody-here");
            }
            Path box =
                    Path.of(dovecot.value("MAILDIR"), "julius@ancient-rome.net", "Maildir", "new");
            assertThat(new String(Servers.firstWith(box, "Subject: lmtp"), UTF_8)).contains(".dot");
        }
    }
}
