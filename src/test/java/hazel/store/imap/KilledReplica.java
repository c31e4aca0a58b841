package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;

import hazel.Strace;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// A process that works on an account without a connection: it writes, marks, copies, moves and
/// removes, and is there to be let down. What it did already it does not do again.
final class KilledReplica {

    static final MailboxName ARCHIVE = new MailboxName("Archive");

    private KilledReplica() {}

    /// @param args the directory
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(dir, () -> run(dir));
    }

    /// The library that SQLite is, is not what the process works on.
    static ImapAccount account(Path dir) {
        return new ImapAccount(
                ImapHome.server(1, java.time.Duration.ofSeconds(1)),
                new ImapAccount.Places(dir.resolve("replica"), dir.resolveSibling("library")),
                new Choice(new Keeping.All(), Choice.Listing.ALL),
                SyncState.Listener.NONE,
                Clock.systemUTC());
    }

    static void run(Path dir) throws Exception {
        try (ImapAccount account = account(dir);
                MessageStore store = account.openAtHand();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(ARCHIVE)) {
            if (!subjects(inbox).contains("four")) {
                inbox.appendAll(List.of(message("four")));
            }
            Strace.note(dir, 1);
            List<Uid> one = named(inbox, "one");
            inbox.changeFlags(one, FlagChange.adding(Flag.FLAGGED));
            Strace.note(dir, 2);
            if (!subjects(archive).contains("one")) {
                inbox.copy(one, archive, Progress.UNWATCHED);
            }
            Strace.note(dir, 3);
            inbox.move(named(inbox, "two"), archive, Progress.UNWATCHED);
            Strace.note(dir, 4);
            inbox.expunge(named(inbox, "three"), Progress.UNWATCHED);
            Strace.note(dir, 5);
        }
    }

    static List<Uid> named(Mailbox mailbox, String subject) throws MailException {
        return entries(mailbox).stream()
                .filter(e -> e.subject().equals(subject))
                .map(IndexEntry::uid)
                .toList();
    }
}
