package hazel.sqlite;

import hazel.file.DurableFiles;

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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A database file, open on one connection, in WAL mode and only its owner's. For one thread at a
/// time; other connections, of this process and of others, may have it open too.
public final class SqliteFile implements AutoCloseable {

    private static final int BUSY_MILLIS = 10_000;
    private static final Duration AGAIN = Duration.ofMillis(10);

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private SqliteFile(Connection connection) {
        this.connection = connection;
    }

    /// What a file has to be.
    ///
    /// @param application says whose file it is, as `PRAGMA application_id`
    /// @param version to be counted up with every change of the schema, as `PRAGMA user_version`
    /// @param schema makes what is in a new file, in one transaction
    /// @param settings of each connection, as `synchronous = NORMAL`
    public record Form(int application, int version, String schema, List<String> settings) {
        public Form {
            settings = List.copyOf(settings);
        }
    }

    /// Work that asks the database.
    public interface Work<T> {
        T run() throws SQLException;
    }

    /// Opens the file, or makes it and the directories above it.
    ///
    /// @throws SQLException for which [#isDamage] holds also where the file is another program's or
    ///   of another version
    public static SqliteFile open(Path file, Form form) throws IOException, SQLException {
        if (!Files.exists(file)) {
            DurableFiles.createPrivateDirectories(file.toAbsolutePath().resolveSibling(""));
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
        var opened = new SqliteFile(new JDBC4Connection("jdbc:sqlite:" + name, name, settings));
        try {
            opened.establish(form);
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
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

    private void establish(Form form) throws SQLException {
        if (number("PRAGMA user_version") == 0 && number("PRAGMA schema_version") == 0) {
            create(form);
        }
        if (number("PRAGMA application_id") != form.application()
                || number("PRAGMA user_version") != form.version()) {
            throw new SQLiteException("of another version", SQLiteErrorCode.SQLITE_NOTADB);
        }
        for (String setting : form.settings()) {
            execute("PRAGMA " + setting);
        }
    }

    /// QUIRK: who changes a file to a write-ahead log while another does is told at once that it is
    /// busy, whatever the timeout, and so tries again.
    private void create(Form form) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                createOnce(form);
                return;
            } catch (SQLException e) {
                if (number("PRAGMA user_version") == form.version()) {
                    return; // Another Hazel was quicker.
                }
                if (!isBusy(e) || System.nanoTime() - begun > BUSY_MILLIS * 1_000_000L) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void createOnce(Form form) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try {
                statement.executeUpdate(
                        """
                        PRAGMA page_size = 8192;
                        PRAGMA journal_mode = WAL;
                        BEGIN IMMEDIATE;
                        %s
                        PRAGMA application_id = %d;
                        PRAGMA user_version = %d;
                        COMMIT;
                        """
                                .formatted(form.schema(), form.application(), form.version()));
            } catch (SQLException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    /// Whether an error says that the file is no good.
    public static boolean isDamage(SQLException e) {
        return is(e, SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /// Whether an error says that another program has been writing for too long.
    public static boolean isBusy(SQLException e) {
        return is(e, SQLiteErrorCode.SQLITE_BUSY);
    }

    private static boolean is(SQLException e, SQLiteErrorCode... codes) {
        return e instanceof SQLiteException sqlite
                && Set.of(codes).stream()
                        .anyMatch(c -> c.code == (sqlite.getResultCode().code & 0xff));
    }

    /// All of it happens, or nothing. Waits for another program that is writing.
    public <T> T change(Work<T> work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                T result = work.run();
                statement.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    private static void rollBack(Statement statement, Exception because) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /// A statement with its values, kept for the next time.
    public PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        set(statement, values);
        return statement;
    }

    /// A statement of its own, for an answer that is read while others are asked.
    public PreparedStatement fresh(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /// @return how many rows it concerned
    public int update(String sql, Object... values) throws SQLException {
        return prepared(sql, values).executeUpdate();
    }

    /// Adds a row and returns its number.
    public long insert(String sql, Object... values) throws SQLException {
        update(sql, values);
        return number("SELECT last_insert_rowid()");
    }

    /// The one number that a statement asks for, 0 where there is none.
    public long number(String sql, Object... values) throws SQLException {
        try (ResultSet result = prepared(sql, values).executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /// Something that is done once and suffers no kept statement beside it, such as VACUUM.
    public void execute(String... commands) throws SQLException {
        closeStatements();
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }

    @Override
    public void close() {
        try {
            closeStatements();
            connection.close();
        } catch (SQLException e) {
            System.getLogger("hazel.sqlite").log(System.Logger.Level.DEBUG, "at the end", e);
        }
    }
}
