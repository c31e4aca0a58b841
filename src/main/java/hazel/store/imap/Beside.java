package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A connection for work that somebody waits for, beside the one that keeps an account alike: made
/// when it is first needed, and used by one thread after another.
final class Beside {

    private final ImapAccount account;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<Engine> engine = Optional.empty();

    Beside(ImapAccount account) {
        this.account = account;
    }

    /// Work over the connection.
    interface Work<T> {
        T with(Engine engine) throws MailException;
    }

    /// On the thread that wants it.
    <T> T run(Work<T> work) throws MailException {
        lock.lock();
        try (Replica replica = account.replica()) {
            if (engine.isPresent() && engine.get().isBroken()) {
                engine = Optional.empty();
            }
            boolean isOld = engine.isPresent();
            try {
                return work.with(connected(replica));
            } catch (MailException e) {
                if (!isOld || !(e.problem() instanceof Problem.Unreachable)) {
                    throw e;
                }
                engine = Optional.empty(); // it had been idle for too long
                return work.with(connected(replica));
            }
        } finally {
            lock.unlock();
        }
    }

    private Engine connected(Replica replica) throws MailException {
        Engine used =
                engine.isPresent()
                        ? engine.get().over(replica)
                        : account.connect(replica, SyncState.Listener.NONE);
        engine = Optional.of(used);
        return used;
    }

    /// As in [Connection#silence].
    Duration silence() {
        return engine.map(Engine::silence).orElse(Duration.ZERO);
    }

    /// Ends the connection; from any thread.
    void abort() {
        engine.ifPresent(Engine::abort);
    }
}
