package hazel.cache.text;

import hazel.mail.MailException;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What was found, one message after another, each looked for only when it is asked for. To be
/// closed: until then the index cannot give back the space of what is removed meanwhile.
public final class Hits implements AutoCloseable {

    /// So many messages are tested at once for what the database cannot answer; the first few are
    /// wanted quickly.
    private static final int FIRST_CHUNK = 16;

    private static final int LARGEST_CHUNK = 512;

    private final Database database;
    private final Candidates candidates;
    private final Optional<Remainder> remainder;
    private final Deque<Candidate> ready = new ArrayDeque<>();
    private int chunk;

    private Hits(Database database, Plan plan, Wanted wanted) throws SQLException {
        this.database = database;
        remainder =
                plan.isWhole()
                        ? Optional.empty()
                        : Optional.of(new Remainder(database, plan, wanted));
        chunk = plan.isWhole() ? 1 : FIRST_CHUNK;
        candidates = new Candidates(database, plan, wanted);
    }

    static Hits of(Database database, Plan plan, Wanted wanted) throws MailException {
        return database.ask(() -> new Hits(database, plan, wanted));
    }

    /// The next message, or nothing at the end.
    public Optional<Hit> next() throws MailException {
        while (ready.isEmpty() && candidates.hasNext()) {
            List<Candidate> next = database.ask(() -> candidates.next(chunk));
            if (remainder.isPresent()) {
                chunk = Math.min(LARGEST_CHUNK, chunk * 2);
                next = remainder.get().fitting(next);
            }
            ready.addAll(next);
        }
        return Optional.ofNullable(ready.poll()).map(c -> new Hit(c.mailbox(), c.entry()));
    }

    @Override
    public void close() throws MailException {
        database.ask(() -> {
            candidates.close();
            return this;
        });
    }
}
