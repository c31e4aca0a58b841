package hazel.store.local;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.Progress;
import hazel.store.Uid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Copies messages from any mailbox into any other, octet for octet.
public final class Copying {

    private Copying() {}

    /// As [Mailbox#copy]: messages that are gone are passed over, each of the others is durable in
    /// `target` when this returns.
    public static List<Mailbox.Moved> copy(
            Mailbox from, Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        List<Mailbox.Moved> moved = new ArrayList<>();
        for (Uid uid : uids) {
            progress.report(moved.size(), uids.size());
            Optional<IndexEntry> found = from.find(uid);
            if (found.isPresent()) {
                IndexEntry entry = found.get();
                Uid there =
                        target.append(
                                from.fetch(uid),
                                lasting(entry.flags()),
                                entry.keywords(),
                                entry.arrival());
                moved.add(new Mailbox.Moved(uid, there));
            }
        }
        return moved;
    }

    /// The flags that go with a message, in a set of its own: all but [Flag#RECENT].
    public static Set<Flag> lasting(Set<Flag> flags) {
        Set<Flag> kept = EnumSet.noneOf(Flag.class);
        kept.addAll(flags);
        kept.remove(Flag.RECENT);
        return kept;
    }
}
