package hazel.search;

import hazel.cache.HeaderCache;
import hazel.index.RowEntry;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Marks;
import hazel.store.MessageRef;
import hazel.store.Progress;
import hazel.store.Uid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The inboxes of all accounts. An account that has none is passed over.
final class AllInboxes implements Source {

    private final OwnMailboxes mailboxes;
    private final HeaderCache headers;
    private final Map<MailboxRef, Mailbox> inboxes = new HashMap<>();

    AllInboxes(OwnMailboxes mailboxes, HeaderCache headers) {
        this.mailboxes = mailboxes;
        this.headers = headers;
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        for (SearchedAccount account : mailboxes.accounts()) {
            var ref = new MailboxRef(account.name(), MailboxName.INBOX);
            Optional<Mailbox> inbox = inbox(ref);
            if (inbox.isPresent()) {
                Snapshot snapshot =
                        inboxes.containsKey(ref)
                                ? read(inbox.get(), progress)
                                : headers.of(account.store(), inbox.get()).snapshot(progress);
                inboxes.put(ref, inbox.get());
                snapshot.here()
                        .mapToObj(row -> RowEntry.of(snapshot, row))
                        .forEach(entry -> sink.accept(named(ref, entry)));
            }
        }
    }

    private Optional<Mailbox> inbox(MailboxRef ref) throws MailException {
        try {
            return Optional.of(mailboxes.at(ref));
        } catch (MailException e) {
            if (e.problem() instanceof Problem.NoSuchMailbox) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// What is remembered can be taken up only once.
    private static Snapshot read(Mailbox inbox, Progress progress) throws MailException {
        var builder = Snapshot.builder();
        inbox.scan(builder::add, progress);
        return builder.build();
    }

    private static IndexEntry named(MailboxRef ref, IndexEntry entry) {
        return entry.withUid(FoundUid.of(ref, entry.uid()));
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        List<Change> changes = new ArrayList<>();
        for (var each : inboxes.entrySet()) {
            MailboxRef ref = each.getKey();
            for (Change own : each.getValue().changes(new Part(ref, known))) {
                changes.add(MailboxOfOthers.named(ref, own));
            }
        }
        return changes;
    }

    @Override
    public List<Path> watchable() {
        return inboxes.values().stream()
                .flatMap(inbox -> inbox.watchable().stream())
                .distinct()
                .toList();
    }

    /// What is known of one of the inboxes.
    private record Part(MailboxRef ref, Known all) implements Known {

        @Override
        public int count() {
            return uids().size();
        }

        @Override
        public Optional<Marks> marks(Uid uid) {
            return all.marks(FoundUid.of(ref, uid));
        }

        @Override
        public List<Uid> uids() {
            List<Uid> own = new ArrayList<>();
            for (Uid each : all.uids()) {
                MessageRef message = FoundUid.own(each);
                if (message.mailbox().equals(ref)) {
                    own.add(message.uid());
                }
            }
            return own;
        }
    }
}
