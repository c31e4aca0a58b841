package hazel.cache.text;

import hazel.index.IdHash;
import hazel.mail.MessageId;
import hazel.store.IndexEntry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gathers the messages that belong together by their ids and references, in whatever mailbox.
final class Conversation {

    /// Who reads more has been given a mailing list's archive as one thread.
    private static final int MOST = 5000;

    private final Database database;
    private final Map<Long, IndexedMailbox> mailboxes = new HashMap<>();

    /// @param mailboxes in which messages are looked for
    Conversation(Database database, Set<IndexedMailbox> mailboxes) {
        this.database = database;
        mailboxes.forEach(m -> this.mailboxes.put(m.number(), m));
    }

    List<Hit> of(MessageId id) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        Set<Long> messages = new HashSet<>();
        Deque<Long> upcoming = new ArrayDeque<>(List.of(IdHash.of(id)));
        while (!upcoming.isEmpty() && hits.size() < MOST) {
            long hash = upcoming.remove();
            if (!known.add(hash)) {
                continue;
            }
            for (long number : linked(hash)) {
                if (messages.add(number)) {
                    message(number)
                            .ifPresent(hit -> {
                                hits.add(hit);
                                upcoming.addAll(Documents.hashes(hit.entry()));
                            });
                }
            }
        }
        return hits;
    }

    private List<Long> linked(long hash) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (ResultSet row =
                database.prepared("SELECT doc FROM link WHERE hash = ?", hash).executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }

    /// Empty where it is in no mailbox that is looked in.
    private Optional<Hit> message(long number) throws SQLException {
        try (ResultSet row =
                database.prepared("SELECT " + Documents.COLUMNS + " FROM doc WHERE id = ?", number)
                        .executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            IndexEntry entry = Documents.entry(row);
            return Optional.ofNullable(mailboxes.get(row.getLong(2)))
                    .map(mailbox -> new Hit(mailbox, entry));
        }
    }
}
