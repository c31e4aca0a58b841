package hazel.store.imap;

import hazel.mail.MailException;

import java.sql.SQLException;
import java.util.TreeSet;

/// Takes out of a replica what nobody needs any more, so that it does not grow with all mail that
/// ever was: old notes of messages that are gone, and files of messages that are in no mailbox.
///
/// A reader that comes back after the notes it had not read were taken out is told so, and compares
/// all ([#forgotten]).
record Pruning(Replica replica) {

    static final String SCHEMA =
            """
            CREATE TABLE IF NOT EXISTS forgotten (
                mailbox INTEGER PRIMARY KEY,
                version INTEGER NOT NULL
            )
            """;

    /// So many notes stay in each mailbox; a reader is rarely further behind.
    private static final int NOTES = 1000;

    /// For nothing but the note itself.
    private static final String UNUSED =
            """
            gone = 1 AND NOT EXISTS (
                SELECT 1 FROM operation o WHERE o.message = message.id OR o.copy = message.id)
            """;

    /// Up to which of a mailbox's versions notes of messages that are gone may be missing. Called
    /// within [Replica#ask] or [Replica#change].
    static long forgotten(Replica replica, long mailbox) throws SQLException {
        return replica.number("SELECT version FROM forgotten WHERE mailbox = ?", mailbox);
    }

    /// All of it, a mailbox and a directory of files at a time, so that others have their turn.
    void all() throws MailException {
        for (Mailboxes.Box box : replica.ask(() -> replica.mailboxes().all())) {
            replica.change(() -> {
                notes(box.id());
                return 0;
            });
        }
        for (long directory : replica.bodies().directories()) {
            var files = new TreeSet<Long>(replica.bodies().in(directory));
            if (!files.isEmpty()) {
                files(files);
            }
        }
    }

    private void notes(long mailbox) throws SQLException {
        long last =
                replica.number(
                        "SELECT version FROM message WHERE mailbox = ? AND "
                                + UNUSED
                                + " ORDER BY version DESC LIMIT 1 OFFSET ?",
                        mailbox,
                        NOTES);
        if (last == 0) {
            return;
        }
        replica.update(
                "DELETE FROM message WHERE mailbox = ? AND version <= ? AND " + UNUSED,
                mailbox,
                last);
        replica.update("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", mailbox, last);
    }

    /// A file that was there before may be of a change that is under way: this waits for it, as a
    /// change of its own.
    private void files(TreeSet<Long> files) throws MailException {
        replica.change(() -> {
            replica.list(
                            row -> row.getLong(1),
                            "SELECT id FROM message WHERE id BETWEEN ? AND ? AND NOT ("
                                    + UNUSED
                                    + ")",
                            files.first(),
                            files.last())
                    .forEach(files::remove);
            files.forEach(replica.bodies()::delete);
            return 0;
        });
    }
}
