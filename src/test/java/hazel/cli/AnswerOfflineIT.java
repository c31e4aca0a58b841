package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// `hazel reply` where the server is away and only the header of the message is here.
class AnswerOfflineIT {

    @TempDir private Path dir;

    @Test
    void aReplyIsWrittenFromTheHeaderAndAForwardIsNot() throws Exception {
        try (Dovecot dovecot = Dovecot.start("imap", "mail_max_userip_connections = 100\n");
                Home home = new Home(dir)) {
            home.config(
                    """
                    [account.work]
                    address = "ada@example.org"
                    incoming = "imap://ada@127.0.0.1:%d"
                    password = { command = "echo open sesame" }
                    offline = "read"
                    """
                            .formatted(dovecot.port()));
            dovecot.deliver(
                    "1.host",
                    "From: grace@example.net\nSubject: Tea?\nMessage-ID: <t@e>\n\nAt five.\n"
                            .getBytes(US_ASCII));
            assertThat(home.hazel("sync").status()).isZero();
            dovecot.close();

            String[] reply = {"reply", "--dry-run", "--body", "Yes.", "INBOX:1"};
            Home.Said said = home.hazel(reply);
            assertThat(said.status()).as(said.err()).isZero();
            assertThat(said.out())
                    .contains("To: grace@example.net", "Subject: Re: Tea?", "In-Reply-To: <t@e>")
                    .endsWith("\nYes.\n");
            assertThat(said.err())
                    .contains("only the header of this message is here, so nothing is quoted: ");

            Home.Said forward =
                    home.hazel("forward", "--body", "See.", "--to", "bob@example.net", "INBOX:1");
            assertThat(forward.status()).isEqualTo(75);
            assertThat(forward.out()).isEmpty();
        }
    }
}
