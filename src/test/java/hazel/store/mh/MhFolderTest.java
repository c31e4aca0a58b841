package hazel.store.mh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Reader;
import hazel.store.Uid;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// "Another program" in these tests is plain file operations.
class MhFolderTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path root;
    private MhStore store;
    private Mailbox inbox;

    @BeforeEach
    void openAnEmptyInbox() throws Exception {
        store = MhStore.open(root, Clock.systemUTC(), Duration.ofMillis(1));
        inbox = store.open(MailboxName.INBOX);
    }

    @Test
    void whatIsAppendedIsFoundAgainOctetForOctet() throws Exception {
        put(7, "Seven");
        put(",9", "removed by nmh");
        Uid uid =
                inbox.append(
                        message("Lunch?"), Set.of(Flag.FLAGGED), Set.of("work", "$Junk"), ARRIVAL);

        assertThat(inbox.fetch(uid)).isEqualTo(message("Lunch?"));
        IndexEntry entry = inbox.find(uid).orElseThrow();
        assertThat(entry.subject()).isEqualTo("Lunch?");
        assertThat(entry.flags()).containsExactly(Flag.FLAGGED);
        assertThat(entry.keywords()).containsExactlyInAnyOrder("work", "$Junk");
        assertThat(entry.arrival()).isEqualTo(ARRIVAL);
        assertThat(files()).containsExactly(",9", ".mh_sequences", "7", "8");
        assertThat(sequences()).isEqualTo("$Junk: 8\nflagged: 8\nunseen: 8\nwork: 8\n");
    }

    @Test
    void rowsComeInTheOrderOfTheirNumbersBeforeAllFilesWereLookedAt() throws Exception {
        int many = 4_000;
        for (int number = many; number > 0; number--) {
            put(number, "Number " + number);
        }
        List<String> told = new ArrayList<>();
        var early = new AtomicInteger();

        inbox.scan(
                entry -> told.add(entry.subject()),
                (done, all) -> early.set(done < all ? told.size() : early.get()));

        assertThat(early.get()).isPositive();
        assertThat(told)
                .isEqualTo(IntStream.rangeClosed(1, many).mapToObj(n -> "Number " + n).toList());
    }

    @Test
    void aNumberTakenMeanwhileIsNotOverwritten() throws Exception {
        inbox.append(message("One"), Set.of(Flag.SEEN), Set.of(), ARRIVAL);
        put(2, "delivered by another program");
        Uid three = inbox.append(message("Three"), Set.of(Flag.SEEN), Set.of(), ARRIVAL);

        assertThat(Files.readAllBytes(root.resolve("inbox/2")))
                .isEqualTo(message("delivered by another program"));
        assertThat(inbox.fetch(three)).isEqualTo(message("Three"));
        assertThat(files()).containsExactly(".mh_sequences", "1", "2", "3");
    }

    @Test
    void theNameStaysWhenNumbersChange() throws Exception {
        put(3, "Three");
        put(8, "Eight");
        sequences("flagged: 8\n");
        Map<String, Uid> uids = uids();

        var reader = Reader.of(inbox);
        Files.move(root.resolve("inbox/3"), root.resolve("inbox/1"));
        Files.move(root.resolve("inbox/8"), root.resolve("inbox/3"));
        sequences("flagged: 3\n");

        assertThat(inbox.fetch(uids.get("Eight"))).isEqualTo(message("Eight"));
        assertThat(inbox.fetch(uids.get("Three"))).isEqualTo(message("Three"));
        assertThat(reader.changes()).isEmpty();
        inbox.expunge(List.of(uids.get("Three")), Progress.UNWATCHED);
        assertThat(files()).containsExactly(".mh_sequences", "3");
        assertThat(uids()).containsOnlyKeys("Eight").containsValue(uids.get("Eight"));
    }

    @Test
    void aNumberUsedAgainIsAnotherMessage() throws Exception {
        put(1, "One");
        Uid one = uids().get("One");
        Files.delete(root.resolve("inbox/1"));
        put(1, "Another one");

        assertThatThrownBy(() -> inbox.fetch(one))
                .isInstanceOf(MailException.class)
                .hasMessage("no such message: INBOX:" + one);
        inbox.expunge(List.of(one), Progress.UNWATCHED);
        assertThat(inbox.changeFlags(List.of(one), FlagChange.adding(Flag.FLAGGED))).isEmpty();
        assertThat(files()).contains("1");
    }

    @Test
    void whatOtherProgramsDoIsTold() throws Exception {
        put(1, "One");
        put(2, "Two");
        Map<String, Uid> uids = uids();
        var reader = Reader.of(inbox);
        assertThat(reader.changes()).isEmpty();

        Files.delete(root.resolve("inbox/1"));
        put(3, "Three");
        sequences("unseen: 2-3\nreplied: 2\n");

        assertThat(reader.changes())
                .hasSize(3)
                .contains(
                        new Change.Gone(uids.get("One")),
                        new Change.Flagged(uids.get("Two"), Set.of(Flag.ANSWERED), Set.of()))
                .anyMatch(c ->
                        c instanceof Change.Arrived(var entry)
                                && entry.subject().equals("Three")
                                && entry.isUnseen());
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void flagsAreSequencesAndOursAreNotToldAgain() throws Exception {
        put(1, "One");
        put(2, "Two");
        sequences("cur: 1\nunseen: 1-2\n");
        Map<String, Uid> uids = uids();
        var reader = Reader.of(inbox);

        List<Change> changes =
                inbox.changeFlags(
                        List.of(uids.get("One")),
                        new FlagChange(
                                Set.of(Flag.SEEN, Flag.ANSWERED),
                                Set.of(),
                                Set.of("later"),
                                Set.of()));

        assertThat(changes)
                .containsExactly(
                        new Change.Flagged(
                                uids.get("One"),
                                Set.of(Flag.SEEN, Flag.ANSWERED),
                                Set.of("later")));
        assertThat(sequences()).isEqualTo("cur: 1\nunseen: 2\nlater: 1\nreplied: 1\n");
        reader.take(changes);
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void aMoveIsALinkToAFreeNumberAndKeepsFlagsAndKeywords() throws Exception {
        store.create(new MailboxName("lists/java"));
        Mailbox target = store.open(new MailboxName("lists/java"));
        target.append(message("there before"), Set.of(), Set.of(), ARRIVAL);
        Uid uid = inbox.append(message("Lunch?"), Set.of(Flag.DRAFT), Set.of("work"), ARRIVAL);

        List<Mailbox.Moved> moved = inbox.move(List.of(uid), target, Progress.UNWATCHED);

        assertThat(inbox.find(uid)).isEmpty();
        IndexEntry there = target.find(moved.getFirst().to()).orElseThrow();
        assertThat(there.flags()).containsExactly(Flag.DRAFT);
        assertThat(there.keywords()).containsExactly("work");
        assertThat(there.arrival()).isEqualTo(ARRIVAL);
        assertThat(target.fetch(there.uid())).isEqualTo(message("Lunch?"));
        assertThat(sequences()).isEmpty();
        assertThat(root.resolve("lists/java/2")).isRegularFile();
    }

    @Test
    void oneFileUnderTwoNumbersIsTwoMessages() throws Exception {
        put(1, "One");
        Files.createLink(root.resolve("inbox/5"), root.resolve("inbox/1"));
        sequences("flagged: 5\n");

        List<IndexEntry> entries = entries();
        assertThat(entries).extracting(IndexEntry::uid).doesNotHaveDuplicates().hasSize(2);
        IndexEntry flagged =
                entries.stream().filter(e -> e.flags().contains(Flag.FLAGGED)).findAny().get();

        inbox.expunge(List.of(flagged.uid()), Progress.UNWATCHED);
        assertThat(files()).containsExactly(".mh_sequences", "1");
    }

    @Test
    void aLockedFolderIsNotChanged() throws Exception {
        put(1, "One");
        Uid one = uids().get("One");
        Files.createFile(root.resolve("inbox/.mh_sequences.lock"));

        assertThatThrownBy(() -> inbox.expunge(List.of(one), Progress.UNWATCHED))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Busy.class));
        assertThat(inbox.fetch(one)).isEqualTo(message("One"));
    }

    @Test
    void foldersAreListedWithWhatTheyHold() throws Exception {
        put(1, "One");
        put(2, "Two");
        sequences("unseen: 2-9\n");
        store.create(new MailboxName("lists/java"));
        Files.createDirectories(root.resolve("17"));
        Files.createDirectories(root.resolve(".hidden"));
        Files.writeString(root.resolve("context"), "Current-Folder: inbox\n");

        assertThat(store.list())
                .extracting(i -> i.name() + " " + i.total() + " " + i.unseen())
                .containsExactly("INBOX 2 1", "lists 0 0", "lists/java 0 0");
        store.rename(new MailboxName("lists/java"), new MailboxName("java"));
        store.delete(new MailboxName("java"));
        assertThat(root.resolve("java")).doesNotExist();
    }

    @Test
    void noNameLeavesTheRoot() {
        for (String name : List.of("../x", "/etc", "a/../../b", ".hidden", ",x", "12", "a//b")) {
            assertThatThrownBy(() -> store.create(new MailboxName(name)))
                    .as(name)
                    .isInstanceOf(MailException.class);
        }
        assertThatThrownBy(() -> store.rename(MailboxName.INBOX, new MailboxName("inbox/sub")))
                .hasMessageContaining("within itself");
    }

    @Test
    void whatIsNoMessageIsNotShown() throws Exception {
        for (String name : List.of("0", "01", "1.bak", "x", "99999999999", "#3", ",4", "-5")) {
            put(name, "no message");
        }
        Files.createDirectories(root.resolve("inbox/6"));
        put("2147483647", "the last there can be");

        assertThat(entries())
                .extracting(IndexEntry::subject)
                .containsExactly("the last there can be");
        assertThatThrownBy(() -> inbox.append(message("x"), Set.of(), Set.of(), ARRIVAL))
                .hasMessageContaining("no number is left");
        assertThat(files()).hasSize(11);
    }

    private Map<String, Uid> uids() throws MailException {
        Map<String, Uid> uids = new HashMap<>();
        entries().forEach(e -> uids.put(e.subject(), e.uid()));
        return uids;
    }

    private List<IndexEntry> entries() throws MailException {
        List<IndexEntry> entries = new ArrayList<>();
        inbox.scan(entries::add, Progress.UNWATCHED);
        return entries;
    }

    private void put(int number, String subject) throws Exception {
        put(Integer.toString(number), subject);
    }

    private void put(String file, String subject) throws Exception {
        Files.write(root.resolve("inbox").resolve(file), message(subject));
    }

    private void sequences(String text) throws Exception {
        Files.writeString(root.resolve("inbox/.mh_sequences"), text);
    }

    private String sequences() throws Exception {
        return Files.readString(root.resolve("inbox/.mh_sequences"));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(root.resolve("inbox"))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] message(String subject) {
        return ("From: Ada <ada@example.org>\nSubject: " + subject + "\n\nAt noon.\n")
                .getBytes(UTF_8);
    }
}
