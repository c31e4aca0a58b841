package hazel.cache.text;

import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxState;
import hazel.store.Marks;
import hazel.store.Progress;
import hazel.store.Uid;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/// Fills the index and keeps it true.
///
/// A pass over mailboxes first looks at every one ([#look]), which takes out what is gone and costs
/// next to nothing where nothing happened; then it adds what arrived ([#take], [#build]), which
/// finds the words of a message that only moved among those taken out; then it [#finish]es, and
/// what was not found again is removed. It may be killed anywhere: what was committed stays, and
/// the next pass does the rest.
public final class Indexer {

    /// More than these are not added on the way of a search.
    static final int FEW = 500;

    /// What is written at once, and lost when the process is killed.
    private static final int BATCH = 1000;

    private static final long BATCH_OCTETS = 16 << 20;

    private static final System.Logger LOG = System.getLogger("hazel.cache");

    private final TextIndex index;
    private final Database database;
    private final Documents documents;
    private final KeptStates states;
    private final Reading reading;

    public Indexer(TextIndex index, Reading reading) {
        this.index = index;
        this.database = index.database();
        this.documents = new Documents(database);
        this.states = new KeptStates(database);
        this.reading = reading;
    }

    /// Compares a mailbox with the index, before anything else is asked of it after it was opened.
    ///
    /// @param store names the store that it is in, the same for every process
    public Look look(String store, Mailbox mailbox) throws MailException {
        IndexedMailbox indexed = index.entered(store, mailbox.name());
        Optional<KeptStates.TakenUp> before = states.takeUp(indexed, mailbox);
        if (before.isEmpty()) {
            return new Look.Partial(indexed);
        }
        List<Change> changes = changes(mailbox, indexed);
        List<IndexEntry> arrived = arrived(changes);
        if (!changes.isEmpty()) {
            database.change(() -> {
                for (Change change : changes) {
                    follow(indexed, change);
                }
                if (arrived.isEmpty()) {
                    states.keep(indexed, mailbox.state(), before.get());
                } else if (arrived.size() > FEW) {
                    states.drop(indexed);
                }
                return indexed;
            });
        }
        if (arrived.isEmpty()) {
            return new Look.Current(indexed);
        }
        return arrived.size() > FEW
                ? new Look.Partial(indexed)
                : new Look.Behind(indexed, mailbox, arrived, before.get());
    }

    private List<Change> changes(Mailbox mailbox, IndexedMailbox indexed) throws MailException {
        try {
            return mailbox.changes(index.known(indexed));
        } catch (Unanswered e) {
            throw e.problem();
        }
    }

    private static List<IndexEntry> arrived(List<Change> changes) {
        List<IndexEntry> arrived = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.Arrived(var entry)) {
                arrived.add(entry);
            }
        }
        return arrived;
    }

    private void follow(IndexedMailbox mailbox, Change change) throws SQLException {
        switch (change) {
            case Change.Arrived(var entry) -> documents.expel(mailbox.number(), entry.uid());
            case Change.Gone(var uid) -> documents.expel(mailbox.number(), uid);
            case Change.Flagged(var uid, var flags, var keywords) ->
                    documents.mark(mailbox.number(), uid, new Marks(flags, keywords));
        }
    }

    /// Adds the few that arrived.
    public Look.Current take(Look.Behind behind) throws MailException {
        Mailbox source = behind.source();
        Optional<MailboxState> state = source.state();
        List<IndexEntry> unknown = adopted(behind.mailbox(), behind.arrived());
        List<Future<Document>> started = new ArrayList<>();
        for (IndexEntry entry : unknown) {
            read(source, entry).ifPresent(octets -> started.add(reading.start(entry, octets)));
        }
        add(behind.mailbox(), started);
        database.change(() -> {
            states.keep(behind.mailbox(), state, behind.before());
            return behind;
        });
        return new Look.Current(behind.mailbox());
    }

    /// Takes in those that only moved here, and gives the others.
    private List<IndexEntry> adopted(IndexedMailbox mailbox, List<IndexEntry> arrived)
            throws MailException {
        if (!database.ask(documents::hasExpelled)) {
            return arrived;
        }
        return database.change(() -> {
            List<IndexEntry> others = new ArrayList<>();
            for (IndexEntry entry : arrived) {
                if (!documents.adopt(mailbox.number(), entry)) {
                    others.add(entry);
                }
            }
            return others;
        });
    }

    private void add(IndexedMailbox mailbox, List<Future<Document>> started) throws MailException {
        List<Document> made = Reading.done(started);
        database.change(() -> {
            for (Document document : made) {
                documents.add(mailbox.number(), document);
            }
            return mailbox;
        });
    }

    /// Empty where the message is gone. One that cannot be read has no words.
    private static Optional<byte[]> read(Mailbox mailbox, IndexEntry entry) {
        try {
            return Optional.of(mailbox.fetch(entry.uid()));
        } catch (MailException e) {
            return e.problem() instanceof Problem.NoSuchMessage
                    ? Optional.empty()
                    : Optional.of(new byte[0]);
        }
    }

    /// Indexes a mailbox to its end, the newest first, so that what is looked for most is found
    /// soon. The mailbox was just opened.
    ///
    /// @param progress asked before each message; may wait, to let others work
    public void build(IndexedMailbox indexed, Mailbox mailbox, Progress progress)
            throws MailException {
        Backlog missing = missing(indexed, mailbox, progress);
        Optional<MailboxState> state = mailbox.state();
        var pipe = new Pipe(indexed);
        long done = 0;
        for (var each = missing.newestFirst(); each.hasNext(); ) {
            progress.report(done++, missing.size());
            Optional<IndexEntry> entry = mailbox.find(each.next());
            if (entry.isPresent()) {
                pipe.put(entry.get(), mailbox);
            }
        }
        pipe.flush();
        pipe.flush();
        database.change(() -> {
            states.keep(indexed, state);
            return indexed;
        });
        progress.report(done, missing.size());
    }

    /// What the index has to learn of a mailbox; what is gone or only has other flags, it learns
    /// here.
    private Backlog missing(IndexedMailbox indexed, Mailbox mailbox, Progress progress)
            throws MailException {
        var missing = new Backlog();
        Map<Uid, Marks> changed = new HashMap<>();
        try {
            Snapshot known = index.known(indexed).all();
            var seen = new BitSet(known.rows());
            mailbox.scan(
                    entry -> {
                        int row = known.find(entry.uid());
                        var marks = new Marks(entry.flags(), entry.keywords());
                        // A name stands for another message where an account's mail was
                        // fetched anew, into nothing, and numbered anew.
                        if (row < 0 || !known.hasDateAndSize(row, entry)) {
                            missing.add(entry.uid(), entry.date().getEpochSecond());
                            return;
                        }
                        seen.set(row);
                        if (!known.marks(entry.uid()).equals(Optional.of(marks))) {
                            changed.put(entry.uid(), marks);
                        }
                    },
                    progress);
            settle(indexed, known, seen, changed);
            long total = seen.cardinality() + missing.size();
            database.change(() -> {
                database.update("UPDATE place SET total = ? WHERE id = ?", total, indexed.number());
                return total;
            });
        } catch (Unanswered e) {
            throw e.problem();
        }
        return missing;
    }

    private void settle(
            IndexedMailbox indexed, Snapshot known, BitSet seen, Map<Uid, Marks> changed)
            throws MailException {
        database.change(() -> {
            for (int row = seen.nextClearBit(0);
                    row < known.rows();
                    row = seen.nextClearBit(row + 1)) {
                documents.expel(indexed.number(), known.uid(row));
            }
            for (var each : changed.entrySet()) {
                documents.mark(indexed.number(), each.getKey(), each.getValue());
            }
            return indexed;
        });
    }

    /// Removes what was taken out and came in nowhere, at the end of a pass over all mailboxes.
    public void finish() throws MailException {
        index.purge();
    }

    /// While one batch of messages is made into documents, the one before is written.
    private final class Pipe {

        private final IndexedMailbox mailbox;
        private List<Future<Document>> making = new ArrayList<>();
        private List<Future<Document>> made = new ArrayList<>();
        private long octets;

        Pipe(IndexedMailbox mailbox) {
            this.mailbox = mailbox;
        }

        void put(IndexEntry entry, Mailbox source) throws MailException {
            if (database.ask(documents::hasExpelled)
                    && adopted(mailbox, List.of(entry)).isEmpty()) {
                return;
            }
            Optional<byte[]> message = read(source, entry);
            if (message.isPresent()) {
                making.add(reading.start(entry, message.get()));
                octets += message.get().length;
            }
            if (making.size() >= BATCH || octets >= BATCH_OCTETS) {
                flush();
            }
        }

        void flush() throws MailException {
            add(mailbox, made);
            made = making;
            making = new ArrayList<>();
            octets = 0;
        }
    }
}
