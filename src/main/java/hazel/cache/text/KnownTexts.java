package hazel.cache.text;

import hazel.index.Facts;
import hazel.index.Query.Match.Words;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.Uid;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the index knows of the bodies of one mailbox's messages, and for the rest, somebody who
/// reads them.
final class KnownTexts implements Facts.Texts {

    private final Database database;
    private final IndexedMailbox mailbox;
    private final Snapshot snapshot;
    private final Facts.Texts reading;
    private final BitSet indexed;
    private final Map<Words, BitSet> found = new HashMap<>();

    /// @param snapshot of the messages that will be asked about
    KnownTexts(Database database, IndexedMailbox mailbox, Snapshot snapshot, Facts.Texts reading)
            throws SQLException {
        this.database = database;
        this.mailbox = mailbox;
        this.snapshot = snapshot;
        this.reading = reading;
        this.indexed = rows("SELECT uid FROM doc WHERE place = ?", mailbox.number());
    }

    @Override
    public String of(Uid uid) {
        return reading.of(uid);
    }

    /// Nothing where the index cannot be asked: then the message is read.
    @Override
    public Optional<Boolean> bodyHas(Uid uid, Words words) {
        int row = snapshot.find(uid);
        if (row < 0 || !indexed.get(row)) {
            return Optional.empty();
        }
        try {
            BitSet rows = found.get(words);
            if (rows == null) {
                rows = database.ask(() -> having(words));
                found.put(words, rows);
            }
            return Optional.of(rows.get(row));
        } catch (MailException e) {
            System.getLogger("hazel.cache").log(System.Logger.Level.DEBUG, "the index", e);
            indexed.clear();
            return Optional.empty();
        }
    }

    private BitSet having(Words words) throws SQLException {
        return rows(
                "SELECT doc.uid FROM text CROSS JOIN doc ON doc.id = text.rowid"
                        + " WHERE text MATCH ? AND doc.place = ?",
                Plan.inBody(words),
                mailbox.number());
    }

    private BitSet rows(String sql, Object... values) throws SQLException {
        var rows = new BitSet(snapshot.rows());
        try (PreparedStatement statement = database.fresh(sql, values);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                int row = snapshot.find(new Uid(result.getString(1)));
                if (row >= 0) {
                    rows.set(row);
                }
            }
        }
        return rows;
    }
}
