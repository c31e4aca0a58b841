package hazel.cache.text;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

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
    private static final int VERSION = 1;

    private static final int BUSY_MILLIS = 10_000;

    private static final int CACHE_KIBIBYTES = 16_384;

    /// `doc.id` is the row of `text`; how it is made says [Documents]. A place without a state is
    /// not indexed to its end. Place 0 holds what is gone from its mailbox and not yet anywhere
    /// else. `text` keeps no text, only where which word is. `tally` counts the changes, and how
    /// many seconds a number was ever put after its date.
    private static final String SCHEMA =
            """
            PRAGMA page_size = 8192;
            PRAGMA journal_mode = WAL;
            BEGIN IMMEDIATE;
            CREATE TABLE place (
                id INTEGER PRIMARY KEY,
                store TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                state BLOB,
                total INTEGER NOT NULL DEFAULT 0,
                UNIQUE (store, mailbox)
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
            PRAGMA application_id = %d;
            PRAGMA user_version = %d;
            COMMIT;
            """
                    .formatted(APPLICATION, VERSION);

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Work that asks the database.
    interface Work<T> {
        T run() throws SQLException;
    }

    /// Opens the file, or makes it.
    static Database open(Path caches) throws MailException {
        SqliteLibrary.prepare(caches);
        Path file = caches.resolve(NAME);
        try {
            DurableFiles.createPrivateDirectories(caches);
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    return connected(file);
                } catch (SQLException e) {
                    if (!isDamage(e)) {
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

    private static Database connected(Path file) throws IOException, SQLException {
        if (!Files.exists(file)) {
            // SQLite gives the files beside it the same mode.
            try {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } catch (java.nio.file.FileAlreadyExistsException _) {
                // Another Hazel was quicker.
            }
        }
        var settings = new Properties();
        settings.setProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
        String name = "file:" + escaped(file);
        var database =
                new Database(file, new JDBC4Connection("jdbc:sqlite:" + name, name, settings));
        try {
            database.establish();
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// What means something in a URI.
    private static String escaped(Path file) {
        return file.toAbsolutePath()
                .toString()
                .replace("%", "%25")
                .replace("?", "%3f")
                .replace("#", "%23");
    }

    private void establish() throws SQLException {
        if (number("PRAGMA user_version") == 0 && number("PRAGMA schema_version") == 0) {
            create();
        }
        if (number("PRAGMA application_id") != APPLICATION
                || number("PRAGMA user_version") != VERSION) {
            throw new SQLiteException("of another version", SQLiteErrorCode.SQLITE_NOTADB);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
        }
    }

    private void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.executeUpdate(SCHEMA);
            } catch (SQLException e) {
                rollBack(statement, e);
                if (number("PRAGMA user_version") != VERSION) {
                    throw e;
                }
                // Another Hazel was quicker.
            }
        }
    }

    private static boolean isDamage(SQLException e) {
        return e instanceof SQLiteException sqlite
                && Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code)
                        .contains(sqlite.getResultCode().code & 0xff);
    }

    /// What stands beside the file goes first: a new file must never meet an old journal.
    private static void remove(Path file) throws IOException {
        for (String end : new String[] {"-wal", "-shm", ""}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
    }

    private static MailException failed(SQLException e) {
        boolean isBusy =
                e instanceof SQLiteException sqlite
                        && (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        String sentence = "the full-text index: " + e.getMessage();
        return new MailException(
                isBusy ? new Problem.Busy(NAME, sentence) : new Problem.Failed(NAME, sentence), e);
    }

    /// Where the file turns out to be damaged, it is taken away before this throws.
    <T> T ask(Work<T> work) throws MailException {
        try {
            return work.run();
        } catch (SQLException e) {
            if (isDamage(e)) {
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
        return ask(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                try {
                    T result = work.run();
                    update("UPDATE tally SET generation = generation + 1");
                    statement.execute("COMMIT");
                    return result;
                } catch (SQLException | RuntimeException e) {
                    rollBack(statement, e);
                    throw e;
                }
            }
        });
    }

    private static void rollBack(Statement statement, Exception because) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /// A statement with its values, kept for the next time.
    PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        set(statement, values);
        return statement;
    }

    /// A statement of its own, for an answer that is read while others are asked.
    PreparedStatement fresh(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    void update(String sql, Object... values) throws SQLException {
        prepared(sql, values).executeUpdate();
    }

    /// The one number that a statement asks for, 0 where there is none.
    long number(String sql, Object... values) throws SQLException {
        try (ResultSet result = prepared(sql, values).executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /// Gives back the space of what is gone.
    void compact() throws MailException {
        ask(() -> {
            update("INSERT INTO text (text) VALUES ('optimize')");
            closeStatements(); // VACUUM suffers none beside it
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM");
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            return 0;
        });
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
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
        try {
            closeStatements();
            connection.close();
        } catch (SQLException e) {
            System.getLogger("hazel.cache").log(System.Logger.Level.DEBUG, NAME, e);
        }
    }
}
