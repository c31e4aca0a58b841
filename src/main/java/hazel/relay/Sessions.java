package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;
import hazel.smtp.SmtpClient;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Sessions with servers, each used for one message after another while there are any: a connection
/// and a TLS handshake cost more than most messages. Used by many threads at once.
///
/// A session waits a few seconds for the next message, and ends after a hundred or after some
/// minutes, as servers want it. One that its server has ended meanwhile is no failure: nobody has
/// the message yet, and it goes over a new connection.
final class Sessions implements AutoCloseable {

    /// Messages in one session.
    static final int MOST = 100;

    /// Sessions that wait, with all servers together.
    private static final int WAITING = 20;

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofMinutes(5);

    private final Deque<Session> waiting = new ArrayDeque<>(); // the latest first
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("relay-sessions").factory());
    private boolean isClosed;

    /// What two messages must have in common to share a session: the server as the hop calls it,
    /// and all that is demanded of it.
    ///
    /// @param demands empty where they are the same for every message
    record Key(String host, Optional<Server> demands) {}

    private record Session(SmtpClient client, Key key, String host, int messages, long begun) {

        boolean mayGoOn() {
            boolean isYoung = System.nanoTime() - begun < OLD.toNanos();
            return client.isUsable() && messages < MOST && isYoung;
        }

        Session used() {
            return new Session(client, key, host, messages + 1, begun);
        }
    }

    /// One transaction, in a session that waits or in a new one. Blocks.
    ///
    /// @param server asked only for a new connection
    /// @throws MailException as [SmtpClient#open] and [SmtpClient#submit] do
    Exchanging exchange(Key key, Smarthost server, NextHop.Parcel parcel) throws MailException {
        for (Optional<Session> old = take(key); old.isPresent(); old = take(key)) {
            try {
                Exchanging done = exchange(old.get(), parcel);
                if (!done.isUnheard()) {
                    return done;
                }
            } catch (MailException e) {
                if (e.problem() instanceof Problem.NotPermitted) {
                    throw e; // the message is to blame
                }
                System.getLogger("hazel.relay")
                        .log(System.Logger.Level.DEBUG, "a session ended while it waited", e);
            }
        }
        Server where = server.server();
        SmtpClient client = Exchanging.open(where);
        return exchange(new Session(client, key, where.name(), 0, System.nanoTime()), parcel);
    }

    private Exchanging exchange(Session session, NextHop.Parcel parcel) throws MailException {
        try {
            return Exchanging.over(session.client(), parcel, session.host());
        } finally {
            Session used = session.used();
            if (!used.mayGoOn() || !keep(used)) {
                used.client().close();
            }
        }
    }

    private synchronized Optional<Session> take(Key key) {
        Optional<Session> latest = waiting.stream().filter(s -> s.key.equals(key)).findFirst();
        latest.ifPresent(waiting::remove);
        return latest;
    }

    private synchronized boolean keep(Session session) {
        if (isClosed || waiting.size() >= WAITING) {
            return false;
        }
        waiting.push(session);
        var _ = timer.schedule(() -> end(session), IDLE.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    /// Where it still waits. Each time it was used it is another session to this class.
    private void end(Session session) {
        boolean isThere;
        synchronized (this) {
            isThere = waiting.remove(session);
        }
        if (isThere) {
            Thread.ofVirtual().start(session.client()::close); // which waits for an answer
        }
    }

    /// Ends all that wait; those in use end when they are done.
    @Override
    public void close() {
        List<Session> all;
        synchronized (this) {
            isClosed = true;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        timer.shutdownNow();
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(session -> closing.execute(session.client()::close));
        }
    }
}
