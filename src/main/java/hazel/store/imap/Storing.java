package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Messages of one mailbox on their way to the disk, one group of them at a time, while the next is
/// fetched. The replica says that they are here when they survive a power cut.
final class Storing implements AutoCloseable {

    private final Replica replica;
    private final long mailbox;
    private final ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<Group> under = Optional.empty();

    private record Group(Set<Long> ids, Future<?> written) {}

    Storing(Replica replica, long mailbox) {
        this.replica = replica;
        this.mailbox = mailbox;
    }

    /// Begins to write messages, when those before them are here.
    ///
    /// @param octets by the messages' numbers
    void store(Map<Long, byte[]> octets) throws MailException {
        finish();
        if (!octets.isEmpty()) {
            Bodies bodies = replica.bodies();
            Future<?> written =
                    writer.submit(() -> {
                        bodies.writeAll(octets);
                        return octets;
                    });
            under = Optional.of(new Group(octets.keySet(), written));
        }
    }

    private void finish() throws MailException {
        Optional<Group> group = under;
        under = Optional.empty();
        if (group.isPresent()) {
            awaited(group.get().written());
            replica.change(() -> {
                replica.messages().kept(mailbox, group.get().ids());
                return 0;
            });
        }
    }

    private static void awaited(Future<?> written) throws MailException {
        try {
            written.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MailException why) {
                throw new MailException(why.problem(), why);
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("writing messages"), e);
        }
    }

    /// Waits until all of them are here.
    @Override
    public void close() throws MailException {
        try {
            finish();
        } finally {
            writer.close();
        }
    }
}
