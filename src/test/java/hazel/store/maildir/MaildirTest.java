package hazel.store.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Reader;
import hazel.store.Uid;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// "Another program" in these tests is plain file operations.
class MaildirTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");
    private static final byte[] LUNCH = message("Ada <ada@example.org>", "Lunch?");

    @TempDir private Path root;
    private MaildirStore store;
    private Mailbox inbox;

    @BeforeEach
    void openAnEmptyInbox() throws Exception {
        store = MaildirStore.open(root, Clock.systemUTC());
        inbox = store.open(MailboxName.INBOX);
        assertThat(entries()).isEmpty();
    }

    @Test
    void whatIsAppendedIsFoundAgainOctetForOctet() throws Exception {
        Uid uid = inbox.append(LUNCH, Set.of(Flag.SEEN), Set.of("work"), ARRIVAL);

        assertThat(inbox.fetch(uid)).isEqualTo(LUNCH);
        IndexEntry entry = inbox.find(uid).orElseThrow();
        assertThat(entry.subject()).isEqualTo("Lunch?");
        assertThat(entry.from()).isEqualTo("Ada");
        assertThat(entry.flags()).containsExactly(Flag.SEEN);
        assertThat(entry.keywords()).containsExactly("work");
        assertThat(entry.arrival()).isEqualTo(ARRIVAL);
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void whatWasDoneBeforeAFailureIsTold() throws Exception {
        put("cur/1.a:2,", LUNCH);
        Files.createDirectories(root.resolve("cur/2.b:2,/full")); // cannot be removed
        var reader = Reader.of(inbox);
        assertThat(reader.count()).isEqualTo(1);

        assertThatThrownBy(() ->
                        inbox.expunge(List.of(new Uid("1.a"), new Uid("2.b")), Progress.UNWATCHED))
                .isInstanceOf(MailException.class)
                .hasMessage("cannot write " + root.resolve("cur/2.b:2,") + ": Directory not empty");
        assertThat(reader.changes()).containsExactly(new Change.Gone(new Uid("1.a")));
    }

    @Test
    void whatLiesInTmpForThirtySixHoursIsRemoved() throws Exception {
        Instant now = Instant.parse("2026-11-24T12:00:00Z");
        String old = now.minus(Duration.ofHours(37)).getEpochSecond() + ".M1P1.host";
        String recent = now.minus(Duration.ofHours(35)).getEpochSecond() + ".M1P1.host";
        for (String name : List.of(old, recent, "notes.txt")) {
            put("tmp/" + name, LUNCH);
            Files.setLastModifiedTime(root.resolve("tmp/" + name), FileTime.from(ARRIVAL));
        }

        MaildirStore.open(root, Clock.fixed(now, ZoneOffset.UTC)).open(MailboxName.INBOX);
        assertThat(files("tmp")).containsExactlyInAnyOrder(recent, "notes.txt");
    }

    @Test
    void aMessageWithoutFlagsIsDeliveredIntoNewAndIsRecent() throws Exception {
        Uid uid = inbox.append(LUNCH, Set.of(), Set.of(), ARRIVAL);

        assertThat(files("new")).containsExactly(uid.value());
        assertThat(inbox.find(uid).orElseThrow().flags()).containsExactly(Flag.RECENT);
    }

    @Test
    void deliveredFlaggedAndRemovedByOthersIsTold() throws Exception {
        put("new/1.a", LUNCH);
        put("cur/2.b:2,", LUNCH);
        put("cur/3.c:2,S", LUNCH);
        var reader = Reader.of(inbox);

        put("new/4.d", LUNCH);
        Files.move(root.resolve("cur/2.b:2,"), root.resolve("cur/2.b:2,FS"));
        Files.delete(root.resolve("cur/3.c:2,S"));

        assertThat(reader.changes())
                .hasSize(3)
                .contains(
                        new Change.Gone(new Uid("3.c")),
                        new Change.Flagged(
                                new Uid("2.b"), Set.of(Flag.SEEN, Flag.FLAGGED), Set.of()))
                .anyMatch(c -> c instanceof Change.Arrived a && a.uid().equals(new Uid("4.d")));
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void aMessageRenamedByAnotherProgramIsFoundWhereItIsNow() throws Exception {
        put("new/1.a", LUNCH);
        assertThat(entries()).hasSize(1);
        Files.move(root.resolve("new/1.a"), root.resolve("cur/1.a:2,RS"));

        assertThat(inbox.fetch(new Uid("1.a"))).isEqualTo(LUNCH);
        inbox.changeFlags(List.of(new Uid("1.a")), FlagChange.adding(Flag.FLAGGED));
        assertThat(files("cur")).containsExactly("1.a:2,FRS");
    }

    @Test
    void twoMessagesThatShareAUniqueNameAreBothShownAndNeitherOverwritesTheOther()
            throws Exception {
        put("cur/1.a:2,S", LUNCH);
        put("cur/1.a:2,FS", message("Bob <bob@example.org>", "Dinner?"));
        put("new/1.a", message("Eve <eve@example.org>", "Tea?"));

        assertThat(entries())
                .extracting(IndexEntry::subject)
                .containsExactlyInAnyOrder("Lunch?", "Dinner?", "Tea?");
        for (IndexEntry each : entries()) {
            inbox.changeFlags(
                    List.of(each.uid()), FlagChange.adding(Flag.SEEN, Flag.FLAGGED, Flag.ANSWERED));
        }
        assertThat(entries())
                .extracting(IndexEntry::subject)
                .containsExactlyInAnyOrder("Lunch?", "Dinner?", "Tea?");
        assertThat(files("cur")).hasSize(3).allMatch(name -> name.endsWith(":2,FRS"));
    }

    @Test
    void oneMessageUnderTwoLinksIsOneMessage() throws Exception {
        put("cur/1.a:2,S", LUNCH);
        Files.createLink(root.resolve("new/1.a"), root.resolve("cur/1.a:2,S"));

        assertThat(entries()).hasSize(1);
    }

    @Test
    void aKeywordThatDovecotNamedMeanwhileKeepsItsLetter() throws Exception {
        put("cur/1.a:2,S", LUNCH);
        assertThat(entries()).hasSize(1);
        put("dovecot-keywords.lock", new byte[0]);
        Thread waiting = Thread.currentThread();
        Thread other =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (waiting.getState() != Thread.State.TIMED_WAITING) {
                                    Thread.onSpinWait();
                                }
                                put("dovecot-keywords", "0 work\n".getBytes(UTF_8));
                                Files.delete(root.resolve("dovecot-keywords.lock"));
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });

        inbox.changeFlags(
                List.of(new Uid("1.a")),
                new FlagChange(Set.of(), Set.of(), Set.of("todo"), Set.of()));

        other.join();
        assertThat(root.resolve("dovecot-keywords")).hasContent("0 work\n1 todo\n");
        assertThat(files("cur")).containsExactly("1.a:2,Sb");
    }

    @Test
    void ourOwnChangesAreNotToldAgain() throws Exception {
        put("cur/1.a:2,", LUNCH);
        var reader = Reader.of(inbox);

        List<Change> ours =
                inbox.changeFlags(List.of(new Uid("1.a")), FlagChange.adding(Flag.SEEN));

        assertThat(ours)
                .containsExactly(new Change.Flagged(new Uid("1.a"), Set.of(Flag.SEEN), Set.of()));
        reader.take(ours);
        assertThat(reader.changes()).isEmpty();
    }

    @Test
    void lettersOfOtherProgramsAndForeignNamesAreKept() throws Exception {
        put("cur/1.a:2,SXZ", LUNCH);
        put("cur/2.b", LUNCH);
        put("cur/3.c;2,S", LUNCH);
        assertThat(entries()).hasSize(3);

        List<Uid> all = List.of(new Uid("1.a"), new Uid("2.b"), new Uid("3.c"));
        inbox.changeFlags(all, FlagChange.adding(Flag.FLAGGED));

        assertThat(files("cur")).containsExactly("1.a:2,FSXZ", "2.b:2,F", "3.c;2,FS");
    }

    @Test
    void keywordsAreThoseOfDovecot() throws Exception {
        put("dovecot-keywords", "0 work\n3 $Junk\n".getBytes(UTF_8));
        put("cur/1.a:2,Sad", LUNCH);
        assertThat(entries())
                .singleElement()
                .extracting(IndexEntry::keywords)
                .isEqualTo(Set.of("work", "$Junk"));

        var change = new FlagChange(Set.of(), Set.of(), Set.of("todo"), Set.of("work"));
        inbox.changeFlags(List.of(new Uid("1.a")), change);

        assertThat(files("cur")).containsExactly("1.a:2,Sbd");
        assertThat(root.resolve("dovecot-keywords")).hasContent("0 work\n1 todo\n3 $Junk\n");
    }

    @Test
    void aMoveIsARenameAndKeepsFlagsAndKeywords() throws Exception {
        store.create(new MailboxName("lists/java"));
        Mailbox target = store.open(new MailboxName("lists/java"));
        Uid uid = inbox.append(LUNCH, Set.of(Flag.ANSWERED), Set.of("work"), ARRIVAL);

        List<Mailbox.Moved> moved = inbox.move(List.of(uid), target, Progress.UNWATCHED);

        assertThat(inbox.find(uid)).isEmpty();
        IndexEntry there = target.find(moved.getFirst().to()).orElseThrow();
        assertThat(there.flags()).containsExactly(Flag.ANSWERED);
        assertThat(there.keywords()).containsExactly("work");
        assertThat(target.fetch(there.uid())).isEqualTo(LUNCH);
        assertThat(root.resolve(".lists.java/cur")).isDirectory();
    }

    @Test
    void onlyTheMessagesNamedAreExpunged() throws Exception {
        put("cur/1.a:2,T", LUNCH);
        put("cur/2.b:2,T", LUNCH);
        assertThat(entries()).hasSize(2);

        inbox.expunge(List.of(new Uid("2.b"), new Uid("9.gone")), Progress.UNWATCHED);

        assertThat(files("cur")).containsExactly("1.a:2,T");
        assertThatThrownBy(() -> inbox.fetch(new Uid("2.b")))
                .isInstanceOf(MailException.class)
                .hasMessage("no such message: INBOX:2.b");
    }

    @Test
    void aThousandMessagesAreAllHandedOver() throws Exception {
        for (int i = 0; i < 1000; i++) {
            put("cur/" + i + ".x:2,S", message("a@b.c", "Number " + i));
        }
        assertThat(entries()).hasSize(1000).extracting(IndexEntry::subject).doesNotHaveDuplicates();
    }

    @Test
    void bothLayoutsAreListed(@TempDir Path tree) throws Exception {
        store.create(new MailboxName("Sent"));
        store.create(new MailboxName("Zürich/Büro"));
        assertThat(store.list())
                .extracting(i -> i.name().value())
                .containsExactly("INBOX", "Sent", "Zürich/Büro");
        assertThat(root.resolve(".Z&APw-rich.B&APw-ro")).isDirectory();

        for (String name : List.of("inbox", "lists/java", "work")) {
            for (String sub : List.of("cur", "new", "tmp")) {
                Files.createDirectories(tree.resolve(name).resolve(sub));
            }
        }
        MaildirStore plain = MaildirStore.open(tree, Clock.systemUTC());
        assertThat(plain.list())
                .extracting(MailboxInfo::name)
                .extracting(MailboxName::value)
                .containsExactly("INBOX", "lists/java", "work");
        assertThat(plain.open(MailboxName.INBOX).name()).isEqualTo(MailboxName.INBOX);
    }

    @Test
    void aFirstCopyInSentIsSeenBeforeThereIsAnInbox(@TempDir Path home) throws Exception {
        MaildirStore fresh = MaildirStore.open(home.resolve("Mail"), Clock.systemUTC());
        assertThat(fresh.names()).containsExactly(MailboxName.INBOX);

        fresh.create(new MailboxName("Sent"));

        assertThat(fresh.names()).containsExactly(MailboxName.INBOX, new MailboxName("Sent"));
        assertThat(home.resolve("Mail/cur")).doesNotExist();
    }

    @Test
    void noNameLeavesTheRoot() {
        for (String name : List.of("../x", "/etc", "a/../../b", ".hidden", "cur", "a//b", "a.b")) {
            assertThatThrownBy(() -> store.create(new MailboxName(name)))
                    .as(name)
                    .isInstanceOf(MailException.class);
        }
    }

    @Test
    void directoriesAmongTheMessagesAreNoMessages() throws Exception {
        Files.createDirectories(root.resolve("cur/4.d:2,S"));
        assertThat(entries()).isEmpty();
    }

    private List<IndexEntry> entries() throws MailException {
        List<IndexEntry> entries = new ArrayList<>();
        inbox.scan(entries::add, Progress.UNWATCHED);
        return entries;
    }

    private void put(String name, byte[] content) throws Exception {
        Files.write(root.resolve(name), content);
    }

    private List<String> files(String directory) throws Exception {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] message(String from, String subject) {
        return ("From: " + from + "\r\nSubject: " + subject + "\r\n\r\nAt noon.\r\n")
                .getBytes(UTF_8);
    }
}
