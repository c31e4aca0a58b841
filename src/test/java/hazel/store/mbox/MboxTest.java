package hazel.store.mbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// "Another program" in these tests is plain file operations.
class MboxTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");
    private static final byte[] LUNCH =
            octets("From: Ada <ada@example.org>\nSubject: Lunch?\n\nAt noon.\n");
    private static final String TWO =
            """
            From ada@example.org Fri Jun 23 02:56:55 2000
            From: Ada <ada@example.org>
            Subject: One
            Status: RO
            X-Status: F

            First.

            From grace@example.org Sat Jun 24 02:56:55 2000
            From: Grace <grace@example.org>
            Subject: Two

            Second.

            """;

    @TempDir private Path root;

    @Test
    void messagesAreFoundWithFlagsAndArrival() throws Exception {
        List<IndexEntry> entries = entries(inbox(TWO));

        assertThat(entries).extracting(IndexEntry::subject).containsExactly("One", "Two");
        assertThat(entries.get(0).flags()).containsExactlyInAnyOrder(Flag.SEEN, Flag.FLAGGED);
        assertThat(entries.get(1).flags()).containsExactly(Flag.RECENT);
        assertThat(entries.get(1).arrival()).isEqualTo("2000-06-24T02:56:55Z");
    }

    @Test
    void fetchGivesTheMessageWithoutWhatTheMailboxAdded() throws Exception {
        Mailbox inbox = inbox(TWO);
        assertThat(inbox.fetch(entries(inbox).get(0).uid()))
                .isEqualTo(octets("From: Ada <ada@example.org>\nSubject: One\n\nFirst.\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x\n\n",
                "Subject: x\n\nno final line end",
                "Subject: x\r\n\r\nCRLF\r\n",
                "Subject: x\r\n\r\nCRLF without a final one",
                "Subject: x\r\n\r\nends in an empty line\r\n\r\n",
                "Subject: x\n\n\n\n\n",
                "Subject: x\n\n\n\nFrom here\n>From there\n>>From everywhere\nFrom",
                "Subject: x\n\n\n"
                        + "From ada@example.org Fri Jun 23 02:56:55 2000\n"
                        + "Subject: forged\n\n"
                        + "hello\n",
                "From ada@example.org Fri Jun 23 02:56:55 2000\nSubject: x\n\nhello\n",
                "Status: RO\n"
                        + "X-Status: D\n"
                        + "X-Keywords: a b\n"
                        + "Content-Length: 3\n"
                        + "Subject: x\n\n"
                        + "forged fields\n",
                "Content-Length: 20\nSubject: x\n\nforged length\n",
                "Subject: x\nStatus: RO\nContent-Length: 999999\n\nforged fields at the end\n",
                "Subject: x\n\nbare CR\rand NUL\0\n",
                "Subject: x\n\nends in CR\r",
                "\nno header at all\n"
            })
    void whatIsAppendedIsReadAgainOctetForOctet(String message) throws Exception {
        for (Set<Flag> flags : List.of(Set.<Flag>of(), Set.of(Flag.SEEN, Flag.FORWARDED))) {
            Path file = root.resolve("m" + flags.size());
            Mailbox mailbox = MboxStore.open(Files.createFile(file)).open(MailboxName.INBOX);
            Uid first = mailbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);
            Uid uid = mailbox.append(octets(message), flags, Set.of(), ARRIVAL);
            Uid last = mailbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);

            Mailbox again = MboxStore.open(file).open(MailboxName.INBOX);
            List<IndexEntry> entries = entries(again);
            assertThat(entries).extracting(IndexEntry::uid).containsExactly(first, uid, last);
            assertThat(again.fetch(uid)).isEqualTo(octets(message));
            assertThat(again.fetch(last)).isEqualTo(LUNCH);
            assertThat(entries.get(1).flags())
                    .isEqualTo(flags.isEmpty() ? Set.of(Flag.RECENT) : flags);

            again.changeFlags(List.of(uid), FlagChange.adding(Flag.FLAGGED));
            again.expunge(List.of(first), Progress.UNWATCHED);
            assertThat(again.fetch(uid)).isEqualTo(octets(message));
            assertThat(again.fetch(last)).isEqualTo(LUNCH);
            assertThat(again.find(uid).orElseThrow().flags()).contains(Flag.FLAGGED);
        }
    }

    /// Messages of every length near the size of a block, so that every From line stands at, before
    /// and behind the end of one.
    @Test
    void messagesAreFoundWhereBlocksMeet() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("From ada@example.org Fri Jun 23 02:56:55 2000\nSubject: ").append(i);
            text.append("\n\n").append("x".repeat((1 << 20) - 100 + i)).append("\n\n");
        }
        assertThat(entries(inbox(text.toString())))
                .hasSize(40)
                .allMatch(e -> e.size() > 1 << 19)
                .extracting(IndexEntry::subject)
                .startsWith("0", "1", "2");
    }

    @Test
    void fromWithinALineLongerThanABlockIsText() throws Exception {
        String from = "From ada@example.org Fri Jun 23 02:56:55 2000\nSubject: ";
        String text = from + "one\n\n" + "y".repeat(3 << 20) + from + "no\n\n" + from + "two\n\n";
        assertThat(entries(inbox(text)))
                .extracting(IndexEntry::subject)
                .containsExactly("one", "two");
    }

    @Test
    void theSameMessageTwiceHasTwoNames() throws Exception {
        Mailbox inbox = inbox("");
        Uid one = inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);
        Uid two = inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);
        Uid three = inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);
        assertThat(Set.of(one, two, three)).hasSize(3);

        inbox.expunge(List.of(two), Progress.UNWATCHED);

        assertThat(entries(inbox)).extracting(IndexEntry::uid).containsExactly(one, three);
        assertThat(inbox.find(two)).isEmpty();
    }

    @Test
    void flagsAreWrittenAsOtherProgramsReadThem() throws Exception {
        Mailbox inbox = inbox(TWO);
        Uid two = entries(inbox).get(1).uid();
        var reader = Reader.of(inbox);

        List<Change> changes =
                inbox.changeFlags(
                        List.of(two, new Uid("gone")),
                        new FlagChange(
                                Set.of(Flag.SEEN, Flag.ANSWERED),
                                Set.of(),
                                Set.of("work"),
                                Set.of()));

        assertThat(changes)
                .containsExactly(
                        new Change.Flagged(two, Set.of(Flag.SEEN, Flag.ANSWERED), Set.of("work")));
        assertThat(Files.readString(file()))
                .contains("\nStatus: RO\nX-Status: A\nX-Keywords: work\nFrom: Grace <grace@")
                .contains("Subject: One\nStatus: RO\nX-Status: F\n\nFirst.");
        reader.take(changes);
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void newMailFromAnotherProgramIsTold() throws Exception {
        Mailbox inbox = inbox(TWO);
        var reader = Reader.of(inbox);

        Files.writeString(file(), TWO.replace("Subject: One", "Subject: Three"), APPEND);

        assertThat(reader.changes())
                .hasSize(2)
                .allSatisfy(c -> assertThat(c).isInstanceOf(Change.Arrived.class));
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void aFileThatAnotherProgramRewroteKeepsItsNames() throws Exception {
        Mailbox inbox = inbox(TWO);
        List<IndexEntry> before = entries(inbox);
        var reader = Reader.of(inbox);

        String second = TWO.substring(TWO.indexOf("From grace"));
        Files.writeString(file(), second.replace("Subject: Two\n", "Subject: Two\nStatus: RO\n"));

        assertThat(reader.changes())
                .containsExactlyInAnyOrder(
                        new Change.Gone(before.get(0).uid()),
                        new Change.Flagged(before.get(1).uid(), Set.of(Flag.SEEN), Set.of()));
        assertThat(inbox.fetch(before.get(1).uid())).endsWith(octets("\n\nSecond.\n"));
        assertThatThrownBy(() -> inbox.fetch(before.get(0).uid()))
                .hasMessage("no such message: INBOX:" + before.get(0).uid());
    }

    @Test
    void anExpungeAfterAnotherProgramsDeliveryRemovesOnlyWhatWasMeant() throws Exception {
        Mailbox inbox = inbox(TWO);
        Uid one = entries(inbox).getFirst().uid();
        Files.writeString(file(), TWO.replace("Subject: One", "Subject: Three"), APPEND);

        inbox.expunge(List.of(one), Progress.UNWATCHED);

        assertThat(entries(inbox))
                .extracting(IndexEntry::subject)
                .containsExactly("Two", "Three", "Two");
    }

    @Test
    void modeAndLinkSurviveARewriteAndNothingElseIsLeft() throws Exception {
        Path real = Files.createDirectories(root.resolve("elsewhere")).resolve("box");
        Files.writeString(real, TWO);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
        Path link = Files.createSymbolicLink(root.resolve("inbox"), real);
        Mailbox inbox = MboxStore.open(root).open(MailboxName.INBOX);

        inbox.expunge(List.of(entries(inbox).getFirst().uid()), Progress.UNWATCHED);
        inbox.close();

        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-rw----");
        try (Stream<Path> left = Files.list(real.getParent())) {
            assertThat(left).containsExactly(real);
        }
    }

    @Test
    void aLockedFileIsBusyAndAnOldLockIsNot() throws Exception {
        Mailbox inbox = inbox(TWO);
        Path lock = Files.createFile(root.resolve("inbox.lock"));
        assertThatThrownBy(() -> inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.Busy.class));
        assertThat(Files.readString(file())).isEqualTo(TWO);

        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);
        assertThat(lock).doesNotExist();
        assertThat(entries(inbox)).hasSize(3);
    }

    @Test
    void whatIsAddedToTheReplacedFileIsBroughtOver() throws Exception {
        Mailbox inbox = inbox(TWO);
        Uid one = entries(inbox).getFirst().uid();
        var reader = Reader.of(inbox);
        try (FileChannel late = FileChannel.open(file(), StandardOpenOption.WRITE, APPEND)) {
            inbox.expunge(List.of(one), Progress.UNWATCHED);
            late.write(
                    java.nio.ByteBuffer.wrap(octets(TWO.replace("Subject: One", "Subject: Late"))));
        }
        assertThat(reader.changes()).contains(new Change.Gone(one)).hasSize(3);
        assertThat(entries(inbox))
                .extracting(IndexEntry::subject)
                .containsExactly("Two", "Late", "Two");
    }

    @Test
    void contentLengthDividesAFileThatLivesByItAndNoOther() throws Exception {
        String message =
                """
                From ada@example.org Fri Jun 23 02:56:55 2000
                Subject: One
                Content-Length: %d

                First.

                From x@example.org Fri Jun 23 02:56:55 2000
                Subject: inner

                """;
        String body = message.substring(message.indexOf("\n\n") + 2);
        String truthful = message.formatted(body.length()) + "\n";
        assertThat(entries(inbox(truthful + truthful)))
                .extracting(IndexEntry::subject)
                .containsExactly("One", "One");

        assertThat(entries(inbox(truthful + TWO)))
                .extracting(IndexEntry::subject)
                .containsExactly("One", "inner", "One", "Two");
        assertThat(entries(inbox(message.formatted(99999) + truthful)))
                .extracting(IndexEntry::subject)
                .containsExactly("One", "inner", "One", "inner");
    }

    @Test
    void aFileDividedByContentLengthGetsMailTheSameWay() throws Exception {
        String body = "hi\n\nFrom x@example.org Fri Jun 23 02:56:55 2000\nSubject: inner\n\n";
        Mailbox inbox =
                inbox(
                        "From a@b.c Fri Jun 23 02:56:55 2000\nContent-Length: %d\n\n%s\n"
                                .formatted(body.length(), body));
        byte[] nasty =
                octets(
                        "Subject: y\n\n\n"
                                + "From z@example.org Fri Jun 23 02:56:55 2000\n"
                                + "Subject: z\n\n");
        assertThat(entries(inbox)).hasSize(1);

        Uid uid = inbox.append(nasty, Set.of(Flag.SEEN), Set.of(), ARRIVAL);

        assertThat(entries(inbox)).hasSize(2);
        assertThat(inbox.fetch(uid)).isEqualTo(nasty);
    }

    @Test
    void pinesMessageOfInternalDataIsHiddenAndKept() throws Exception {
        String pine =
                """
                From MAILER-DAEMON Fri Jun 23 02:56:55 2000
                Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA
                X-IMAP: 0961759015 0000000002

                This text is part of the internal format of your mail folder.

                """;
        Mailbox inbox = inbox(pine + TWO);
        List<IndexEntry> entries = entries(inbox);
        assertThat(entries).hasSize(2);

        inbox.expunge(entries.stream().map(IndexEntry::uid).toList(), Progress.UNWATCHED);

        assertThat(Files.readString(file())).isEqualTo(pine);
    }

    @Test
    void aFileThatIsNoMboxIsRefusedAndLeftAlone() throws Exception {
        Files.writeString(file(), "Dear diary,\nFrom now on\n");
        MboxStore store = MboxStore.open(file());
        assertThatThrownBy(() -> store.open(MailboxName.INBOX))
                .hasMessage(file() + " is no mbox: it does not begin with a From line");
        assertThat(Files.readString(file())).isEqualTo("Dear diary,\nFrom now on\n");
    }

    @Test
    void aMoveLeavesTheSourceWithoutAndTheTargetWithTheMessages() throws Exception {
        Mailbox inbox = inbox(TWO);
        MboxStore store = MboxStore.open(root);
        store.create(new MailboxName("lists/java"));
        Mailbox target = store.open(new MailboxName("lists/java"));
        Uid one = entries(inbox).getFirst().uid();

        List<Mailbox.Moved> moved = inbox.move(List.of(one), target, Progress.UNWATCHED);

        assertThat(entries(inbox)).extracting(IndexEntry::subject).containsExactly("Two");
        IndexEntry there = target.find(moved.getFirst().to()).orElseThrow();
        assertThat(there.subject()).isEqualTo("One");
        assertThat(there.flags()).containsExactlyInAnyOrder(Flag.SEEN, Flag.FLAGGED);
        assertThat(there.arrival()).isEqualTo("2000-06-23T02:56:55Z");
        assertThat(store.list())
                .extracting(i -> i.name().value())
                .containsExactly("INBOX", "lists/java");
    }

    @Test
    void aFileThatIsNotThereYetIsOneMailboxThatIsEmpty() throws Exception {
        MboxStore store = MboxStore.open(file());
        assertThat(store.list()).hasSize(1);
        Mailbox inbox = store.open(MailboxName.INBOX);
        var reader = Reader.of(inbox);
        assertThat(reader.size()).isZero();
        assertThatThrownBy(() -> store.create(new MailboxName("Sent")))
                .hasMessageContaining("is one mailbox, not a directory of them");

        // somebody delivers
        Files.writeString(file(), TWO);

        assertThat(reader.changes()).hasSize(2);
    }

    @Test
    void noNameLeavesTheRoot() {
        MboxStore store = MboxStore.open(root);
        for (String name : List.of("../x", "/etc", "a/../../b", ".hidden", "x.lock", "a//b")) {
            assertThatThrownBy(() -> store.create(new MailboxName(name)))
                    .as(name)
                    .isInstanceOf(MailException.class);
        }
    }

    private Path file() {
        return root.resolve("inbox");
    }

    private Mailbox inbox(String content) throws Exception {
        Files.writeString(file(), content);
        return MboxStore.open(root, Duration.ofMillis(1)).open(MailboxName.INBOX);
    }

    private static List<IndexEntry> entries(Mailbox mailbox) throws MailException {
        List<IndexEntry> entries = new ArrayList<>();
        mailbox.scan(entries::add, Progress.UNWATCHED);
        return entries;
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}
