package hazel.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Dovecot;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.pop3.Pop3Server.Protection;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;
import hazel.tls.Trust;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mail fetched from Debian's Dovecot.
class FetcherIT {

    private static Dovecot dovecot;

    @TempDir private Path dir;

    @BeforeAll
    static void start() throws Exception {
        dovecot =
                Dovecot.start(
                        "pop3", "auth_mechanisms = plain login apop cram-md5 scram-sha-256\n");
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    private static Pop3Server server(Protection protection, String password, String mechanism)
            throws Exception {
        return new Pop3Server(
                "localhost",
                protection == Protection.IMPLICIT_TLS ? dovecot.tlsPort() : dovecot.port(),
                protection,
                new Login(
                        Credentials.password(Dovecot.USER, password),
                        mechanism.isEmpty() ? Optional.empty() : Optional.of(mechanism)),
                Trust.SYSTEM.withPin(dovecot.shown().fingerprint()),
                Duration.ofSeconds(30));
    }

    @Test
    void everyProtectionAndEveryWayToLogIn() throws Exception {
        for (Protection protection : Protection.values()) {
            for (String mechanism :
                    List.of("", "SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN", "USER", "APOP")) {
                try (var client =
                        Pop3Client.open(server(protection, Dovecot.PASSWORD, mechanism))) {
                    assertThat(client.isSecure()).isEqualTo(protection != Protection.LOOPBACK_ONLY);
                    assertThat(client.offers()).contains("UIDL", "TOP");
                }
            }
        }
        MailException wrong =
                catchThrowableOfType(
                        MailException.class,
                        () ->
                                Pop3Client.open(server(Protection.IMPLICIT_TLS, "sesame", ""))
                                        .close());
        assertThat(wrong.problem()).isInstanceOf(Problem.BadCredentials.class);
        Pop3Server nobodysPin =
                new Pop3Server(
                        "localhost",
                        dovecot.tlsPort(),
                        Protection.IMPLICIT_TLS,
                        new Login(Dovecot.USER, Dovecot.PASSWORD),
                        Trust.SYSTEM,
                        Duration.ofSeconds(30));
        assertThat(
                        catchThrowableOfType(
                                        MailException.class,
                                        () -> Pop3Client.open(nobodysPin).close())
                                .problem())
                .isInstanceOf(Problem.BadCertificate.class);
    }

    @Test
    void mailComesOnceAndOctetForOctetAndIsDeletedWhenItsDaysAreOver() throws Exception {
        List<byte[]> sent = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            sent.add(
                    ("Subject: %d\nFrom: x\n\n.\n..\n\u00e9 %s\nFrom x\n"
                                    .formatted(n, "y".repeat(n * 200)))
                            .getBytes(UTF_8));
        }
        sent.add(("Subject: large\n\n" + "0123456789abcde\n".repeat(20 << 16)).getBytes(UTF_8));
        for (int n = 0; n < sent.size(); n++) {
            dovecot.deliver("1700000000.M" + n + "P1.host", sent.get(n));
        }
        var store = MaildirStore.open(dir.resolve("Mail"), Clock.systemUTC());
        Instant now = Instant.now();
        Pop3Server server = server(Protection.IMPLICIT_TLS, Dovecot.PASSWORD, "");

        var first = new Fetcher(dir, Duration.ofDays(2), () -> now);
        assertThat(first.fetch(server, store, Progress.UNWATCHED).fetched()).isEqualTo(41);
        assertThat(first.fetch(server, store, Progress.UNWATCHED))
                .isEqualTo(new Fetcher.Outcome(0, 0, List.of()));
        assertThat(dovecot.count()).isEqualTo(41);
        dovecot.deliver("1700000001.M1P1.host", "Subject: new\n\nx\n".getBytes(UTF_8));
        var later = new Fetcher(dir, Duration.ofDays(2), () -> now.plus(Duration.ofDays(2)));
        assertThat(later.fetch(server, store, Progress.UNWATCHED))
                .isEqualTo(new Fetcher.Outcome(1, 41, List.of()));
        assertThat(dovecot.count()).isEqualTo(1);

        List<byte[]> here = new ArrayList<>();
        try (Mailbox inbox = store.open(MailboxName.INBOX)) {
            List<Uid> uids = new ArrayList<>();
            inbox.scan(entry -> uids.add(entry.uid()), Progress.UNWATCHED);
            for (Uid uid : uids) {
                here.add(inbox.fetch(uid));
            }
        }
        assertThat(here).hasSize(42);
        assertThat(here).contains(sent.toArray(byte[][]::new));
    }
}
