package hazel.search;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Marks;
import hazel.store.MessageRef;
import hazel.store.MessageStore;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// What a search finds, as a mailbox. Each message is named by where it is ([FoundUid]), and what
/// is done to it is done there.
final class SearchMailbox implements Mailbox {

    /// Who finds more will ask for less; the newest are shown.
    private static final int MOST = 50_000;

    /// To look for changes in all mailboxes is not next to nothing.
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final MailboxName name;
    private final Finder finder;
    private final List<SearchedAccount> accounts;
    private final Clock clock;
    private final List<MessageStore> stores = new ArrayList<>();
    private final Map<MailboxRef, Mailbox> open = new HashMap<>();
    private OptionalLong seen = OptionalLong.empty();
    private Instant looked = Instant.MIN;

    SearchMailbox(MailboxName name, Finder finder, List<SearchedAccount> accounts, Clock clock) {
        this.name = name;
        this.finder = finder;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public MailboxName name() {
        return name;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        looked = clock.instant();
        seen = finder.generation();
        int[] count = {0};
        Searched _ =
                finder.find(
                        found -> {
                            sink.accept(named(found));
                            return ++count[0] < MOST;
                        },
                        progress);
    }

    private static IndexEntry named(Found found) {
        return found.entry().withUid(FoundUid.of(found.mailbox(), found.entry().uid()));
    }

    /// Tells nothing as long as messages would have to be read for it.
    @Override
    public List<Change> changes(Known known) throws MailException {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(BETWEEN))) {
            return List.of();
        }
        looked = now;
        OptionalLong generation = finder.generation();
        if (generation.isEmpty() || generation.equals(seen)) {
            return List.of();
        }
        List<IndexEntry> entries = new ArrayList<>();
        scan(entries::add, Progress.UNWATCHED);
        return differences(known, entries);
    }

    private static List<Change> differences(Known known, List<IndexEntry> entries) {
        List<Change> changes = new ArrayList<>();
        Set<Uid> found = new HashSet<>();
        for (IndexEntry entry : entries) {
            found.add(entry.uid());
            Optional<Marks> before = known.marks(entry.uid());
            if (before.isEmpty()) {
                changes.add(new Change.Arrived(entry));
            } else if (!before.get().equals(new Marks(entry.flags(), entry.keywords()))) {
                changes.add(new Change.Flagged(entry.uid(), entry.flags(), entry.keywords()));
            }
        }
        for (Uid uid : known.uids()) {
            if (!found.contains(uid)) {
                changes.add(new Change.Gone(uid));
            }
        }
        return changes;
    }

    /// None: what was found has to be found again.
    @Override
    public byte[] state() {
        return new byte[0];
    }

    @Override
    public boolean resume(byte[] state) {
        return false;
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return at(own.mailbox()).find(own.uid()).map(entry -> entry.withUid(uid));
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return at(own.mailbox()).fetch(own.uid());
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        throw new MailException(
                new Problem.NotPermitted(name.value(), "a search holds no mail of its own"));
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        List<Change> changes = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            MailboxRef mailbox = each.getKey();
            for (Change own : at(mailbox).changeFlags(each.getValue(), change, progress)) {
                changes.add(named(mailbox, own));
            }
        }
        return changes;
    }

    private static Change named(MailboxRef mailbox, Change own) {
        Uid uid = FoundUid.of(mailbox, own.uid());
        return switch (own) {
            case Change.Arrived(var entry) -> new Change.Arrived(entry.withUid(uid));
            case Change.Gone _ -> new Change.Gone(uid);
            case Change.Flagged(_, var flags, var keywords) ->
                    new Change.Flagged(uid, flags, keywords);
        };
    }

    private interface Transfer {
        List<Moved> of(Mailbox from, List<Uid> uids) throws MailException;
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return each(uids, (from, own) -> from.copy(own, target, progress));
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return each(uids, (from, own) -> from.move(own, target, progress));
    }

    private List<Moved> each(Collection<Uid> uids, Transfer transfer) throws MailException {
        List<Moved> moved = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            for (Moved own : transfer.of(at(each.getKey()), each.getValue())) {
                moved.add(new Moved(FoundUid.of(each.getKey(), own.from()), own.to()));
            }
        }
        return moved;
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        List<Uid> gone = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            for (Uid own : at(each.getKey()).expunge(each.getValue(), progress)) {
                gone.add(FoundUid.of(each.getKey(), own));
            }
        }
        return gone;
    }

    private Mailbox at(MailboxRef ref) throws MailException {
        Mailbox known = open.get(ref);
        if (known != null) {
            return known;
        }
        SearchedAccount account =
                accounts.stream()
                        .filter(a -> a.name().equals(ref.account()))
                        .findFirst()
                        .orElseThrow(
                                () -> new MailException(new Problem.NoSuchMailbox(ref.toString())));
        MessageStore store = account.opener().open();
        stores.add(store);
        Mailbox mailbox = store.open(ref.name());
        open.put(ref, mailbox);
        return mailbox;
    }

    @Override
    public void close() throws MailException {
        for (Mailbox mailbox : open.values()) {
            mailbox.close();
        }
        for (MessageStore store : stores) {
            store.close();
        }
        open.clear();
        stores.clear();
    }
}
