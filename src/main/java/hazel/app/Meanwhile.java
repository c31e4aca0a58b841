package hazel.app;

import hazel.mail.MailException;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.MessageRef;
import hazel.store.Progress;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Messages that are wanted and whose turn has not come: a worker that reads a large mailbox for
/// the first time looks here between two steps, and whoever opens one of the first rows need not
/// wait for the last.
///
/// Whoever takes a wish does what it asks for, and nobody else does. Any thread may call this.
final class Meanwhile {

    private final Queue<Wanted> waiting = new ConcurrentLinkedQueue<>();

    /// A message, and what is done with its octets by whoever has them first. Each is itself alone,
    /// though another asks for the same.
    static final class Wanted {

        private final MessageRef message;
        private final Consumer<byte[]> use;

        /// @param message with its account's name
        /// @param use tells of its own failures
        Wanted(MessageRef message, Consumer<byte[]> use) {
            this.message = message;
            this.use = use;
        }
    }

    void add(Wanted wanted) {
        waiting.add(wanted);
    }

    /// @return false where somebody else took it
    boolean take(Wanted wanted) {
        return waiting.remove(wanted);
    }

    /// Progress of reading a mailbox, which hands over on the way what is wanted of it.
    Progress amid(MailboxRef ref, Mailbox mailbox, Progress progress) {
        return (done, total) -> {
            progress.report(done, total);
            for (Wanted each : waiting) {
                if (each.message.mailbox().equals(ref)) {
                    serve(each, mailbox);
                }
            }
        };
    }

    /// What is not found like this waits for its turn, and is told of then.
    private void serve(Wanted wanted, Mailbox mailbox) {
        Optional<byte[]> octets;
        try {
            octets = mailbox.fetchWhereSeen(wanted.message.uid());
        } catch (MailException _) {
            return;
        }
        if (octets.isPresent() && take(wanted)) {
            wanted.use.accept(octets.get());
        }
    }
}
