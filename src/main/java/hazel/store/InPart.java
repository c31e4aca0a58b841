package hazel.store;

import hazel.mail.MailException;

import java.util.ArrayList;
import java.util.List;

/// A failure of work on many messages when some of it was done already: a disk that became full
/// half-way. What was done stands, so whoever asked for it can tell and take it back.
public final class InPart extends MailException {

    private final transient List<Change> changes;
    private final transient List<Mailbox.Moved> moved;

    private InPart(MailException failure, List<Change> changes, List<Mailbox.Moved> moved) {
        super(failure.problem(), failure);
        this.changes = List.copyOf(changes);
        this.moved = List.copyOf(moved);
    }

    /// What changed or went before the failure.
    public List<Change> changes() {
        return changes;
    }

    /// What was moved or copied before the failure.
    public List<Mailbox.Moved> moved() {
        return moved;
    }

    /// The failure with what had changed by then; itself where that is nothing.
    public static MailException changed(MailException failure, List<Change> changes) {
        List<Change> all = new ArrayList<>(changes);
        if (failure instanceof InPart earlier) {
            all.addAll(earlier.changes);
        }
        return all.isEmpty() ? failure : new InPart(failure, all, List.of());
    }

    /// The same of messages that were removed.
    public static MailException gone(MailException failure, List<Uid> gone) {
        return changed(failure, gone.stream().<Change>map(Change.Gone::new).toList());
    }

    /// The same of messages that were moved or copied.
    public static MailException moved(MailException failure, List<Mailbox.Moved> moved) {
        List<Mailbox.Moved> all = new ArrayList<>(moved);
        if (failure instanceof InPart earlier) {
            all.addAll(earlier.moved);
        }
        return all.isEmpty() ? failure : new InPart(failure, List.of(), all);
    }

    /// How work that fails tells what it had done.
    @FunctionalInterface
    public interface Told<T> {
        MailException of(MailException failure, List<T> done);
    }
}
