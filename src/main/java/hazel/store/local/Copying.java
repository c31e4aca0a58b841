package hazel.store.local;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.InPart;
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
import java.util.stream.Collectors;

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
        return toldOf(all, () -> copy(from, uids, new To(target, all::addAll), progress));
    }

    /// As [Mailbox#move], where messages can only be copied and then removed.
    public static List<Mailbox.Moved> move(
            Mailbox from, Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        List<Mailbox.Moved> all = new ArrayList<>();
        Then then = copied -> remove(from, copied, all);
        return toldOf(all, () -> copy(from, uids, new To(target, then), progress));
    }

    /// Removes messages that are safe elsewhere, and puts those that are gone to what was moved.
    ///
    /// @throws MailException never [InPart]: `moved` tells
    public static void remove(Mailbox from, List<Mailbox.Moved> copied, List<Mailbox.Moved> moved)
            throws MailException {
        try {
            from.expunge(copied.stream().map(Mailbox.Moved::from).toList(), Progress.UNWATCHED);
            moved.addAll(copied);
        } catch (InPart e) {
            Set<Uid> gone = e.changes().stream().map(Change::uid).collect(Collectors.toSet());
            copied.stream().filter(each -> gone.contains(each.from())).forEach(moved::add);
            throw new MailException(e.problem(), e);
        }
    }

    /// Work on a mailbox.
    public interface Work {
        void run() throws MailException;
    }

    /// Work that tells what it did, also where it fails.
    public static List<Mailbox.Moved> toldOf(List<Mailbox.Moved> done, Work work)
            throws MailException {
        try {
            work.run();
            return done;
        } catch (MailException e) {
            throw InPart.moved(e, done);
        }
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
