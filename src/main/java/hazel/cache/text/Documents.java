package hazel.cache.text;

import hazel.index.IdHash;
import hazel.mail.MessageId;
import hazel.store.IndexEntry;
import hazel.store.Marks;
import hazel.store.Uid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The messages in the database. What changes them runs within [Database#change].
///
/// A message's number is its date, in seconds, with the last eight bits replaced by what makes it
/// unique. So the index, which can be read backwards by its rows' numbers and by nothing else,
/// gives the newest first without looking at the rest, and a range of dates is a range of numbers.
/// Where more than 256 messages share four minutes, some get numbers of later ones; how far that
/// went at most, the database knows.
final class Documents {

    /// Seconds that share their numbers.
    static final int UNIT = 256;

    /// What belongs to no mailbox at the moment.
    static final long NOWHERE = 0;

    /// What [#entry] reads.
    static final String COLUMNS =
            "doc.id, doc.place, doc.uid, doc.date, doc.arrival, doc.size, doc.marks, doc.keywords,"
                    + " doc.author, doc.author_address, doc.recipients, doc.recipient, doc.subject,"
                    + " doc.list, doc.message_id, doc.refs";

    private final Database database;

    Documents(Database database) {
        this.database = database;
    }

    static long unit(long second) {
        return Math.floorDiv(second, UNIT) * UNIT;
    }

    static IndexEntry entry(ResultSet row) throws SQLException {
        Marks marks = Marked.marks(row.getInt(7), row.getString(8));
        String id = row.getString(15);
        return new IndexEntry(
                new Uid(row.getString(3)),
                Instant.ofEpochSecond(row.getLong(4)),
                Instant.ofEpochSecond(row.getLong(5)),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                id.isEmpty() ? Optional.empty() : Optional.of(new MessageId(id)),
                Marked.divided(row.getString(16)).stream().map(MessageId::new).toList(),
                row.getString(14),
                marks.flags(),
                marks.keywords(),
                row.getLong(6),
                (row.getInt(7) & Marked.ATTACHMENT) != 0);
    }

    Optional<Marks> marks(long place, Uid uid) throws SQLException {
        try (ResultSet row =
                database.prepared(
                                "SELECT marks, keywords FROM doc WHERE place = ? AND uid = ?",
                                place,
                                uid.value())
                        .executeQuery()) {
            return row.next()
                    ? Optional.of(Marked.marks(row.getInt(1), row.getString(2)))
                    : Optional.empty();
        }
    }

    /// Does nothing where the message is there already, because another Hazel was quicker.
    void add(long place, Document document) throws SQLException {
        IndexEntry entry = document.entry();
        if (marks(place, entry.uid()).isPresent()) {
            return;
        }
        long id = free(entry.date().getEpochSecond());
        database.update(
                "INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                place,
                entry.uid().value(),
                entry.date().getEpochSecond(),
                entry.arrival().getEpochSecond(),
                entry.size(),
                Marked.bits(entry),
                Marked.joined(entry.keywords()),
                entry.from(),
                entry.fromAddress(),
                entry.to(),
                entry.toName(),
                entry.subject(),
                entry.listId(),
                entry.messageId().map(MessageId::value).orElse(""),
                Marked.joined(entry.references().stream().map(MessageId::value).toList()));
        for (long hash : hashes(entry)) {
            database.update("INSERT OR IGNORE INTO link VALUES (?, ?)", hash, id);
        }
        database.update(
                "INSERT INTO text (rowid, subject, author, recipient, list, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                document.subject(),
                document.author(),
                document.recipient(),
                document.list(),
                document.body());
    }

    private static Set<Long> hashes(IndexEntry entry) {
        Set<Long> hashes = new TreeSet<>();
        entry.messageId().ifPresent(id -> hashes.add(IdHash.of(id)));
        entry.references().forEach(id -> hashes.add(IdHash.of(id)));
        return hashes;
    }

    private long free(long second) throws SQLException {
        long first = unit(second);
        for (long unit = first; ; unit += UNIT) {
            long last =
                    database.number(
                            "SELECT coalesce(max(id), ? - 1) FROM doc WHERE id >= ? AND id < ?",
                            unit,
                            unit,
                            unit + UNIT);
            if (last + 1 < unit + UNIT) {
                if (unit > first) {
                    database.update("UPDATE shift SET most = max(most, ?)", unit - first);
                }
                return last + 1;
            }
        }
    }

    void mark(long place, Uid uid, Marks marks) throws SQLException {
        database.update(
                "UPDATE doc SET marks = (marks & ?) | ?, keywords = ? WHERE place = ? AND uid = ?",
                Marked.ATTACHMENT,
                Marked.bits(marks.flags()),
                Marked.joined(marks.keywords()),
                place,
                uid.value());
    }

    /// Takes a message out of its mailbox, until [#purge] or [#adopt].
    void expel(long place, Uid uid) throws SQLException {
        database.update(
                "UPDATE doc SET place = ?, uid = id WHERE place = ? AND uid = ?",
                NOWHERE,
                place,
                uid.value());
    }

    /// Gives a message the words of one that was expelled elsewhere and is the same.
    ///
    /// @return false where there is none
    boolean adopt(long place, IndexEntry entry) throws SQLException {
        if (entry.messageId().isEmpty() || marks(place, entry.uid()).isPresent()) {
            return false;
        }
        long id =
                database.number(
                        "SELECT coalesce(max(id), ?) FROM link JOIN doc ON id = doc"
                                + " WHERE hash = ? AND place = ? AND message_id = ? AND size = ?"
                                + " AND date = ?",
                        Long.MIN_VALUE,
                        IdHash.of(entry.messageId().get()),
                        NOWHERE,
                        entry.messageId().get().value(),
                        entry.size(),
                        entry.date().getEpochSecond());
        if (id == Long.MIN_VALUE) {
            return false;
        }
        database.update(
                "UPDATE doc SET place = ?, uid = ?, arrival = ?, marks = ?, keywords = ?"
                        + " WHERE id = ?",
                place,
                entry.uid().value(),
                entry.arrival().getEpochSecond(),
                Marked.bits(entry),
                Marked.joined(entry.keywords()),
                id);
        return true;
    }

    boolean hasExpelled() throws SQLException {
        return database.number("SELECT EXISTS (SELECT 1 FROM doc WHERE place = ?)", NOWHERE) > 0;
    }

    /// Removes some of what was expelled.
    ///
    /// @return whether there is more
    boolean purge(int most) throws SQLException {
        Map<Long, Set<Long>> hashes = new TreeMap<>();
        try (ResultSet row =
                database.prepared(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM doc WHERE place = ? ORDER BY id LIMIT ?",
                                NOWHERE,
                                most)
                        .executeQuery()) {
            while (row.next()) {
                hashes.put(row.getLong(1), hashes(entry(row)));
            }
        }
        for (var each : hashes.entrySet()) {
            long id = each.getKey();
            for (long hash : each.getValue()) {
                database.update("DELETE FROM link WHERE hash = ? AND doc = ?", hash, id);
            }
            database.update("DELETE FROM text WHERE rowid = ?", id);
            database.update("DELETE FROM doc WHERE id = ?", id);
        }
        return hashes.size() == most;
    }
}
