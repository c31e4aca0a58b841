package hazel.cache.text;

import hazel.index.Facts;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Problem;
import hazel.store.MailboxName;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The index, open for one thread at a time; each thread opens its own.
public final class TextIndex implements AutoCloseable {

    private final Database database;

    private TextIndex(Database database) {
        this.database = database;
    }

    /// Opens the index, or makes an empty one.
    ///
    /// @param caches where Hazel keeps what can be made again
    public static TextIndex open(Path caches) throws MailException {
        return new TextIndex(Database.open(caches));
    }

    /// Whether anything was ever indexed there; costs next to nothing.
    public static boolean isThere(Path caches) {
        return Files.exists(caches.resolve(Database.NAME));
    }

    /// Whether something went wrong with the index and not with the mail: then reading is left.
    public static boolean isOwn(Problem problem) {
        return problem instanceof Problem.Busy(var what, _) && what.equals(Database.NAME)
                || problem instanceof Problem.Failed(var file, _) && file.equals(Database.NAME)
                || problem instanceof Problem.CannotWrite(var path, _)
                        && path.equals(Database.NAME);
    }

    Database database() {
        return database;
    }

    /// The mailbox where the index knows of it.
    public Optional<IndexedMailbox> mailbox(String store, MailboxName name) throws MailException {
        return database.ask(() -> named(store, name));
    }

    private Optional<IndexedMailbox> named(String store, MailboxName name) throws SQLException {
        long number =
                database.number(
                        "SELECT id FROM place WHERE store = ? AND mailbox = ?",
                        store,
                        name.value());
        return number == 0
                ? Optional.empty()
                : Optional.of(new IndexedMailbox(number, store, name));
    }

    /// The mailbox, which the index knows from now on.
    IndexedMailbox entered(String store, MailboxName name) throws MailException {
        Optional<IndexedMailbox> known = mailbox(store, name);
        if (known.isPresent()) {
            return known.get();
        }
        return database.change(() -> {
            database.update(
                    "INSERT OR IGNORE INTO place (store, mailbox) VALUES (?, ?)",
                    store,
                    name.value());
            return named(store, name).orElseThrow();
        });
    }

    /// Every mailbox that the index knows.
    public List<Coverage> coverage() throws MailException {
        return database.ask(() -> {
            List<Coverage> all = new ArrayList<>();
            try (ResultSet row =
                    database.prepared(
                                    "SELECT id, store, mailbox,"
                                            + " (SELECT count(*) FROM doc WHERE place = place.id),"
                                            + " total, state IS NOT NULL"
                                            + " FROM place ORDER BY store, mailbox")
                            .executeQuery()) {
                while (row.next()) {
                    var name = new MailboxName(row.getString(3));
                    all.add(
                            new Coverage(
                                    new IndexedMailbox(row.getLong(1), row.getString(2), name),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getBoolean(6)));
                }
            }
            return all;
        });
    }

    /// Finds messages.
    public Hits find(Wanted wanted) throws MailException {
        return Hits.of(database, plan(wanted), wanted);
    }

    /// The conversation that a message is in: what it answers, what answers it, and so on.
    ///
    /// @param mailboxes in which it is looked for
    public List<Hit> conversation(MessageId of, Set<IndexedMailbox> mailboxes)
            throws MailException {
        return database.ask(() -> new Conversation(database, mailboxes).of(of));
    }

    /// How many [#find] would give.
    public long count(Wanted wanted) throws MailException {
        Plan plan = plan(wanted);
        if (plan.isWhole()) {
            var select =
                    new Candidates.Select(
                            plan,
                            wanted.mailboxes().keySet().stream()
                                    .map(IndexedMailbox::number)
                                    .collect(Collectors.toSet()));
            return database.ask(
                    () -> database.number("SELECT count(*)" + select.from(), select.values()));
        }
        long count = 0;
        try (Hits hits = find(wanted)) {
            while (hits.next().isPresent()) {
                count++;
            }
        }
        return count;
    }

    private static Plan plan(Wanted wanted) {
        ZoneId zone =
                wanted.mailboxes().values().stream()
                        .map(facts -> facts.zone().id())
                        .findFirst()
                        .orElse(ZoneId.systemDefault());
        Set<String> mine =
                wanted.mailboxes().values().stream()
                        .flatMap(facts -> facts.mine().stream())
                        .collect(Collectors.toSet());
        return Plan.of(wanted.query(), zone, mine);
    }

    /// Answers what words are in the bodies of a mailbox's messages.
    ///
    /// @param snapshot of the messages that will be asked about
    /// @param reading reads what is not indexed
    public Facts.Texts texts(IndexedMailbox mailbox, Snapshot snapshot, Facts.Texts reading)
            throws MailException {
        return database.ask(() -> new KnownTexts(database, mailbox, snapshot, reading));
    }

    /// What the index knows of a mailbox.
    KnownMarks known(IndexedMailbox mailbox) {
        return new KnownMarks(database, mailbox);
    }

    /// Takes a mailbox out of the index. What was known of its messages is still there for a
    /// mailbox that they moved to, until the next [Indexer#finish] or [#compact].
    public void forget(IndexedMailbox mailbox) throws MailException {
        database.change(() -> {
            database.update(
                    "UPDATE doc SET place = ?, uid = id WHERE place = ?",
                    Documents.NOWHERE,
                    mailbox.number());
            database.update("DELETE FROM place WHERE id = ?", mailbox.number());
            database.update("DELETE FROM growth WHERE place = ?", mailbox.number());
            return mailbox;
        });
    }

    /// Removes what was expelled from its mailbox and came into no other.
    void purge() throws MailException {
        var documents = new Documents(database);
        if (database.ask(documents::hasExpelled)) {
            while (database.change(() -> documents.purge(1000))) {
                // In steps, so that others can write between them.
            }
        }
    }

    /// Puts the index in order and gives back the space of what is gone.
    public void compact() throws MailException {
        purge();
        database.compact();
    }

    /// A number that is another one after every change.
    public long generation() throws MailException {
        return database.ask(() -> database.number("SELECT generation FROM tally"));
    }

    /// Octets on the disk.
    public long size() throws MailException {
        return database.size();
    }

    @Override
    public void close() {
        database.close();
    }
}
