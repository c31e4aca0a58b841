package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Of one mailbox every message is kept on this machine, of the others what was read.
class MailboxOfflineIT {

    @TempDir private Path dir;

    @Test
    void whatIsSaidOfAMailboxCountsForMoreThanWhatIsSaidOfTheAccount() throws Exception {
        try (Dovecot dovecot = Dovecot.start("imap", "mail_max_userip_connections = 100\n");
                Home home = new Home(dir)) {
            home.config(
                    """
                    [account.work]
                    address = "ada@example.org"
                    incoming = "imap://ada@127.0.0.1:%d"
                    password = { command = "echo open sesame" }
                    offline = "read"
                    [mailbox."work/Kept*"]
                    offline = "all"
                    """
                            .formatted(dovecot.port()));
            dovecot.deliver("1.host", "Subject: one\n\nThe text.\n".getBytes(US_ASCII));
            assertThat(home.hazel("mailbox", "create", "Kept").status()).isZero();
            assertThat(home.hazel("copy", "INBOX:1", "Kept").status()).isZero();
            assertThat(home.hazel("sync").status()).isZero();
            dovecot.close();

            String id = home.hazel("list", "Kept").out().strip().replaceFirst("(?s).* ", "");
            assertThat(home.hazel("show", id).out()).contains("The text.");
            assertThat(home.hazel("show", "INBOX:1").status()).isEqualTo(75);
            assertThat(home.hazel("search", "body:text").out()).contains("Kept:");
        }
    }

    @Test
    void aWordThatSaysNothingIsTold() throws Exception {
        try (Home home = new Home(dir)) {
            home.config("[mailbox.\"work/Kept\"]\noffline = \"sometimes\"\n");
            Home.Said said = home.hazel("config", "check");
            assertThat(said.status()).isEqualTo(78);
            assertThat(said.out() + said.err())
                    .contains("config.toml:2", "'sometimes' is none of all, read, and a time");
        }
    }
}
