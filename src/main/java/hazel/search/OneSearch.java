package hazel.search;

import static java.util.Objects.requireNonNull;

import hazel.cache.HeaderCache;
import hazel.cache.text.Hit;
import hazel.cache.text.Hits;
import hazel.cache.text.IndexedMailbox;
import hazel.cache.text.Indexer;
import hazel.cache.text.Look;
import hazel.cache.text.Reading;
import hazel.cache.text.TextIndex;
import hazel.cache.text.Wanted;
import hazel.index.Facts;
import hazel.mail.MailException;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// One search under way, with all that is open for it.
final class OneSearch implements AutoCloseable {

    private final SearchRequest request;
    private final Optional<TextIndex> index;
    private final HeaderCache headers;
    private final Clock clock;
    private final List<MessageStore> stores = new ArrayList<>();
    private final Map<IndexedMailbox, Opened> indexed = new HashMap<>();
    private final List<Unindexed> unindexed = new ArrayList<>();
    private int read;

    OneSearch(SearchRequest request, Optional<TextIndex> index, HeaderCache headers, Clock clock) {
        this.request = request;
        this.index = index;
        this.headers = headers;
        this.clock = clock;
    }

    /// Opens all mailboxes of some accounts, looks how much of each is indexed, and adds to the
    /// index what it is only a little behind.
    void open(List<SearchedAccount> accounts) throws MailException {
        Map<Look.Behind, Opened> behind = new LinkedHashMap<>();
        try (Reading reading = Reading.quietly()) {
            Optional<Indexer> indexer = index.map(i -> new Indexer(i, reading));
            for (SearchedAccount account : accounts) {
                MessageStore store = account.opener().open();
                stores.add(store);
                for (MailboxName name : store.names()) {
                    if (indexer.isEmpty()) {
                        unindexed.add(new Unindexed(account, name, Optional.empty()));
                        continue;
                    }
                    Mailbox mailbox = store.open(name);
                    var opened = new Opened(account, mailbox);
                    switch (indexer.get().look(account.store(), mailbox)) {
                        case Look.Current(var known) -> indexed.put(known, opened);
                        case Look.Behind few -> behind.put(few, opened);
                        case Look.Partial(var known) -> {
                            mailbox.close(); // it is taken up only once
                            unindexed.add(new Unindexed(account, name, Optional.of(known)));
                        }
                    }
                }
            }
            for (var each : behind.entrySet()) {
                Look.Current now = indexer.orElseThrow().take(each.getKey());
                indexed.put(now.mailbox(), each.getValue());
            }
        }
    }

    Searched searched() {
        return new Searched(read, indexed.size() + unindexed.size());
    }

    long count(Progress progress) throws MailException {
        long[] count = {index.isEmpty() ? 0 : index.get().count(wanted())};
        for (Unindexed each : unindexed) {
            scan(
                    each,
                    _ -> {
                        count[0]++;
                        return true;
                    },
                    progress);
        }
        return count[0];
    }

    void find(Predicate<Found> sink, Progress progress) throws MailException {
        if (request.query().needsText()) {
            boolean isWanted = hits(sink, new ArrayDeque<>());
            for (Unindexed each : unindexed) {
                isWanted = isWanted && scan(each, sink, progress);
            }
            return;
        }
        // What only needs headers is read quickly, and all is put in order.
        List<Found> headersOnly = new ArrayList<>();
        for (Unindexed each : unindexed) {
            scan(each, headersOnly::add, progress);
        }
        headersOnly.sort(Comparator.comparing(OneSearch::date).reversed());
        var waiting = new ArrayDeque<>(headersOnly);
        if (hits(sink, waiting)) {
            while (!waiting.isEmpty() && sink.test(waiting.remove())) {
                // Until there is no more, or no more is wanted.
            }
        }
    }

    private static Instant date(Found found) {
        return found.entry().date();
    }

    /// What the index finds, and before each what waits and is newer.
    ///
    /// @return whether more is wanted
    private boolean hits(Predicate<Found> sink, Deque<Found> waiting) throws MailException {
        if (index.isEmpty() || indexed.isEmpty()) {
            return true;
        }
        try (Hits hits = index.get().find(wanted())) {
            for (Optional<Hit> hit = hits.next(); hit.isPresent(); hit = hits.next()) {
                Opened opened = requireNonNull(indexed.get(hit.get().mailbox()));
                IndexEntry entry = hit.get().entry();
                while (!waiting.isEmpty() && date(waiting.peek()).isAfter(entry.date())) {
                    if (!sink.test(waiting.remove())) {
                        return false;
                    }
                }
                if (!sink.test(new Found(opened.ref(), entry))) {
                    return false;
                }
            }
        }
        return true;
    }

    private Wanted wanted() {
        Map<IndexedMailbox, Facts> facts = new HashMap<>();
        indexed.forEach((mailbox, opened) -> facts.put(mailbox, opened.facts(clock)));
        return new Wanted(request.query(), request.ranking(), facts);
    }

    private boolean scan(Unindexed each, Predicate<Found> sink, Progress progress)
            throws MailException {
        var scan = new Scan(each, index, headers, clock);
        boolean isWanted = scan.run(request.query(), sink, progress);
        read += scan.size() > 0 ? 1 : 0;
        return isWanted;
    }

    @Override
    public void close() throws MailException {
        for (Opened opened : indexed.values()) {
            opened.mailbox().close();
        }
        for (MessageStore store : stores) {
            store.close();
        }
        index.ifPresent(TextIndex::close);
    }
}
