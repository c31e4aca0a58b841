package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class IndexCommandTest {

    @TempDir Path root;
    private Home home;

    @BeforeEach
    void mail() throws IOException {
        home = new Home(root);
        deliver("Mail", 1, "Lunch", "at the inn");
        deliver("Mail", 2, "Supper", "the harvest supper");
        deliver("Mail/.Archive", 3, "Old", "harvests of old");
    }

    @AfterEach
    void close() {
        home.close();
    }

    private void deliver(String maildir, int day, String subject, String body) throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(root.resolve(maildir).resolve(sub));
        }
        Files.writeString(
                root.resolve(maildir + "/cur/" + day + ".host:2,"),
                "From: Ada <ada@example.org>\nSubject: %s\nDate: Sun, %d Nov 2026 12:00:00 +0000\n\n%s\n"
                        .formatted(subject, day, body));
    }

    @Test
    void buildsAndTells() {
        assertThat(home.hazel("index", "status").out())
                .isEqualTo("INBOX  not indexed\nArchive  not indexed\nOn disk: 0\n");
        Home.Said built = home.hazel("index", "build");
        assertThat(built.out()).matches("3 messages in 2 mailboxes, \\d+K on disk\n");
        assertThat(built.status()).isZero();
        assertThat(home.hazel("index", "status").out())
                .matches("INBOX  2 indexed\nArchive  1 indexed\nOn disk: \\d+K\n");
        assertThat(home.hazel("index", "status", "--json").out())
                .matches(
                        "\\{\"size\":\\d+,\"mailboxes\":\\[\\{\"account\":\"local\",\"mailbox\":\"INBOX\",\"indexed\":2,\"complete\":true},.*\n");
        assertThat(home.hazel("index", "compact").out())
                .matches("\\d+K on disk, \\d+[KM] before\n");
    }

    @Test
    void aSearchSaysWhatItHadToRead() {
        Home.Said read = home.hazel("search", "body:harvest");
        assertThat(read.err())
                .isEqualTo(
                        "hazel: 2 of 2 mailboxes not indexed yet: scanned; 'hazel index build'"
                                + " indexes them\n");
        home.hazel("index", "build");
        Home.Said asked = home.hazel("search", "body:harvest");

        assertThat(asked.out()).startsWith("Archive:3.host").contains("\nINBOX:2.host");
        assertThat(asked.out().lines().sorted()).isEqualTo(read.out().lines().sorted().toList());
        assertThat(asked.err()).isEmpty();
        assertThat(home.hazel("search", "--count", "body:harvest").out()).isEqualTo("2\n");
        assertThat(home.hazel("search", "--limit", "1", "from:ada").out().lines()).hasSize(1);
        assertThat(home.hazel("search", "--json", "body:inn").out())
                .startsWith("{\"uid\":\"1.host\",\"mailbox\":\"INBOX\"");
        assertThat(home.hazel("search", "body:nothing").status()).isEqualTo(1);
    }

    @Test
    void theMoreRelevantComesFirstWhereAsked() throws IOException {
        deliver("Mail", 9, "Harvest", "once");
        deliver("Mail", 8, "Harvest harvest", "harvest");
        home.hazel("index", "build");

        assertThat(home.hazel("search", "--sort", "relevance", "text:harvest").out())
                .startsWith("INBOX:8.host");
        assertThat(home.hazel("search", "text:harvest").out()).startsWith("INBOX:9.host");
        assertThat(home.hazel("search", "--sort", "size", "x").status()).isEqualTo(64);
    }
}
