package hazel.store.imap;

import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Marks;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class PruningTest {

    private static final int MANY = 1200;

    @TempDir Path home;

    /// So many messages that the server has too.
    private static void fill(Replica replica, long mailbox) throws MailException {
        replica.change(() -> {
            for (int uid = 1; uid <= MANY; uid++) {
                replica.messages()
                        .add(
                                mailbox,
                                new Messages.Fresh(
                                        uid, Instant.EPOCH, 9, Marks.NONE, new byte[0], true),
                                replica.mailboxes().nextVersion(mailbox));
            }
            return 0;
        });
    }

    /// As when somebody else removed them there.
    private static void remove(Replica replica, long mailbox, int first, int last)
            throws MailException {
        replica.change(() -> {
            for (long id : replica.messages().within(mailbox, new Uids.Range(first, last))) {
                replica.messages().gone(id, replica.mailboxes().nextVersion(mailbox));
                replica.messages().buried(id);
            }
            return 0;
        });
    }

    private static long rows(Replica replica) throws MailException {
        return replica.ask(() -> replica.number("SELECT count(*) FROM message"));
    }

    private static Snapshot scanned(Mailbox mailbox) throws MailException {
        var all = Snapshot.builder();
        mailbox.scan(all::add, Progress.UNWATCHED);
        return all.build();
    }

    @Test
    void oldNotesGoAndAReaderThatHadNotReadThemIsToldAllTheSame() throws Exception {
        try (ImapAccount account = KilledReplica.account(home.resolve("it"));
                Replica replica = account.replica();
                MessageStore store = account.openAtHand();
                Mailbox late = store.open(MailboxName.INBOX);
                Mailbox early = store.open(MailboxName.INBOX)) {
            long inbox =
                    replica.ask(() -> replica.mailboxes().named(MailboxName.INBOX))
                            .orElseThrow()
                            .id();
            fill(replica, inbox);
            Snapshot known = scanned(late);
            scanned(early);
            byte[] state = late.state().orElseThrow().octets();
            assertThat(known.count()).isEqualTo(MANY);
            remove(replica, inbox, 1, 1100);
            Snapshot after = known.apply(early.changes(known));
            assertThat(after.count()).isEqualTo(100);

            new Pruning(replica).all();
            assertThat(rows(replica)).isEqualTo(1100);
            assertThat(late.changes(known)).hasSize(1100).allMatch(Change.Gone.class::isInstance);
            assertThat(late.changes(known)).isEmpty();
            remove(replica, inbox, 1150, 1150);
            assertThat(early.changes(after)).hasSize(1);

            // One that comes back with what it was told in another process.
            try (Mailbox again = store.open(MailboxName.INBOX)) {
                assertThat(again.resume(ByteBuffer.wrap(state))).isTrue();
                assertThat(again.changes(known)).hasSize(1101);
            }
        }
    }

    @Test
    void filesOfWhatIsInNoMailboxGoAndNoOthers() throws Exception {
        try (ImapAccount account = KilledReplica.account(home.resolve("it"));
                Replica replica = account.replica();
                MessageStore store = account.openAtHand();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            List<Uid> both = inbox.appendAll(List.of(message("stays"), message("waits")));
            inbox.expunge(List.of(both.getLast()), Progress.UNWATCHED);
            long stays = Long.parseLong(both.getFirst().value());
            long waits = Long.parseLong(both.getLast().value());
            replica.bodies().write(77, new byte[1]);
            replica.bodies().write(123_456, new byte[1]);

            new Pruning(replica).all();
            assertThat(replica.bodies().has(stays)).isTrue();
            assertThat(replica.bodies().has(waits)).as("it is still to be put there").isTrue();
            assertThat(replica.bodies().has(77)).isFalse();
            assertThat(replica.bodies().has(123_456)).isFalse();

            replica.change(() -> {
                replica.operations().done(replica.operations().first(9, _ -> true));
                return 0;
            });
            new Pruning(replica).all();
            assertThat(replica.bodies().has(stays)).isTrue();
            assertThat(replica.bodies().has(waits)).isFalse();
        }
    }
}
