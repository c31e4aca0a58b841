package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What is in messages of which only the header is here, the server is asked.
class ServerSearchIT {

    @TempDir private Path dir;

    private static void deliver(Dovecot dovecot, int number, String from, String body)
            throws Exception {
        String text =
                "From: %s\nSubject: number %d\nContent-Type: text/plain; charset=utf-8\n\n%s\n"
                        .formatted(from, number, body);
        dovecot.deliver(number + ".host", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String found(Home home, String... query) {
        String[] words = new String[query.length + 1];
        words[0] = "search";
        System.arraycopy(query, 0, words, 1, query.length);
        Home.Said said = home.hazel(words);
        assertThat(said.err()).doesNotContain("not searched");
        return String.join(
                " ",
                said.out().lines().map(l -> l.replaceFirst(".* number ", "")).sorted().toList());
    }

    @Test
    void bodiesThatAreNotHereAreSearchedWhereTheyAre() throws Exception {
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
            deliver(dovecot, 1, "grace@example.net", "Das Ährenfest beginnt.");
            deliver(dovecot, 2, "bob@example.net", "Das Ährenfest endet.");
            deliver(dovecot, 3, "grace@example.net", "Nothing of it.");
            assertThat(home.hazel("sync").status()).isZero();
            // Read, and so here.
            assertThat(home.hazel("show", "INBOX:1").status()).isZero();

            for (int round = 0; round < 2; round++) {
                assertThat(found(home, "body:ährenfest")).isEqualTo("1 2");
                assertThat(found(home, "body:Ährenfest", "from:bob")).isEqualTo("2");
                assertThat(found(home, "text:nothing")).isEqualTo("3");
                assertThat(found(home, "--", "-body:ährenfest")).isEqualTo("3");
                assertThat(found(home, "body:nowhere")).isEmpty();
                assertThat(home.hazel("search", "--count", "body:ährenfest").out())
                        .isEqualTo("2\n");
                assertThat(home.hazel("list", "--search", "body:endet").out()).contains("number 2");
                assertThat(home.hazel("index", "build").status()).isZero();
            }
            assertThat(home.hazel("search", "body:/fest/").err())
                    .contains("were not searched: it cannot be asked for that");

            dovecot.close();
            assertThat(home.hazel("search", "body:ährenfest").err())
                    .contains(" only at the server were not searched: ");
            assertThat(home.hazel("search", "from:grace").err()).doesNotContain("not searched");
            assertThat(home.hazel("list", "--search", "body:endet").err())
                    .contains(" only at the server were not searched: ");
        }
    }
}
