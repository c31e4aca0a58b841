package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;
import static hazel.store.imap.KilledReplica.named;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Strace;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Uid;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is done without a connection is in the replica and in the queue of operations, or in
/// neither, wherever the process is killed; what was acknowledged is in both.
class ReplicaKillIT {

    @TempDir Path home;

    @BeforeEach
    void strace() {
        Strace.assumeInstalled();
    }

    @Test
    void killedAnywhereEachChangeIsMadeWholeOrNotAtAll() throws Exception {
        int killed =
                new Strace(home, KilledReplica.class)
                        .killAtEachCall(ReplicaKillIT::prepare, ReplicaKillIT::check);
        assertThat(killed).isGreaterThanOrEqualTo(60);
    }

    @Test
    void onAFullOrBrokenDiskEachChangeIsMadeWholeOrNotAtAll() throws Exception {
        int failed =
                new Strace(home, KilledReplica.class)
                        .failAtEachCall(ReplicaKillIT::prepare, ReplicaKillIT::checkFailed);
        assertThat(failed).isGreaterThanOrEqualTo(30);
    }

    /// What was let down says so, and in a sentence.
    private static void checkFailed(Path dir, int status) throws Exception {
        if (status != 0) {
            assertThat(status).isIn(73, 74);
            assertThat(Strace.problem(dir)).isNotEmpty().doesNotContain("Exception", "Error");
        }
        check(dir, status);
    }

    /// Three messages in the inbox that the server has too.
    private static void prepare(Path dir) throws Exception {
        try (ImapAccount account = KilledReplica.account(dir);
                Replica replica = account.replica()) {
            replica.change(() ->
                    replica.mailboxes()
                            .listed(
                                    List.of(
                                            new Mailboxes.Listed(
                                                    MailboxName.INBOX, "INBOX", List.of()),
                                            new Mailboxes.Listed(
                                                    KilledReplica.ARCHIVE, "Archive", List.of()))));
            try (MessageStore store = account.openAtHand();
                    Mailbox inbox = store.open(MailboxName.INBOX)) {
                inbox.appendAll(List.of(message("one"), message("two"), message("three")));
            }
            replica.change(() -> {
                List<Operation> all = replica.operations().first(9, _ -> true);
                for (Operation each : all) {
                    replica.messages().named(each.message(), each.id());
                }
                replica.operations().done(all);
                return 0;
            });
        }
    }

    private static void check(Path dir, int status) throws Exception {
        seen(dir);
        KilledReplica.run(dir);
        assertThat(seen(dir))
                .isEqualTo(
                        Map.of(
                                Operation.Append.class, 1L,
                                Operation.Store.class, 1L,
                                Operation.Copy.class, 1L,
                                Operation.Move.class, 1L,
                                Operation.Expunge.class, 1L));
    }

    /// That mailboxes and queue tell the same, and all that was acknowledged.
    ///
    /// @return how many operations of each kind wait
    private static Map<Class<?>, Long> seen(Path dir) throws Exception {
        try (ImapAccount account = KilledReplica.account(dir);
                Replica replica = account.replica();
                MessageStore store = account.openAtHand();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(KilledReplica.ARCHIVE)) {
            Map<Class<?>, Long> waiting =
                    replica.ask(() -> replica.operations().first(99, _ -> true)).stream()
                            .collect(
                                    Collectors.groupingBy(Object::getClass, Collectors.counting()));
            List<Long> made = new ArrayList<>();
            made.add(count(inbox, "four"));
            made.add(
                    entries(inbox).stream()
                            .filter(e -> e.flags().contains(Flag.FLAGGED))
                            .map(IndexEntry::subject)
                            .filter("one"::equals)
                            .count());
            made.add(count(archive, "one"));
            made.add(count(archive, "two"));
            made.add(1 - count(inbox, "three"));
            Function<Class<?>, Long> queued = kind -> waiting.getOrDefault(kind, 0L);
            assertThat(made)
                    .containsExactly(
                            queued.apply(Operation.Append.class),
                            queued.apply(Operation.Store.class),
                            queued.apply(Operation.Copy.class),
                            queued.apply(Operation.Move.class),
                            queued.apply(Operation.Expunge.class));
            assertThat(count(inbox, "two") + count(archive, "two")).isEqualTo(1);
            for (int step = 1; step <= made.size(); step++) {
                if (Files.exists(dir.resolve(Strace.NOTE + step))) {
                    assertThat(made.get(step - 1)).as("step " + step).isEqualTo(1);
                }
            }
            areWhole(inbox);
            areWhole(archive);
            return waiting;
        }
    }

    private static long count(Mailbox mailbox, String subject) throws MailException {
        return named(mailbox, subject).size();
    }

    private static void areWhole(Mailbox mailbox) throws MailException {
        for (String subject : subjects(mailbox)) {
            for (Uid uid : named(mailbox, subject)) {
                assertThat(mailbox.fetch(uid)).isEqualTo(message(subject).octets());
            }
        }
    }
}
