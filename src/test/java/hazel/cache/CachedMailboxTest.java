package hazel.cache;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.index.PackedSnapshot;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class CachedMailboxTest {

    private static final int MESSAGES = 250;

    @TempDir private Path root;
    private Path maildir;

    @BeforeEach
    void aMailboxThatIsWorthIt() throws Exception {
        maildir = root.resolve("Mail");
        MaildirStore.open(maildir, Clock.systemUTC()).create(MailboxName.INBOX);
        for (int i = 0; i < MESSAGES; i++) {
            Files.writeString(maildir.resolve("cur/" + i + ".x:2,S"), message("Number " + i));
        }
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(maildir.resolve("cur"), then);
        Files.setLastModifiedTime(maildir.resolve("new"), then);
    }

    @Test
    void whatOneProcessReadTheNextOneKnows() throws Exception {
        assertThat(cached(opened()).recall(_ -> {})).isEmpty();
        Snapshot read = cached(opened()).snapshot(Progress.UNWATCHED);

        var next = new CountingMailbox(opened());
        Snapshot known = cached(next).snapshot(Progress.UNWATCHED);

        assertThat(subjects(known)).hasSize(MESSAGES).isEqualTo(subjects(read));
        assertThat(next.scans()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatHappenedMeanwhileIsTakenIn() throws Exception {
        cached(opened()).snapshot(Progress.UNWATCHED);
        try (Mailbox other = opened()) {
            List<IndexEntry> entries = new ArrayList<>();
            other.scan(entries::add, Progress.UNWATCHED);
            other.expunge(List.of(entries.getFirst().uid()), Progress.UNWATCHED);
            other.changeFlags(List.of(entries.getLast().uid()), FlagChange.adding(Flag.FLAGGED));
            other.append(message("New").getBytes(UTF_8), Set.of(), Set.of(), Instant.EPOCH);
        }

        var next = new CountingMailbox(opened());
        Snapshot known = cached(next).snapshot(Progress.UNWATCHED);

        assertThat(next.scans()).isZero();
        assertThat(subjects(known))
                .isEqualTo(subjects(fresh()))
                .hasSize(MESSAGES)
                .anyMatch(s -> s.startsWith("New "));
    }

    @Test
    void whateverHappensToTheFileTheMailboxIsReadRight() throws Exception {
        cached(opened()).snapshot(Progress.UNWATCHED);
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at += 1 + at / 16) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file(), damaged);
            assertThat(cached(opened()).recall(_ -> {})).as("octet " + at).isEmpty();
            Files.write(file(), Arrays.copyOf(whole, at));
            assertThat(cached(opened()).recall(_ -> {})).as("cut at " + at).isEmpty();
        }
        assertThat(subjects(cached(opened()).snapshot(Progress.UNWATCHED)))
                .isEqualTo(subjects(fresh()));
    }

    @Test
    void aFileOfAnotherMailboxIsPassedOver() throws Exception {
        cached(opened()).snapshot(Progress.UNWATCHED);
        byte[] whole = Files.readAllBytes(file());
        Mailbox mailbox = opened();
        CachedMailbox elsewhere = new HeaderCache(root.resolve("cache")).of("elsewhere", mailbox);
        elsewhere.remember(new PackedSnapshot(fresh(), java.util.Optional.empty()));
        try (Stream<Path> files = Files.list(root.resolve("cache/headers"))) {
            for (Path each : files.toList()) {
                Files.write(each, whole);
            }
        }

        assertThat(elsewhere.recall(_ -> {})).isEmpty();
    }

    /// Also where there is nothing to be taken up, or another mailbox's.
    @Test
    void aMailboxThatIsTakenUpIsChangedAsAnyOther() throws Exception {
        List<Uid> uids = new ArrayList<>();
        opened().scan(entry -> uids.add(entry.uid()), Progress.UNWATCHED);
        for (int round = 0; round < 3; round++) {
            Mailbox mailbox = opened();
            cached(mailbox).resume();
            if (round == 1) {
                assertThat(mailbox.state()).isPresent();
            }
            assertThat(mailbox.expunge(uids.subList(round, round + 1), Progress.UNWATCHED))
                    .hasSize(1);
            cached(opened()).snapshot(Progress.UNWATCHED);
            Files.write(file(), round == 1 ? new byte[100] : Files.readAllBytes(file()));
        }
        assertThat(subjects(fresh())).hasSize(MESSAGES - 3);
    }

    @Test
    void whatNobodyUsedForMonthsIsTakenAway() throws Exception {
        cached(opened()).snapshot(Progress.UNWATCHED);
        var cache = new HeaderCache(root.resolve("cache"));
        Instant now = Instant.now();

        cache.tidy(now.plus(Duration.ofDays(100)));
        assertThat(file()).exists();
        cache.tidy(now.plus(Duration.ofDays(200)));
        assertThat(root.resolve("cache/headers")).isEmptyDirectory();
    }

    private Mailbox opened() throws MailException {
        return MaildirStore.open(maildir, Clock.systemUTC()).open(MailboxName.INBOX);
    }

    private CachedMailbox cached(Mailbox mailbox) {
        return new HeaderCache(root.resolve("cache")).of("maildir:" + maildir, mailbox);
    }

    private Snapshot fresh() throws MailException {
        var builder = Snapshot.builder();
        opened().scan(builder::add, Progress.UNWATCHED);
        return builder.build();
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(root.resolve("cache/headers"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static String message(String subject) {
        return "From: Ada <ada@example.org>\nSubject: " + subject + "\n\nText.\n";
    }

    private static List<String> subjects(Snapshot snapshot) {
        return snapshot.here()
                .mapToObj(row ->
                        snapshot.subject(row) + " " + snapshot.flags(row) + " " + snapshot.uid(row))
                .sorted()
                .toList();
    }
}
