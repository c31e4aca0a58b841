package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A server whose mailboxes for what is sent, removed and old have names of their own: what it says
/// (RFC 6154) counts for more than the usual names, what the user says for more than that.
class PurposeIT {

    private static Optional<Dovecot> dovecot = Optional.empty();

    @TempDir private Path dir;

    @BeforeAll
    static void start() throws Exception {
        dovecot =
                Optional.of(
                        Dovecot.start(
                                "imap",
                                """
                                namespace inbox {
                                  mailbox "Gesendete Objekte" {
                                    special_use = \\Sent
                                    auto = subscribe
                                  }
                                  mailbox "Gelöschte Objekte" {
                                    special_use = \\Trash
                                    auto = create
                                  }
                                  mailbox Spam {
                                    special_use = \\Junk
                                    auto = create
                                  }
                                  mailbox Sent {
                                    auto = subscribe
                                  }
                                  mailbox Trash {
                                    auto = subscribe
                                  }
                                }
                                """));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    private Home home(String more) throws Exception {
        Path sendmail = dir.resolve("sendmail");
        Files.writeString(sendmail, "#!/bin/sh\ncat >/dev/null\n");
        assertThat(sendmail.toFile().setExecutable(true)).isTrue();
        return new Home(dir)
                .config(
                        """
                        [account.work]
                        address = "ada@example.org"
                        incoming = "imap://ada@127.0.0.1:%d"
                        password = { command = "echo open sesame" }
                        outgoing = 'sendmail:%s'
                        %s
                        """
                                .formatted(dovecot.orElseThrow().port(), sendmail, more));
    }

    private static Home.Said done(Home.Said said) {
        assertThat(said.status()).as(said.err()).isZero();
        return said;
    }

    private static void send(Home home, String subject) {
        done(home.piped("Text.\n", "send", "--subject", subject, "--to", "bob@b.example"));
    }

    private static String listed(Home home, String mailbox) {
        return done(home.hazel("list", mailbox)).out();
    }

    @Test
    void theServersOwnNamesAreUsed() throws Exception {
        try (Home home = home("")) {
            send(home, "Lunch one");
            assertThat(listed(home, "Gesendete Objekte")).contains("Lunch one");
            assertThat(listed(home, "Sent")).doesNotContain("Lunch one");

            String json = done(home.hazel("list", "--json", "Gesendete Objekte")).out();
            String uid = json.replaceFirst("(?s).*\"uid\":\\s*\"([^\"]+)\".*", "$1");
            done(home.hazel("delete", "Gesendete Objekte:" + uid));
            assertThat(listed(home, "Gelöschte Objekte")).contains("Lunch one");
            assertThat(listed(home, "Trash")).doesNotContain("Lunch one");

            json = done(home.hazel("list", "--json", "Gelöschte Objekte")).out();
            uid = json.replaceFirst("(?s).*\"uid\":\\s*\"([^\"]+)\".*", "$1");
            done(home.hazel("junk", "Gelöschte Objekte:" + uid));
            assertThat(listed(home, "Spam")).contains("Lunch one");
        }
    }

    @Test
    void theUsersNamesCountForMore() throws Exception {
        try (Home home = home("sent = 'Elsewhere'")) {
            send(home, "Lunch two");
            assertThat(listed(home, "Elsewhere")).contains("Lunch two");
            assertThat(listed(home, "Gesendete Objekte")).doesNotContain("Lunch two");
        }
    }
}
