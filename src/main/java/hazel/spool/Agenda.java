package hazel.spool;

import hazel.mail.MailException;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// When each message of a spool is to be looked at next. What was found is remembered by the length
/// of the journal, which only ever grows: a look at a hundred thousand messages that wait reads the
/// names and lengths of their files, and only the journals that somebody wrote to.
///
/// Used by one thread, of the process that delivers.
public final class Agenda {

    private final Spool spool;
    private final Function<Item, Instant> due;
    private final Map<QueueId, Seen> seen = new HashMap<>();

    private record Seen(long length, Instant due) {}

    /// @param due when a message is to be looked at; [Instant#MAX] for not until its journal
    ///   changes. It depends on the message alone.
    public Agenda(Spool spool, Function<Item, Instant> due) {
        this.spool = spool;
        this.due = due;
    }

    /// Passes on every message that is due, oldest first, each read when its turn comes.
    ///
    /// @return when the first of the others is due, where any is
    public Optional<Instant> look(Instant now, Consumer<Item> work) throws MailException {
        Instant next = Instant.MAX;
        List<QueueId> ids = spool.ids();
        for (QueueId id : ids) {
            Instant from = due(id, now, work);
            next = from.isBefore(next) && from.isAfter(now) ? from : next;
        }
        if (seen.size() > ids.size()) {
            seen.keySet().retainAll(new HashSet<>(ids));
        }
        return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    private Instant due(QueueId id, Instant now, Consumer<Item> work) throws MailException {
        OptionalLong length = length(id);
        if (length.isEmpty()) {
            return Instant.MAX; // gone meanwhile
        }
        Optional<Seen> before =
                Optional.ofNullable(seen.get(id)).filter(s -> s.length == length.getAsLong());
        if (before.isPresent() && before.get().due.isAfter(now)) {
            return before.get().due;
        }
        Optional<Item> item = find(id);
        Instant from = item.map(due).orElse(Instant.MAX);
        seen.put(id, new Seen(length.getAsLong(), from));
        if (item.isPresent() && !from.isAfter(now)) {
            work.accept(item.get());
        }
        return from;
    }

    private OptionalLong length(QueueId id) {
        try {
            return OptionalLong.of(spool.journalLength(id));
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// One journal that cannot be read must not hide the others.
    private Optional<Item> find(QueueId id) {
        try {
            return spool.find(id);
        } catch (MailException e) {
            System.getLogger("hazel.spool")
                    .log(System.Logger.Level.WARNING, "cannot read the journal of " + id, e);
            return Optional.empty();
        }
    }
}
