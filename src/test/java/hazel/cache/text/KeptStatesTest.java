package hazel.cache.text;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.mbox.MboxStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the index keeps of the state of a mailbox in which mail arrives.
class KeptStatesTest {

    @TempDir Path home;

    private int minutes;

    @BeforeEach
    void indexed() throws Exception {
        Files.createFile(home.resolve("mbox"));
        deliver(300);
        try (TextIndex index = TextIndex.open(caches());
                Reading reading = Reading.quietly();
                Mailbox mailbox = open()) {
            var indexer = new Indexer(index, reading);
            var partial = (Look.Partial) indexer.look("mbox", mailbox);
            indexer.build(partial.mailbox(), mailbox, (_, _) -> {});
        }
    }

    @Test
    void ofNewMailOnlyWhatIsNewIsWritten() throws Exception {
        byte[] before = state();
        for (int round = 1; round <= 5; round++) {
            deliver(1);
            look();
            assertThat(number("SELECT count(*) FROM growth")).isEqualTo(round);
        }
        assertThat(state()).isEqualTo(before);
        assertThat(number("SELECT max(length(octets)) FROM growth")).isLessThan(500);
        assertThat(look()).isInstanceOf(Look.Current.class);
        assertThat(number("SELECT count(*) FROM doc")).isEqualTo(305);
    }

    @Test
    void afterManyTimesAllIsWrittenOnce() throws Exception {
        byte[] before = state();
        for (int round = 0; round < 70; round++) {
            deliver(1);
            look();
        }
        assertThat(state()).isNotEqualTo(before);
        assertThat(number("SELECT count(*) FROM growth")).isBetween(1L, 64L);
        assertThat(number("SELECT count(*) FROM doc")).isEqualTo(370);
    }

    /// Another process wrote between this one's look and what it keeps.
    @Test
    void whatDoesNotFollowIsWrittenWhole() throws Exception {
        deliver(1);
        try (TextIndex index = TextIndex.open(caches());
                Reading reading = Reading.quietly();
                Mailbox mailbox = open()) {
            var indexer = new Indexer(index, reading);
            var behind = (Look.Behind) indexer.look("mbox", mailbox);
            deliver(1);
            look();
            assertThat(number("SELECT count(*) FROM growth")).isEqualTo(1);
            indexer.take(behind);
        }
        assertThat(number("SELECT count(*) FROM growth")).isZero();

        look();
        assertThat(look()).isInstanceOf(Look.Current.class);
        assertThat(number("SELECT count(*) FROM doc")).isEqualTo(302);
    }

    /// As a process does that looks, and takes in what it finds.
    private Look look() throws Exception {
        try (TextIndex index = TextIndex.open(caches());
                Reading reading = Reading.quietly();
                Mailbox mailbox = open()) {
            var indexer = new Indexer(index, reading);
            Look look = indexer.look("mbox", mailbox);
            if (look instanceof Look.Behind behind) {
                indexer.take(behind);
            }
            return look;
        }
    }

    private byte[] state() throws Exception {
        try (Database database = Database.open(caches())) {
            return database.ask(() -> {
                try (var row = database.prepared("SELECT state FROM place").executeQuery()) {
                    return row.getBytes(1);
                }
            });
        }
    }

    private long number(String sql) throws Exception {
        try (Database database = Database.open(caches())) {
            return database.ask(() -> database.number(sql));
        }
    }

    private Path caches() {
        return home.resolve("cache");
    }

    private Mailbox open() throws Exception {
        return MboxStore.open(home.resolve("mbox")).open(MailboxName.INBOX);
    }

    /// Each time a minute after the last, and long ago.
    private void deliver(int count) throws Exception {
        List<NewMessage> letters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] letter = ("Subject: " + minutes + " " + i + "\n\nText.\n").getBytes(UTF_8);
            letters.add(new NewMessage(letter, new Marks(Set.of(), Set.of()), Instant.EPOCH));
        }
        try (Mailbox mailbox = open()) {
            mailbox.appendAll(letters);
        }
        Instant then = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * minutes++);
        Files.setLastModifiedTime(home.resolve("mbox"), FileTime.from(then));
    }
}
