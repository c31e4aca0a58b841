package hazel.store.local;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Copies messages from any mailbox into any other, octet for octet, some hundred at a time: what
/// forces one to the disk then forces all.
public final class Copying {

    private static final int MOST_MESSAGES = 256;
    private static final int MOST_OCTETS = 8 << 20;

    private Copying() {}

    /// What is to be done with messages once they are safe in the target.
    public interface Then {
        void on(List<Mailbox.Moved> copied) throws MailException;
    }

    /// As [Mailbox#copy]: messages that are gone are passed over, each of the others is durable in
    /// `target` when this returns.
    public static List<Mailbox.Moved> copy(
            Mailbox from, Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        List<Mailbox.Moved> all = new ArrayList<>();
        copy(from, uids, new To(target, all::addAll), progress);
        return all;
    }

    /// As [Mailbox#move], where messages can only be copied and then removed.
    public static List<Mailbox.Moved> move(
            Mailbox from, Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        List<Mailbox.Moved> all = new ArrayList<>();
        Then then =
                copied -> {
                    List<Uid> safe = copied.stream().map(Mailbox.Moved::from).toList();
                    from.expunge(safe, Progress.UNWATCHED);
                    all.addAll(copied);
                };
        copy(from, uids, new To(target, then), progress);
        return all;
    }

    /// @param then hears of messages each time that some are durable in `target`
    public record To(Mailbox target, Then then) {}

    public static void copy(Mailbox from, Collection<Uid> uids, To to, Progress progress)
            throws MailException {
        List<Uid> names = new ArrayList<>();
        List<NewMessage> messages = new ArrayList<>();
        long octets = 0;
        long seen = 0;
        for (Uid uid : uids) {
            if (Progress.isStopped(progress, seen++, uids.size())) {
                break;
            }
            Optional<NewMessage> message;
            try {
                message = read(from, uid);
            } catch (MailException e) {
                put(names, messages, to); // one that cannot be read is no reason against others
                throw e;
            }
            if (message.isPresent()) {
                names.add(uid);
                messages.add(message.get());
                octets += message.get().octets().length;
            }
            if (messages.size() == MOST_MESSAGES || octets >= MOST_OCTETS) {
                put(names, messages, to);
                names.clear();
                messages.clear();
                octets = 0;
            }
        }
        put(names, messages, to);
    }

    private static Optional<NewMessage> read(Mailbox from, Uid uid) throws MailException {
        Optional<IndexEntry> found = from.find(uid);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        IndexEntry entry = found.get();
        var marks = new Marks(lasting(entry.flags()), entry.keywords());
        return Optional.of(new NewMessage(from.fetch(uid), marks, entry.arrival()));
    }

    private static void put(List<Uid> names, List<NewMessage> messages, To to)
            throws MailException {
        if (messages.isEmpty()) {
            return;
        }
        List<Uid> there = to.target().appendAll(messages);
        List<Mailbox.Moved> copied = new ArrayList<>();
        for (int i = 0; i < there.size(); i++) {
            copied.add(new Mailbox.Moved(names.get(i), there.get(i)));
        }
        to.then().on(copied);
    }

    /// The flags that go with a message, in a set of its own: all but [Flag#RECENT].
    public static Set<Flag> lasting(Set<Flag> flags) {
        Set<Flag> kept = EnumSet.noneOf(Flag.class);
        kept.addAll(flags);
        kept.remove(Flag.RECENT);
        return kept;
    }
}
