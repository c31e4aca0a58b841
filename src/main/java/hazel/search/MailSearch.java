package hazel.search;

import hazel.cache.HeaderCache;
import hazel.cache.text.TextIndex;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Finds messages in every mailbox.
///
/// Holds nothing open between two searches, and may be used by any thread.
public final class MailSearch {

    private static final System.Logger LOG = System.getLogger("hazel.search");

    private final List<SearchedAccount> accounts;
    private final Path caches;
    private final Clock clock;

    /// @param caches where Hazel keeps what can be made again
    /// @param clock in the reader's zone
    public MailSearch(List<SearchedAccount> accounts, Path caches, Clock clock) {
        this.accounts = List.copyOf(accounts);
        this.caches = caches;
        this.clock = clock;
    }

    HeaderCache headers() {
        return new HeaderCache(caches);
    }

    private interface Work<T> {
        T in(OneSearch search) throws MailException;
    }

    /// Hands over what fits. What the index finds comes at once and in order; where bodies of
    /// messages that are not indexed must be read for it, those come after, mailbox by mailbox.
    ///
    /// @param sink false to stop
    /// @param progress of reading; may throw [java.util.concurrent.CancellationException] to stop
    public Searched find(SearchRequest request, Predicate<Found> sink, Progress progress)
            throws MailException {
        var isBegun = new AtomicBoolean();
        return search(
                request.account(),
                isBegun,
                search -> {
                    search.find(
                            request,
                            found -> {
                                isBegun.set(true);
                                return sink.test(found);
                            },
                            progress);
                    return search.searched();
                });
    }

    /// How many messages fit, and how that was found out.
    ///
    /// @param messages that fit
    public record Counted(long messages, Searched searched) {}

    public Counted count(SearchRequest request, Progress progress) throws MailException {
        return search(
                request.account(),
                new AtomicBoolean(),
                search -> new Counted(search.count(request, progress), search.searched()));
    }

    /// How many messages fit each, where that can be told without reading any.
    List<OptionalLong> counts(List<SearchRequest> requests) throws MailException {
        return search(
                Optional.empty(),
                new AtomicBoolean(),
                search -> {
                    List<OptionalLong> counts = new ArrayList<>();
                    for (SearchRequest each : requests) {
                        counts.add(
                                search.isQuick(each)
                                        ? OptionalLong.of(search.count(each, Progress.UNWATCHED))
                                        : OptionalLong.empty());
                    }
                    return counts;
                });
    }

    /// Hands over what fits of the messages whose bodies are not on this machine, as their servers
    /// say. Waits for them. A server that cannot be asked is not asked again.
    ///
    /// @param progress may throw [java.util.concurrent.CancellationException] to stop
    /// @return of how many messages nobody says whether they fit
    Missed findAway(SearchRequest request, Consumer<Found> sink, Progress progress)
            throws MailException {
        Missed all = Missed.NONE;
        SearchRequest asked = request.asFarAs(SearchRequest.Reach.SERVERS);
        if (!asked.asksServers()) {
            return all;
        }
        for (SearchedAccount account : accounts) {
            Missed missed = Missed.NONE;
            for (Away each : away(account)) {
                progress.report(0, -1);
                missed =
                        missed.and(
                                missed.messages() > 0
                                        ? new Missed(each.messages(), missed.why())
                                        : asked(asked, each.in(), sink, progress));
            }
            all = all.and(missed);
        }
        return all;
    }

    private Missed asked(
            SearchRequest request, Unindexed in, Consumer<Found> sink, Progress progress)
            throws MailException {
        var scan = new Scan(in, Optional.empty(), headers(), clock);
        scan.run(
                request,
                Scan.Rows.AWAY,
                found -> {
                    sink.accept(found);
                    return true;
                },
                progress);
        return scan.missed();
    }

    /// A mailbox of which so many messages are not on this machine.
    private record Away(Unindexed in, int messages) {}

    private static List<Away> away(SearchedAccount account) throws MailException {
        List<Away> all = new ArrayList<>();
        try (MessageStore store = account.opener().open()) {
            for (MailboxName name : store.names()) {
                try (Mailbox mailbox = store.open(name)) {
                    int messages = mailbox.away().size();
                    if (messages > 0) {
                        all.add(new Away(new Unindexed(account, name, Optional.empty()), messages));
                    }
                }
            }
        }
        return all;
    }

    private OptionalLong generation() throws MailException {
        return search(Optional.empty(), new AtomicBoolean(), OneSearch::generation);
    }

    /// Finds the same again and again.
    Finder finder(SearchRequest request) {
        return new Finder() {
            @Override
            public Searched find(Predicate<Found> sink, Progress progress) throws MailException {
                return MailSearch.this.find(request, sink, progress);
            }

            @Override
            public OptionalLong generation() throws MailException {
                return MailSearch.this.generation();
            }
        };
    }

    /// Finds the messages that answer each other around one, in every mailbox.
    Finder conversation(MessageId of) {
        return new Finder() {
            @Override
            public Searched find(Predicate<Found> sink, Progress progress) throws MailException {
                return search(
                        Optional.empty(),
                        new AtomicBoolean(),
                        search -> {
                            List<Found> all = search.conversation(of);
                            search.addUnindexed(ids(of, all), all, progress);
                            all.stream().takeWhile(sink).forEach(_ -> {});
                            return search.searched();
                        });
            }

            @Override
            public OptionalLong generation() throws MailException {
                return MailSearch.this.generation();
            }
        };
    }

    private static Set<MessageId> ids(MessageId of, List<Found> found) {
        Set<MessageId> ids = new HashSet<>(Set.of(of));
        for (Found each : found) {
            each.entry().messageId().ifPresent(ids::add);
            ids.addAll(each.entry().references());
        }
        return ids;
    }

    /// Where the index turns out to be of no use before anything was handed over, all is read.
    private <T> T search(Optional<String> account, AtomicBoolean isBegun, Work<T> work)
            throws MailException {
        try (var search = open(account, index())) {
            return work.in(search);
        } catch (MailException e) {
            if (!TextIndex.isOwn(e.problem()) || isBegun.get()) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "the full-text index", e);
        }
        try (var search = open(account, Optional.empty())) {
            return work.in(search);
        }
    }

    private OneSearch open(Optional<String> account, Optional<TextIndex> index)
            throws MailException {
        List<SearchedAccount> wanted =
                accounts.stream().filter(a -> account.map(a.name()::equals).orElse(true)).toList();
        if (wanted.isEmpty()) {
            throw new MailException(new Problem.NoSuchAccount(account.orElse("")));
        }
        var search = new OneSearch(index, headers(), clock);
        try {
            search.open(wanted);
            return search;
        } catch (MailException | RuntimeException e) {
            search.close();
            throw e;
        }
    }

    /// Empty where nothing was ever indexed.
    private Optional<TextIndex> index() throws MailException {
        return TextIndex.isThere(caches) ? Optional.of(TextIndex.open(caches)) : Optional.empty();
    }
}
