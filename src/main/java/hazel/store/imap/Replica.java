package hazel.store.imap;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sqlite.SqliteFile;
import hazel.sqlite.SqliteLibrary;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An account's mail on this machine: a database of mailboxes, messages and operations that wait
/// for the server, and the messages themselves as files ([Bodies]).
///
/// For one thread at a time; every thread and every process that works on the account has one of
/// its own. What is committed survives a power cut, because here is what the server does not have
/// yet. A file that is damaged is therefore never thrown away.
final class Replica implements AutoCloseable {

    static final String NAME = "replica.sqlite";

    /// `Hazi`: the file is ours.
    private static final int APPLICATION = 0x48617a69;

    private static final int VERSION = 1;

    /// `mailbox.version` counts the changes of its messages; a message bears the number of its last
    /// one. A message that is gone stays as a note until readers had their chance to hear of it
    /// ([Pruning]), and as long as an operation names it. `uid` is the server's and empty where the
    /// server does not have the message yet.
    private static final String SCHEMA =
            """
            CREATE TABLE replica (id TEXT NOT NULL);
            CREATE TABLE mailbox (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                name TEXT NOT NULL UNIQUE,
                server TEXT NOT NULL,
                attributes TEXT NOT NULL,
                uidvalidity INTEGER NOT NULL DEFAULT 0,
                uidnext INTEGER NOT NULL DEFAULT 1,
                modseq INTEGER NOT NULL DEFAULT 0,
                whole INTEGER NOT NULL DEFAULT 0,
                total INTEGER NOT NULL DEFAULT -1,
                unseen INTEGER NOT NULL DEFAULT -1,
                version INTEGER NOT NULL DEFAULT 0
            );
            CREATE TABLE message (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                mailbox INTEGER NOT NULL,
                uid INTEGER,
                arrival INTEGER NOT NULL,
                size INTEGER NOT NULL,
                flags INTEGER NOT NULL,
                keywords TEXT NOT NULL,
                header BLOB NOT NULL,
                kept INTEGER NOT NULL DEFAULT 0,
                gone INTEGER NOT NULL DEFAULT 0,
                version INTEGER NOT NULL
            );
            CREATE INDEX message_uid ON message (mailbox, uid);
            CREATE INDEX message_version ON message (mailbox, version);
            CREATE TABLE operation (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                kind TEXT NOT NULL,
                mailbox INTEGER NOT NULL,
                message INTEGER NOT NULL,
                target INTEGER NOT NULL DEFAULT 0,
                copy INTEGER NOT NULL DEFAULT 0,
                change TEXT NOT NULL DEFAULT '',
                uidnext INTEGER NOT NULL DEFAULT 0
            );
            """;

    private static final SqliteFile.Form FORM =
            new SqliteFile.Form(
                    APPLICATION,
                    VERSION,
                    SCHEMA,
                    List.of("synchronous = FULL", "cache_size = -8192"));

    private final Path directory;
    private final SqliteFile sqlite;
    private final Bodies bodies;
    private final Mailboxes mailboxes;
    private final Messages messages;
    private final Operations operations;

    private Replica(Path directory, SqliteFile sqlite) {
        this.directory = directory;
        this.sqlite = sqlite;
        this.bodies = new Bodies(directory.resolve("messages"));
        this.mailboxes = new Mailboxes(this);
        this.messages = new Messages(this);
        this.operations = new Operations(this);
    }

    /// Opens it, or makes an empty one.
    ///
    /// @param caches where Hazel keeps what can be made again
    static Replica open(Path directory, Path caches) throws MailException {
        SqliteLibrary.prepare(caches);
        try {
            DurableFiles.createPrivateDirectories(directory);
            var replica = new Replica(directory, SqliteFile.open(directory.resolve(NAME), FORM));
            replica.change(() -> {
                replica.update(Held.SCHEMA); // these are not in replicas of before
                replica.update(Pruning.SCHEMA);
                replica.update(Messages.UNNAMED);
                if (replica.sqlite.number("SELECT count(*) FROM replica") == 0) {
                    replica.sqlite.update(
                            "INSERT INTO replica VALUES (?)", UUID.randomUUID().toString());
                }
                return 0;
            });
            return replica;
        } catch (SQLException e) {
            throw failed(directory, e);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            directory.toString(), "cannot write in " + directory + ": " + e),
                    e);
        }
    }

    private static MailException failed(Path directory, SQLException e) {
        String file = directory.resolve(NAME).toString();
        if (SqliteFile.isBusy(e)) {
            return new MailException(
                    new Problem.Busy(file, "another program keeps " + file + " to itself"), e);
        }
        String what = SqliteFile.isDamage(e) ? " is damaged; move it away to begin anew: " : ": ";
        return new MailException(new Problem.Failed(file, file + what + e.getMessage()), e);
    }

    Bodies bodies() {
        return bodies;
    }

    Mailboxes mailboxes() {
        return mailboxes;
    }

    Messages messages() {
        return messages;
    }

    Operations operations() {
        return operations;
    }

    /// What changes whenever anybody changed something.
    List<Path> watchable() {
        return List.of(directory.resolve(NAME + "-wal"));
    }

    /// Names this replica among those that were there before it.
    String id() throws MailException {
        return ask(() -> {
            try (ResultSet found = prepared("SELECT id FROM replica").executeQuery()) {
                return found.next() ? found.getString(1) : "";
            }
        });
    }

    <T> T ask(SqliteFile.Work<T> work) throws MailException {
        try {
            return work.run();
        } catch (SQLException e) {
            throw e.getCause() instanceof MailException mail ? mail : failed(directory, e);
        }
    }

    /// All of it happens and survives, or nothing.
    <T> T change(SqliteFile.Work<T> work) throws MailException {
        return ask(() -> sqlite.change(work));
    }

    PreparedStatement prepared(String sql, Object... values) throws SQLException {
        return sqlite.prepared(sql, values);
    }

    PreparedStatement fresh(String sql, Object... values) throws SQLException {
        return sqlite.fresh(sql, values);
    }

    int update(String sql, Object... values) throws SQLException {
        return sqlite.update(sql, values);
    }

    long insert(String sql, Object... values) throws SQLException {
        return sqlite.insert(sql, values);
    }

    long number(String sql, Object... values) throws SQLException {
        return sqlite.number(sql, values);
    }

    /// How a row of an answer becomes a value.
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> list(Row<T> row, String sql, Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet found = prepared(sql, values).executeQuery()) {
            while (found.next()) {
                all.add(row.of(found));
            }
        }
        return all;
    }

    <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
        try (ResultSet found = prepared(sql, values).executeQuery()) {
            return found.next() ? Optional.of(row.of(found)) : Optional.empty();
        }
    }

    @Override
    public void close() {
        sqlite.close();
    }
}
