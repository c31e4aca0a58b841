package hazel.store.imap;

import hazel.store.MailboxName;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The replica's mailboxes. Every method is called within [Replica#ask] or [Replica#change].
///
/// @param replica whose they are
record Mailboxes(Replica replica) {

    private static final String COLUMNS =
            "SELECT id, name, server, attributes, uidvalidity, uidnext, modseq, whole, total,"
                    + " unseen, version FROM mailbox ";

    /// A mailbox as the replica knows it.
    ///
    /// @param server its name as the server writes it
    /// @param attributes of LIST (RFC 9051 section 7.3.1), in lower case
    /// @param uidValidity 0 before the first look into it
    /// @param uidNext the first UID that is not known of
    /// @param modSeq up to which changes are known, 0 for none
    /// @param isWhole whether every message is known, not only the newest
    /// @param total as the server counted, -1 where it did not
    /// @param version counts the changes
    record Box(
            long id,
            MailboxName name,
            String server,
            Set<String> attributes,
            long uidValidity,
            long uidNext,
            long modSeq,
            boolean isWhole,
            long total,
            long unseen,
            long version) {

        Box {
            attributes = Set.copyOf(attributes);
        }

        boolean isSelectable() {
            return !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent");
        }

        /// The inbox always is.
        boolean isSubscribed() {
            return attributes.contains("\\subscribed") || name.equals(MailboxName.INBOX);
        }
    }

    private static Box box(ResultSet row) throws SQLException {
        String attributes = row.getString(4);
        return new Box(
                row.getLong(1),
                new MailboxName(row.getString(2)),
                row.getString(3),
                attributes.isEmpty() ? Set.of() : Set.of(attributes.split(" ")),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8) != 0,
                row.getLong(9),
                row.getLong(10),
                row.getLong(11));
    }

    List<Box> all() throws SQLException {
        return replica.list(Mailboxes::box, COLUMNS + "ORDER BY name");
    }

    Optional<Box> named(MailboxName name) throws SQLException {
        return replica.first(Mailboxes::box, COLUMNS + "WHERE name = ?", name.value());
    }

    Optional<Box> box(long id) throws SQLException {
        return replica.first(Mailboxes::box, COLUMNS + "WHERE id = ?", id);
    }

    /// What the server lists. What it lists no longer is forgotten, with the messages in it, unless
    /// operations wait for it.
    ///
    /// @return those that are gone
    List<Box> listed(List<Listed> listed) throws SQLException {
        for (Listed each : listed) {
            String attributes =
                    String.join(
                            " ",
                            each.attributes().stream()
                                    .map(a -> a.toLowerCase(Locale.ROOT))
                                    .distinct()
                                    .toList());
            replica.update(
                    """
                    INSERT INTO mailbox (name, server, attributes) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE
                    SET server = excluded.server, attributes = excluded.attributes
                    WHERE server <> excluded.server OR attributes <> excluded.attributes
                    """,
                    each.name().value(),
                    each.server(),
                    attributes);
        }
        Set<MailboxName> there =
                listed.stream()
                        .map(Listed::name)
                        .collect(java.util.stream.Collectors.toUnmodifiableSet());
        List<Box> gone = all().stream().filter(b -> !there.contains(b.name())).toList();
        List<Box> forgotten = new java.util.ArrayList<>();
        for (Box each : gone) {
            if (replica.number(
                            "SELECT count(*) FROM operation WHERE mailbox = ? OR target = ?",
                            each.id(),
                            each.id())
                    == 0) {
                forget(each.id());
                forgotten.add(each);
            }
        }
        return forgotten;
    }

    /// @param name as Hazel shows it
    /// @param server as the server writes it
    record Listed(MailboxName name, String server, List<String> attributes) {
        Listed {
            attributes = List.copyOf(attributes);
        }
    }

    void forget(long id) throws SQLException {
        replica.update("DELETE FROM message WHERE mailbox = ?", id);
        replica.update("DELETE FROM mailbox WHERE id = ?", id);
        replica.update("DELETE FROM forgotten WHERE mailbox = ?", id);
    }

    void renamed(long id, MailboxName name, String server) throws SQLException {
        replica.update(
                "UPDATE mailbox SET name = ?, server = ? WHERE id = ?", name.value(), server, id);
    }

    /// What the server counted; nothing where it did not.
    void counted(long id, Lists.Status status) throws SQLException {
        long total = status.total();
        long unseen = status.unseen();
        replica.update(
                "UPDATE mailbox SET total = ?, unseen = ? WHERE id = ? AND (total <> ? OR unseen"
                        + " <> ?)",
                total,
                unseen,
                id,
                total,
                unseen);
    }

    /// How far the server's state is known.
    void reached(long id, long uidNext, long modSeq, boolean isWhole) throws SQLException {
        replica.update(
                """
                UPDATE mailbox SET uidnext = max(uidnext, ?), modseq = ?, whole = ?
                WHERE id = ? AND (uidnext < ? OR modseq <> ? OR whole <> ?)
                """,
                uidNext,
                modSeq,
                isWhole ? 1 : 0,
                id,
                uidNext,
                modSeq,
                isWhole ? 1 : 0);
    }

    /// The server numbers messages anew: nothing of what it said holds. What changed is not asked
    /// for by what was last known: everything is compared the next time.
    void forgetChanges(long id) throws SQLException {
        replica.update("UPDATE mailbox SET modseq = 0 WHERE id = ?", id);
    }

    void renumbered(long id, long uidValidity) throws SQLException {
        replica.update(
                "UPDATE mailbox SET uidvalidity = ?, uidnext = 1, modseq = 0, whole = 0"
                        + " WHERE id = ?",
                uidValidity,
                id);
    }

    /// The number for a change that is made now.
    long nextVersion(long id) throws SQLException {
        replica.update("UPDATE mailbox SET version = version + 1 WHERE id = ?", id);
        return version(id);
    }

    long version(long id) throws SQLException {
        return replica.number("SELECT version FROM mailbox WHERE id = ?", id);
    }
}
