package hazel.store.imap;

import hazel.store.Flag;
import hazel.store.FlagChange;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The operations that wait, in their order. Every method is called within [Replica#ask] or
/// [Replica#change].
///
/// @param replica whose they are
record Operations(Replica replica) {

    private static final String COLUMNS =
            "SELECT id, kind, mailbox, message, target, copy, change, uidnext FROM operation ";

    private static Operation operation(ResultSet row) throws SQLException {
        long id = row.getLong(1);
        long mailbox = row.getLong(3);
        long message = row.getLong(4);
        long target = row.getLong(5);
        long copy = row.getLong(6);
        long uidNext = row.getLong(8);
        return switch (row.getString(2)) {
            case "append" -> new Operation.Append(id, mailbox, message, uidNext);
            case "store" -> new Operation.Store(id, mailbox, message, change(row.getString(7)));
            case "copy" -> new Operation.Copy(id, mailbox, message, target, copy, uidNext);
            case "move" -> new Operation.Move(id, mailbox, message, target, copy, uidNext);
            case "expunge" -> new Operation.Expunge(id, mailbox, message);
            default -> throw new SQLException("an operation that this Hazel does not know");
        };
    }

    /// The first ones of those that are wanted.
    List<Operation> first(int most, Predicate<Operation> wanted) throws SQLException {
        List<Operation> first = new ArrayList<>();
        try (ResultSet found = replica.prepared(COLUMNS + "ORDER BY id").executeQuery()) {
            while (first.size() < most && found.next()) {
                Operation each = operation(found);
                if (wanted.test(each)) {
                    first.add(each);
                }
            }
        }
        return first;
    }

    long count() throws SQLException {
        return replica.number("SELECT count(*) FROM operation");
    }

    boolean isWaiting(long message) throws SQLException {
        return replica.number(
                        "SELECT count(*) FROM operation WHERE message = ? OR copy = ?",
                        message,
                        message)
                > 0;
    }

    /// What is still to be changed of each message's flags, in order.
    Map<Long, List<FlagChange>> changes(long mailbox) throws SQLException {
        Map<Long, List<FlagChange>> changes = new HashMap<>();
        List<Operation> all =
                replica.list(
                        Operations::operation,
                        COLUMNS + "WHERE mailbox = ? AND kind = 'store' ORDER BY id",
                        mailbox);
        for (Operation each : all) {
            if (each instanceof Operation.Store store) {
                changes.computeIfAbsent(store.message(), _ -> new ArrayList<>())
                        .add(store.change());
            }
        }
        return changes;
    }

    void append(long mailbox, long message) throws SQLException {
        replica.update(
                "INSERT INTO operation (kind, mailbox, message) VALUES ('append', ?, ?)",
                mailbox,
                message);
    }

    void store(long mailbox, long message, FlagChange change) throws SQLException {
        replica.update(
                "INSERT INTO operation (kind, mailbox, message, change) VALUES ('store', ?, ?, ?)",
                mailbox,
                message,
                text(change));
    }

    void transfer(String kind, Messages.Message message, long target, long copy)
            throws SQLException {
        replica.update(
                "INSERT INTO operation (kind, mailbox, message, target, copy)"
                        + " VALUES (?, ?, ?, ?, ?)",
                kind,
                message.mailbox(),
                message.id(),
                target,
                copy);
    }

    void expunge(long mailbox, long message) throws SQLException {
        replica.update(
                "INSERT INTO operation (kind, mailbox, message) VALUES ('expunge', ?, ?)",
                mailbox,
                message);
    }

    /// From now on these may have been done, by an answer that never came.
    void tried(Collection<? extends Operation> operations, long uidNext) throws SQLException {
        for (Operation each : operations) {
            replica.update("UPDATE operation SET uidnext = ? WHERE id = ?", uidNext, each.id());
        }
    }

    void done(Collection<? extends Operation> operations) throws SQLException {
        for (Operation each : operations) {
            replica.update("DELETE FROM operation WHERE id = ?", each.id());
            replica.update("DELETE FROM held WHERE operation = ?", each.id());
        }
    }

    /// Flags added and taken away, as bits, and keywords added and taken away, between tabs.
    static String text(FlagChange change) {
        return String.join(
                "\t",
                names(change.add()),
                names(change.remove()),
                Messages.text(change.addKeywords()),
                Messages.text(change.removeKeywords()));
    }

    static FlagChange change(String text) {
        String[] parts = text.split("\t", -1);
        return new FlagChange(
                Messages.flags(Integer.parseInt(parts[0])),
                Messages.flags(Integer.parseInt(parts[1])),
                words(parts[2]),
                words(parts[3]));
    }

    private static String names(Set<Flag> flags) {
        return String.valueOf(Messages.bits(flags));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }
}
