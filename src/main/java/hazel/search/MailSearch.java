package hazel.search;

import hazel.cache.HeaderCache;
import hazel.cache.text.TextIndex;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
                request,
                isBegun,
                search -> {
                    search.find(
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
                request,
                new AtomicBoolean(),
                search -> new Counted(search.count(progress), search.searched()));
    }

    /// Where the index turns out to be of no use before anything was handed over, all is read.
    private <T> T search(SearchRequest request, AtomicBoolean isBegun, Work<T> work)
            throws MailException {
        try (var search = open(request, index())) {
            return work.in(search);
        } catch (MailException e) {
            if (!TextIndex.isOwn(e.problem()) || isBegun.get()) {
                throw e;
            }
            LOG.log(System.Logger.Level.DEBUG, "the full-text index", e);
        }
        try (var search = open(request, Optional.empty())) {
            return work.in(search);
        }
    }

    private OneSearch open(SearchRequest request, Optional<TextIndex> index) throws MailException {
        List<SearchedAccount> wanted =
                accounts.stream()
                        .filter(a -> request.account().map(a.name()::equals).orElse(true))
                        .toList();
        if (wanted.isEmpty()) {
            throw new MailException(new Problem.NoSuchMailbox(request.account().orElse("")));
        }
        var search = new OneSearch(request, index, new HeaderCache(caches), clock);
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
