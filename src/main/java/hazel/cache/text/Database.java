package hazel.cache.text;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sqlite.SqliteFile;
import hazel.sqlite.SqliteLibrary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The file of the index, open on one connection. For one thread at a time.
///
/// A file that is damaged or of another version is taken away, here or when that shows, and the
/// next to open it begins with nothing.
final class Database implements AutoCloseable {

    static final String NAME = "text.sqlite";

    /// `Hazl`: the file is ours.
    private static final int APPLICATION = 0x48617a6c;

    /// To be counted up with every change of [#SCHEMA], of [hazel.index.Tokens] or of what of a
    /// message is indexed.
    private static final int VERSION = 2;

    private static final int CACHE_KIBIBYTES = 16_384;

    /// `doc.id` is the row of `text`; how it is made says [Documents]. A place without a state is
    /// not indexed to its end; `growth` has what was different in later ones ([KeptStates]). Place
    /// 0 holds what is gone from its mailbox and not yet anywhere else. `text` keeps no text, only
    /// where which word is. `tally` counts the changes, and how many seconds a number was ever put
    /// after its date.
    private static final String SCHEMA =
            """
            CREATE TABLE place (
                id INTEGER PRIMARY KEY,
                store TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                state BLOB,
                kept INTEGER NOT NULL DEFAULT 0,
                total INTEGER NOT NULL DEFAULT 0,
                UNIQUE (store, mailbox)
            );
            CREATE TABLE growth (
                place INTEGER NOT NULL,
                kept INTEGER NOT NULL,
                number INTEGER NOT NULL,
                octets BLOB NOT NULL,
                PRIMARY KEY (place, kept, number)
            );
            CREATE TABLE doc (
                id INTEGER PRIMARY KEY,
                place INTEGER NOT NULL,
                uid TEXT NOT NULL,
                date INTEGER NOT NULL,
                arrival INTEGER NOT NULL,
                size INTEGER NOT NULL,
                marks INTEGER NOT NULL,
                keywords TEXT NOT NULL,
                author TEXT NOT NULL,
                author_address TEXT NOT NULL,
                recipients TEXT NOT NULL,
                recipient TEXT NOT NULL,
                subject TEXT NOT NULL,
                list TEXT NOT NULL,
                message_id TEXT NOT NULL,
                refs TEXT NOT NULL
            );
            CREATE UNIQUE INDEX doc_uid ON doc (place, uid);
            CREATE TABLE link (
                hash INTEGER NOT NULL,
                doc INTEGER NOT NULL,
                PRIMARY KEY (hash, doc)
            ) WITHOUT ROWID;
            CREATE TABLE tally (generation INTEGER NOT NULL, shift INTEGER NOT NULL);
            INSERT INTO tally VALUES (0, 0);
            CREATE VIRTUAL TABLE text USING fts5 (
                subject, author, recipient, list, body,
                content = '', contentless_delete = 1, tokenize = 'ascii'
            );
            INSERT INTO text (text, rank) VALUES ('pgsz', 8000);
            INSERT INTO text (text, rank) VALUES ('automerge', 8);
            INSERT INTO text (text, rank) VALUES ('rank', 'bm25(8.0, 4.0, 2.0, 1.0, 1.0)');
            """;

    private static final SqliteFile.Form FORM =
            new SqliteFile.Form(
                    APPLICATION,
                    VERSION,
                    SCHEMA,
                    List.of("synchronous = NORMAL", "cache_size = -" + CACHE_KIBIBYTES));

    private final Path file;
    private final SqliteFile sqlite;

    private Database(Path file, SqliteFile sqlite) {
        this.file = file;
        this.sqlite = sqlite;
    }

    /// Work that asks the database.
    interface Work<T> extends SqliteFile.Work<T> {}

    /// Opens the file, or makes it.
    static Database open(Path caches) throws MailException {
        SqliteLibrary.prepare(caches);
        Path file = caches.resolve(NAME);
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    return new Database(file, SqliteFile.open(file, FORM));
                } catch (SQLException e) {
                    if (!SqliteFile.isDamage(e)) {
                        throw failed(e);
                    }
                    remove(file);
                }
            }
            throw new IOException("the file cannot be made");
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(NAME, "cannot write " + file + ": " + e.getMessage()),
                    e);
        }
    }

    /// What stands beside the file goes first: a new file must never meet an old journal.
    private static void remove(Path file) throws IOException {
        for (String end : new String[] {"-wal", "-shm", ""}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
    }

    private static MailException failed(SQLException e) {
        String sentence = "the full-text index: " + e.getMessage();
        return new MailException(
                SqliteFile.isBusy(e)
                        ? new Problem.Busy(NAME, sentence)
                        : new Problem.Failed(NAME, sentence),
                e);
    }

    /// Where the file turns out to be damaged, it is taken away before this throws.
    <T> T ask(Work<T> work) throws MailException {
        try {
            return work.run();
        } catch (SQLException e) {
            if (SqliteFile.isDamage(e)) {
                try {
                    remove(file);
                } catch (IOException io) {
                    e.addSuppressed(io);
                }
            }
            throw failed(e);
        }
    }

    /// All of it happens, or nothing. Waits for another program that is writing.
    <T> T change(Work<T> work) throws MailException {
        return ask(() ->
                sqlite.change(() -> {
                    T result = work.run();
                    update("UPDATE tally SET generation = generation + 1");
                    return result;
                }));
    }

    /// A statement with its values, kept for the next time.
    PreparedStatement prepared(String sql, Object... values) throws SQLException {
        return sqlite.prepared(sql, values);
    }

    /// A statement of its own, for an answer that is read while others are asked.
    PreparedStatement fresh(String sql, Object... values) throws SQLException {
        return sqlite.fresh(sql, values);
    }

    void update(String sql, Object... values) throws SQLException {
        sqlite.update(sql, values);
    }

    /// The one number that a statement asks for, 0 where there is none.
    long number(String sql, Object... values) throws SQLException {
        return sqlite.number(sql, values);
    }

    /// Gives back the space of what is gone.
    void compact() throws MailException {
        ask(() -> {
            update("INSERT INTO text (text) VALUES ('optimize')");
            sqlite.execute("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)");
            return 0;
        });
    }

    /// Octets on the disk, with what stands beside the file.
    long size() throws MailException {
        long size = 0;
        try {
            for (String end : new String[] {"", "-wal"}) {
                Path each = file.resolveSibling(file.getFileName() + end);
                size += Files.exists(each) ? Files.size(each) : 0;
            }
            return size;
        } catch (IOException e) {
            throw new MailException(new Problem.Failed(file.toString(), "cannot read " + file), e);
        }
    }

    @Override
    public void close() {
        sqlite.close();
    }
}
