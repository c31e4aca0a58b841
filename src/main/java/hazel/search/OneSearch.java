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
import hazel.mail.MessageId;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// One search under way, with all that is open for it.
final class OneSearch implements AutoCloseable {

    private final Optional<TextIndex> index;
    private final HeaderCache headers;
    private final Clock clock;
    private final List<MessageStore> stores = new ArrayList<>();
    private final Map<IndexedMailbox, Opened> indexed = new HashMap<>();
    private final List<Unindexed> unindexed = new ArrayList<>();
    private int read;
    private Missed missed = Missed.NONE;

    OneSearch(Optional<TextIndex> index, HeaderCache headers, Clock clock) {
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
        return new Searched(read, indexed.size() + unindexed.size(), missed);
    }

    long count(SearchRequest request, Progress progress) throws MailException {
        if (!away(request).isEmpty()) {
            long[] found = {0};
            find(
                    request,
                    _ -> {
                        found[0]++;
                        return true;
                    },
                    progress);
            return found[0];
        }
        long[] count = {index.isEmpty() ? 0 : index.get().count(wanted(request))};
        for (Unindexed each : unindexed) {
            scan(
                    request,
                    each,
                    _ -> {
                        count[0]++;
                        return true;
                    },
                    progress);
        }
        return count[0];
    }

    /// Whether all that is asked can be answered without reading a message.
    boolean isQuick(SearchRequest request) {
        return unindexed.isEmpty() || !request.query().needsText();
    }

    /// A number that is another one once anything in any mailbox changed; empty where a mailbox is
    /// not indexed, so that nobody knows.
    OptionalLong generation() throws MailException {
        return index.isEmpty() || !unindexed.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(index.get().generation());
    }

    void find(SearchRequest request, Predicate<Found> sink, Progress progress)
            throws MailException {
        if (request.query().needsText()) {
            Map<Opened, Set<Uid>> away = away(request);
            boolean isWanted = hits(request, away, sink, new ArrayDeque<>());
            for (Unindexed each : unindexed) {
                isWanted = isWanted && scan(request, each, sink, progress);
            }
            if (isWanted) {
                findAway(request, away.keySet(), sink, progress);
            }
            return;
        }
        // What only needs headers is read quickly, and all is put in order.
        List<Found> headersOnly = new ArrayList<>();
        for (Unindexed each : unindexed) {
            scan(request, each, headersOnly::add, progress);
        }
        headersOnly.sort(Comparator.comparing(OneSearch::date).reversed());
        var waiting = new ArrayDeque<>(headersOnly);
        if (hits(request, Map.of(), sink, waiting)) {
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
    /// @param away messages that are left out: the index knows nothing of their bodies
    /// @return whether more is wanted
    private boolean hits(
            SearchRequest request,
            Map<Opened, Set<Uid>> away,
            Predicate<Found> sink,
            Deque<Found> waiting)
            throws MailException {
        if (index.isEmpty() || indexed.isEmpty()) {
            return true;
        }
        try (Hits hits = index.get().find(wanted(request))) {
            for (Optional<Hit> hit = hits.next(); hit.isPresent(); hit = hits.next()) {
                Opened opened = requireNonNull(indexed.get(hit.get().mailbox()));
                IndexEntry entry = hit.get().entry();
                if (away.getOrDefault(opened, Set.of()).contains(entry.uid())) {
                    continue;
                }
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

    /// What the index knows of a conversation.
    List<Found> conversation(MessageId of) throws MailException {
        List<Found> found = new ArrayList<>();
        if (index.isPresent()) {
            for (Hit hit : index.get().conversation(of, indexed.keySet())) {
                Opened opened = requireNonNull(indexed.get(hit.mailbox()));
                found.add(new Found(opened.ref(), hit.entry()));
            }
        }
        return found;
    }

    /// What of a conversation is in the mailboxes that are not indexed: one look at each, so that
    /// what only belongs to it by way of another such message may be missing.
    void addUnindexed(Set<MessageId> ids, List<Found> to, Progress progress) throws MailException {
        for (Unindexed each : unindexed) {
            try (MessageStore store = each.account().opener().open();
                    Mailbox mailbox = store.open(each.name())) {
                var ref = new Opened(each.account(), mailbox).ref();
                mailbox.scan(
                        entry -> {
                            boolean isOne = entry.messageId().filter(ids::contains).isPresent();
                            if (isOne || entry.references().stream().anyMatch(ids::contains)) {
                                to.add(new Found(ref, entry));
                            }
                        },
                        progress);
            }
            read++;
        }
    }

    private Wanted wanted(SearchRequest request) {
        Map<IndexedMailbox, Facts> facts = new HashMap<>();
        indexed.forEach((mailbox, opened) -> facts.put(mailbox, opened.facts(clock)));
        return new Wanted(request.query(), request.ranking(), facts);
    }

    private boolean scan(
            SearchRequest request, Unindexed each, Predicate<Found> sink, Progress progress)
            throws MailException {
        var scan = new Scan(each, index, headers, clock);
        boolean isWanted = scan.run(request, Scan.Rows.ALL, sink, progress);
        read += scan.size() > 0 ? 1 : 0;
        missed = missed.and(scan.missed());
        return isWanted;
    }

    /// Of the mailboxes that are indexed, the messages whose bodies are not here, where those
    /// bodies are asked for: the index knows nothing of them.
    private Map<Opened, Set<Uid>> away(SearchRequest request) throws MailException {
        Map<Opened, Set<Uid>> all = new HashMap<>();
        if (request.asksServers()) {
            for (Opened each : indexed.values()) {
                Set<Uid> away = each.mailbox().away();
                if (!away.isEmpty()) {
                    all.put(each, away);
                }
            }
        }
        return all;
    }

    private void findAway(
            SearchRequest request, Set<Opened> in, Predicate<Found> sink, Progress progress)
            throws MailException {
        for (Opened each : in) {
            var place = new Unindexed(each.account(), each.mailbox().name(), Optional.empty());
            var scan = new Scan(place, Optional.empty(), headers, clock);
            boolean isWanted = scan.run(request, Scan.Rows.AWAY, sink, progress);
            missed = missed.and(scan.missed());
            if (!isWanted) {
                return;
            }
        }
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
