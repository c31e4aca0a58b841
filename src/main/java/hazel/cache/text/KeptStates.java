package hazel.cache.text;

import hazel.mail.MailException;
import hazel.store.Mailbox;
import hazel.store.MailboxState;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each mailbox said of itself when all of it was in the index.
///
/// For a million messages that is tens of megabytes. So what is different in a later state is put
/// beside the earlier one, until it is so much that all is better written anew. Another process may
/// do the same meanwhile: what is put beside a state must follow the very state that was taken up.
final class KeptStates {

    /// So many differences are taken up about as fast as none.
    private static final int MOST = 64;

    /// What they may be of all, together.
    private static final int LEAST_SHARE = 8;

    private static final System.Logger LOG = System.getLogger("hazel.cache");

    private final Database database;

    KeptStates(Database database) {
        this.database = database;
    }

    /// The state that an open mailbox was taken up with.
    ///
    /// @param kept counts the states that were written whole
    /// @param growths how many differences were taken up behind it
    record TakenUp(long kept, int growths, Optional<MailboxState> state) {}

    private record Stored(long kept, byte[] state, List<ByteBuffer> growths) {}

    /// Takes a mailbox up where it was when all of it was in the index; empty where it never was,
    /// or where it cannot go on from there.
    Optional<TakenUp> takeUp(IndexedMailbox indexed, Mailbox mailbox) throws MailException {
        Optional<Stored> found = database.ask(() -> stored(indexed));
        return found.filter(then -> mailbox.resume(ByteBuffer.wrap(then.state), then.growths))
                .map(then -> new TakenUp(then.kept, then.growths.size(), mailbox.state()));
    }

    private Optional<Stored> stored(IndexedMailbox indexed) throws SQLException {
        long kept;
        byte[] state;
        try (ResultSet row =
                database.prepared("SELECT kept, state FROM place WHERE id = ?", indexed.number())
                        .executeQuery()) {
            if (!row.next() || row.getBytes(2) == null) {
                return Optional.empty();
            }
            kept = row.getLong(1);
            state = row.getBytes(2);
        }
        List<ByteBuffer> growths = new ArrayList<>();
        try (ResultSet row =
                database.prepared(
                                "SELECT octets FROM growth WHERE place = ? AND kept = ?"
                                        + " ORDER BY number",
                                indexed.number(),
                                kept)
                        .executeQuery()) {
            while (row.next()) {
                growths.add(ByteBuffer.wrap(row.getBytes(1)));
            }
        }
        return Optional.of(new Stored(kept, state, growths));
    }

    /// Notes that all of a mailbox is in the index, within a change of the database.
    void keep(IndexedMailbox indexed, Optional<MailboxState> state) throws SQLException {
        keepWhole(indexed, octets(state));
    }

    /// The same of a mailbox that was taken up before.
    void keep(IndexedMailbox indexed, Optional<MailboxState> state, TakenUp before)
            throws SQLException {
        Optional<MailboxState> since =
                before.state.flatMap(then -> state.flatMap(now -> now.since(then)));
        byte[] octets = octets(since);
        if (octets.length == 0 || !follows(indexed, before, octets.length)) {
            keepWhole(indexed, octets(state));
            return;
        }
        database.update(
                "INSERT INTO growth (place, kept, number, octets) VALUES (?, ?, ?, ?)",
                indexed.number(),
                before.kept,
                before.growths,
                octets);
    }

    /// Whether a difference can be put behind what was taken up, and not too much stands there.
    private boolean follows(IndexedMailbox indexed, TakenUp before, int octets)
            throws SQLException {
        if (before.growths >= MOST) {
            return false;
        }
        String behind = "FROM growth WHERE growth.place = place.id AND growth.kept = place.kept";
        return database.number(
                        "SELECT count(*) FROM place WHERE id = ? AND kept = ?"
                                + (" AND (SELECT count(*) " + behind + ") = ?")
                                + (" AND (SELECT total(length(octets)) " + behind + ") + ?")
                                + " < length(state) / ?",
                        indexed.number(),
                        before.kept,
                        before.growths,
                        octets,
                        LEAST_SHARE)
                > 0;
    }

    /// Notes that a mailbox is not indexed to its end.
    void drop(IndexedMailbox indexed) throws SQLException {
        keepWhole(indexed, new byte[0]);
    }

    private void keepWhole(IndexedMailbox indexed, byte[] state) throws SQLException {
        database.update("DELETE FROM growth WHERE place = ?", indexed.number());
        database.update(
                "UPDATE place SET state = nullif(?, x''), kept = kept + 1 WHERE id = ?",
                state,
                indexed.number());
    }

    private static byte[] octets(Optional<MailboxState> state) {
        try {
            return state.isPresent() ? state.get().octets() : new byte[0];
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a mailbox is to be read anew each time", e);
            return new byte[0];
        }
    }
}
