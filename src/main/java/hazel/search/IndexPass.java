package hazel.search;

import hazel.cache.text.Coverage;
import hazel.cache.text.IndexLock;
import hazel.cache.text.IndexedMailbox;
import hazel.cache.text.Indexer;
import hazel.cache.text.Look;
import hazel.cache.text.Reading;
import hazel.cache.text.TextIndex;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;
import hazel.store.Progress;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Goes through all mailboxes and brings the index up to what they hold.
///
/// It may be stopped or killed anywhere; the next pass goes on from there.
public final class IndexPass {

    private final Path caches;
    private final Watcher watcher;

    /// Watches work that takes long, and may make it wait or stop it.
    @FunctionalInterface
    public interface Watcher {
        Progress of(MailboxRef mailbox);
    }

    /// What kept a mailbox from being indexed.
    public record Trouble(MailboxRef mailbox, Problem problem) {}

    /// @param caches where Hazel keeps what can be made again
    public IndexPass(Path caches, Watcher watcher) {
        this.caches = caches;
        this.watcher = watcher;
    }

    /// Empty where another process is at it.
    public Optional<List<Trouble>> run(List<SearchedAccount> accounts, Reading reading)
            throws MailException {
        Optional<IndexLock> lock = IndexLock.take(caches);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (IndexLock _ = lock.get();
                TextIndex index = TextIndex.open(caches);
                var open = new Open()) {
            var indexer = new Indexer(index, reading);
            for (SearchedAccount account : accounts) {
                open.attempt(
                        new MailboxRef(account.name(), MailboxName.INBOX),
                        () -> {
                            look(account, index, indexer, open);
                            return account;
                        });
            }
            for (var each : open.behind.entrySet()) {
                open.attempt(each.getValue(), () -> indexer.take(each.getKey()));
            }
            for (var each : open.partial.entrySet()) {
                MailboxRef ref = each.getValue().ref();
                open.attempt(
                        ref,
                        () -> {
                            try (Mailbox mailbox = each.getValue().store().open(ref.name())) {
                                indexer.build(each.getKey(), mailbox, watcher.of(ref));
                            }
                            return ref;
                        });
            }
            indexer.finish();
            return Optional.of(open.troubles);
        }
    }

    private static void look(SearchedAccount account, TextIndex index, Indexer indexer, Open open)
            throws MailException {
        MessageStore store = account.opener().open();
        open.stores.add(store);
        List<MailboxName> names = store.names();
        for (Coverage each : index.coverage()) {
            IndexedMailbox known = each.mailbox();
            if (known.store().equals(account.store()) && !names.contains(known.name())) {
                index.forget(known);
            }
        }
        for (MailboxName name : names) {
            var ref = new MailboxRef(account.name(), name);
            open.attempt(
                    ref,
                    () -> {
                        Mailbox mailbox = store.open(name);
                        switch (indexer.look(account.store(), mailbox)) {
                            case Look.Current _ -> mailbox.close();
                            case Look.Behind behind -> open.behind.put(behind, ref);
                            case Look.Partial(var known) -> {
                                mailbox.close();
                                open.partial.put(known, new Open.Partial(store, ref));
                            }
                        }
                        return ref;
                    });
        }
    }

    /// What one pass has open, and what went wrong in it.
    private static final class Open implements AutoCloseable {

        private final List<MessageStore> stores = new ArrayList<>();
        private final Map<Look.Behind, MailboxRef> behind = new LinkedHashMap<>();
        private final Map<IndexedMailbox, Partial> partial = new LinkedHashMap<>();
        private final List<Trouble> troubles = new ArrayList<>();

        record Partial(MessageStore store, MailboxRef ref) {}

        interface Work {
            Object run() throws MailException;
        }

        /// What goes wrong with one mailbox keeps none of the others waiting.
        void attempt(MailboxRef ref, Work work) throws MailException {
            try {
                Object _ = work.run();
            } catch (MailException e) {
                if (TextIndex.isOwn(e.problem())) {
                    throw e;
                }
                troubles.add(new Trouble(ref, e.problem()));
            }
        }

        @Override
        public void close() throws MailException {
            for (Look.Behind each : behind.keySet()) {
                each.source().close();
            }
            for (MessageStore store : stores) {
                store.close();
            }
        }
    }
}
