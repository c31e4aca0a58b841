package hazel.store.imap;

import hazel.mime.TopScanner;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Marks;
import hazel.store.Uid;
import hazel.store.local.Entries;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The replica's messages. Every method is called within [Replica#ask] or [Replica#change].
///
/// @param replica whose they are
record Messages(Replica replica) {

    private static final String COLUMNS =
            "SELECT id, mailbox, uid, arrival, size, flags, keywords, header, kept, gone"
                    + " FROM message ";

    /// The flags in the order of their bits in the database.
    private static final List<Flag> BITS =
            List.of(
                    Flag.SEEN,
                    Flag.ANSWERED,
                    Flag.FLAGGED,
                    Flag.DELETED,
                    Flag.DRAFT,
                    Flag.FORWARDED);

    /// A message as the replica knows it.
    ///
    /// @param id never used for another
    /// @param uid the server's, 0 where it does not have the message yet
    /// @param header the fields that an index needs
    /// @param isKept whether the whole message is here
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(
            long id,
            long mailbox,
            long uid,
            Instant arrival,
            long size,
            Marks marks,
            byte[] header,
            boolean isKept,
            boolean isGone) {

        Uid name() {
            return new Uid(Long.toString(id));
        }

        IndexEntry entry() {
            return Entries.of(
                    new Entries.Known(name(), arrival, marks.flags(), marks.keywords(), size),
                    TopScanner.scan(header, 0, header.length));
        }
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getLong(5),
                new Marks(flags(row.getInt(6)), keywords(row.getString(7))),
                row.getBytes(8),
                row.getInt(9) != 0,
                row.getInt(10) != 0);
    }

    static int bits(Set<Flag> flags) {
        int bits = 0;
        for (Flag flag : flags) {
            int bit = BITS.indexOf(flag);
            bits |= bit < 0 ? 0 : 1 << bit;
        }
        return bits;
    }

    static Set<Flag> flags(int bits) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int i = 0; i < BITS.size(); i++) {
            if ((bits & 1 << i) != 0) {
                flags.add(BITS.get(i));
            }
        }
        return flags;
    }

    private static Set<String> keywords(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    static String text(Set<String> keywords) {
        return String.join(" ", new TreeSet<>(keywords));
    }

    Optional<Message> message(long id) throws SQLException {
        return replica.first(Messages::message, COLUMNS + "WHERE id = ?", id);
    }

    Optional<Message> byUid(long mailbox, long uid) throws SQLException {
        return replica.first(
                Messages::message, COLUMNS + "WHERE mailbox = ? AND uid = ?", mailbox, uid);
    }

    /// Work on one message after another, while others ask nothing.
    interface Sink {
        void take(Message message);
    }

    /// All that are there, the newest first.
    void all(long mailbox, Sink sink) throws SQLException {
        try (PreparedStatement statement =
                        replica.fresh(
                                COLUMNS + "WHERE mailbox = ? AND gone = 0 ORDER BY uid DESC",
                                mailbox);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                sink.take(message(found));
            }
        }
    }

    /// What changed after a version, also what is gone.
    void changedSince(long mailbox, long version, Sink sink) throws SQLException {
        try (PreparedStatement statement =
                        replica.fresh(
                                COLUMNS + "WHERE mailbox = ? AND version > ?", mailbox, version);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                sink.take(message(found));
            }
        }
    }

    long count(long mailbox) throws SQLException {
        return replica.number(
                "SELECT count(*) FROM message WHERE mailbox = ? AND gone = 0", mailbox);
    }

    long unseen(long mailbox) throws SQLException {
        return replica.number(
                "SELECT count(*) FROM message WHERE mailbox = ? AND gone = 0 AND flags & 1 = 0",
                mailbox);
    }

    /// Those whose octets only the server has: each one's number by its UID.
    Map<Long, Long> away(long mailbox) throws SQLException {
        Map<Long, Long> away = new HashMap<>();
        try (ResultSet found =
                replica.prepared(
                                "SELECT uid, id FROM message WHERE mailbox = ? AND uid > 0"
                                        + " AND gone = 0 AND kept = 0",
                                mailbox)
                        .executeQuery()) {
            while (found.next()) {
                away.put(found.getLong(1), found.getLong(2));
            }
        }
        return away;
    }

    /// The server's UIDs that are known, with each message's number and whether it is gone here.
    Map<Long, Known> known(long mailbox) throws SQLException {
        Map<Long, Known> known = new HashMap<>();
        try (ResultSet found =
                replica.prepared(
                                "SELECT uid, id, gone, flags, keywords FROM message"
                                        + " WHERE mailbox = ? AND uid > 0",
                                mailbox)
                        .executeQuery()) {
            while (found.next()) {
                known.put(
                        found.getLong(1),
                        new Known(
                                found.getLong(2),
                                found.getInt(3) != 0,
                                found.getInt(4),
                                found.getString(5)));
            }
        }
        return known;
    }

    /// What the replica knows of a message that the server has.
    record Known(long id, boolean isGone, int flags, String keywords) {}

    /// Of those with a UID that are there, how many.
    long onServer(long mailbox) throws SQLException {
        return replica.number(
                "SELECT count(*) FROM message WHERE mailbox = ? AND uid > 0 AND gone = 0", mailbox);
    }

    /// By their sizes those without a UID are found, however many there are.
    static final String UNNAMED =
            """
            CREATE INDEX IF NOT EXISTS message_unnamed ON message (mailbox, size)
            WHERE uid IS NULL
            """;

    /// What still waits to be put at the server, and so has no UID there.
    private static final String NOT_WAITING =
            """
             AND NOT EXISTS (
                SELECT 1 FROM operation o
                WHERE o.kind = 'append' AND o.message = message.id OR o.copy = message.id)
            """;

    /// Those of a size without a UID that the server has all the same, under one that is not known:
    /// each may be the one that the server tells of next.
    List<Message> unnamed(long mailbox, long size) throws SQLException {
        return replica.list(
                Messages::message,
                COLUMNS
                        + "INDEXED BY message_unnamed"
                        + " WHERE mailbox = ? AND uid IS NULL AND size = ?"
                        + NOT_WAITING,
                mailbox,
                size);
    }

    /// The numbers of all of them that are there.
    List<Long> unnamed(long mailbox) throws SQLException {
        return replica.list(
                row -> row.getLong(1),
                "SELECT id FROM message WHERE mailbox = ? AND uid IS NULL AND gone = 0"
                        + NOT_WAITING,
                mailbox);
    }

    /// What is new in a mailbox.
    ///
    /// @param uid 0 where the server does not have it yet
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fresh(
            long uid, Instant arrival, long size, Marks marks, byte[] header, boolean isKept) {}

    /// @return its number
    long add(long mailbox, Fresh fresh, long version) throws SQLException {
        return replica.insert(
                """
                INSERT INTO message (mailbox, uid, arrival, size, flags, keywords, header, kept,
                    version)
                VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?)
                """,
                mailbox,
                fresh.uid(),
                fresh.arrival().toEpochMilli(),
                fresh.size(),
                bits(fresh.marks().flags()),
                text(fresh.marks().keywords()),
                fresh.header(),
                fresh.isKept() ? 1 : 0,
                version);
    }

    void named(long id, long uid) throws SQLException {
        replica.update("UPDATE message SET uid = ? WHERE id = ?", uid, id);
    }

    /// Whole messages are here from now on; what went meanwhile stays gone.
    void kept(long mailbox, Set<Long> ids) throws SQLException {
        long version = replica.mailboxes().nextVersion(mailbox);
        for (long id : ids) {
            replica.update(
                    "UPDATE message SET kept = 1, version = ? WHERE id = ? AND gone = 0",
                    version,
                    id);
        }
    }

    void marked(long id, int flags, String keywords, long version) throws SQLException {
        replica.update(
                "UPDATE message SET flags = ?, keywords = ?, version = ? WHERE id = ?",
                flags,
                keywords,
                version,
                id);
    }

    void gone(long id, long version) throws SQLException {
        replica.update("UPDATE message SET gone = 1, version = ? WHERE id = ?", version, id);
    }

    /// It is here again: what should have removed it could not.
    void back(long id, long version) throws SQLException {
        replica.update("UPDATE message SET gone = 0, version = ? WHERE id = ?", version, id);
    }

    /// The server numbers anew: all UIDs are forgotten.
    void renumbered(long mailbox) throws SQLException {
        replica.update("UPDATE message SET uid = NULL WHERE mailbox = ? AND uid > 0", mailbox);
    }

    /// It is only here: the server does not take it, or has it under another number. Its own number
    /// below zero stands for the UID that it never gets.
    void onlyHere(long id) throws SQLException {
        named(id, -id);
    }

    /// Nothing waits for a message that is gone any more: only the note of it stays.
    void buried(long id) throws SQLException {
        replica.update("UPDATE message SET header = x'', kept = 0 WHERE id = ? AND gone = 1", id);
    }

    /// The numbers of those there that the server said are gone.
    List<Long> within(long mailbox, Uids.Range range) throws SQLException {
        return replica.list(
                row -> row.getLong(1),
                "SELECT id FROM message WHERE mailbox = ? AND gone = 0 AND uid BETWEEN ? AND ?",
                mailbox,
                range.first(),
                range.last());
    }

    /// Messages that the server has and whose octets are not kept, the newest first.
    ///
    /// @param below what their UIDs are less than, so that nobody looks through those before again
    List<Message> missing(long mailbox, Instant since, long below, int most) throws SQLException {
        return replica.list(
                Messages::message,
                COLUMNS
                        + "WHERE mailbox = ? AND uid > 0 AND uid < ? AND gone = 0 AND kept = 0"
                        + " AND arrival >= ? ORDER BY uid DESC LIMIT ?",
                mailbox,
                below,
                since.toEpochMilli(),
                most);
    }
}
