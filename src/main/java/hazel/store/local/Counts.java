package hazel.store.local;

import hazel.store.MailboxInfo;
import hazel.store.MailboxName;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// What was counted in each mailbox of a store, so that a mailbox list costs next to nothing where
/// nothing happened.
public final class Counts {

    private record Counted(Stamp stamp, MailboxInfo info) {}

    private final Map<MailboxName, Counted> counted = new HashMap<>();

    /// Counts a mailbox.
    @FunctionalInterface
    public interface Count {
        MailboxInfo of(MailboxName name) throws IOException;
    }

    /// What was counted last, or anew where the mailbox may have changed since.
    ///
    /// @param now of what shows by its time that a message came, went or was marked
    public MailboxInfo of(MailboxName name, Stamp now, Count count) throws IOException {
        Counted before = counted.get(name);
        if (before != null && before.stamp().isStillTrue(now)) {
            return before.info();
        }
        MailboxInfo info = count.of(name);
        counted.put(name, new Counted(now, info));
        return info;
    }
}
