package hazel.cache.text;

import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.Uid;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which messages of a mailbox are in the index, and what it has of their flags and keywords. Asked
/// for all of them at once, when the first is asked for.
///
/// What is asked may throw [Unanswered].
final class KnownMarks implements Known {

    private final Database database;
    private final IndexedMailbox mailbox;
    private Optional<Snapshot> loaded = Optional.empty();

    KnownMarks(Database database, IndexedMailbox mailbox) {
        this.database = database;
        this.mailbox = mailbox;
    }

    @Override
    public int count() {
        return all().count();
    }

    @Override
    public Optional<Marks> marks(Uid uid) {
        return all().marks(uid);
    }

    @Override
    public Iterable<Uid> uids() {
        return all().uids();
    }

    /// Nothing but what this is asked for is in it.
    Snapshot all() {
        if (loaded.isEmpty()) {
            try {
                loaded = Optional.of(database.ask(this::load));
            } catch (MailException e) {
                throw new Unanswered(e);
            }
        }
        return loaded.get();
    }

    private Snapshot load() throws SQLException {
        var builder = Snapshot.builder();
        try (PreparedStatement statement =
                        database.fresh(
                                "SELECT uid, marks, keywords, date, size FROM doc WHERE place = ?",
                                mailbox.number());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Marks marks = Marked.marks(row.getInt(2), row.getString(3));
                Instant date = Instant.ofEpochSecond(row.getLong(4));
                builder.add(bare(new Uid(row.getString(1)), marks, date, row.getLong(5)));
            }
        }
        return builder.build();
    }

    private static IndexEntry bare(Uid uid, Marks marks, Instant date, long size) {
        return new IndexEntry(
                uid,
                date,
                Instant.EPOCH,
                "",
                "",
                "",
                "",
                "",
                Optional.empty(),
                List.of(),
                "",
                marks.flags(),
                marks.keywords(),
                size,
                false);
    }
}
