package hazel.bench;

import hazel.app.Stores;
import hazel.cache.text.Reading;
import hazel.cache.text.Wanted.Ranking;
import hazel.config.StoreConfig;
import hazel.index.Query;
import hazel.mail.MailException;
import hazel.search.IndexPass;
import hazel.search.MailSearch;
import hazel.search.SearchRequest;
import hazel.search.SearchedAccount;
import hazel.store.Progress;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Indexes a Maildir and searches it in one process: `Searching MAILDIR CACHE QUERY...`. Prints how
/// quickly it was indexed, where it was not yet, and for each query the times, in milliseconds, of
/// the first run and the median of the others: to the first hit, to the fiftieth, to the fiftieth
/// by relevance, and to know how many there are.
public final class Searching {

    private static final int TIMES = 15;
    private static final int PAGE = 50;

    private Searching() {}

    public static void main(String[] args) throws Exception {
        Path caches = Path.of(args[1]);
        List<SearchedAccount> accounts = List.of(account(Path.of(args[0])));
        index(accounts, caches);
        var search = new MailSearch(accounts, caches, Clock.systemDefaultZone());
        System.out.printf(
                "%-40s %7s %20s %20s %20s %20s%n",
                "query", "hits", "first", "page", "by relevance", "count");
        for (String text : Arrays.asList(args).subList(2, args.length)) {
            Query query = Query.of(Query.parse(text, LocalDate.now())).orElseThrow();
            SearchRequest request = SearchRequest.of(query);
            System.out.printf(
                    "%-40s %7d %20s %20s %20s %20s%n",
                    text,
                    search.count(request, Progress.UNWATCHED).messages(),
                    times(() -> page(search, request, 1)),
                    times(() -> page(search, request, PAGE)),
                    times(() -> page(search, request.by(Ranking.RELEVANCE), PAGE)),
                    times(() -> search.count(request, Progress.UNWATCHED).messages()));
        }
    }

    private static SearchedAccount account(Path maildir) {
        var config = new StoreConfig.Maildir(maildir);
        return new SearchedAccount(
                "mail",
                Stores.name(config),
                Set.of("me@example.org"),
                () -> Stores.open(config, Clock.systemUTC()));
    }

    private static void index(List<SearchedAccount> accounts, Path caches)
            throws MailException, IOException {
        long begun = System.nanoTime();
        long[] messages = {0};
        try (Reading reading = Reading.onAllProcessors()) {
            var pass =
                    new IndexPass(
                            caches, _ -> (_, total) -> messages[0] = Math.max(messages[0], total));
            if (!pass.run(accounts, reading).orElseThrow().isEmpty()) {
                throw new IOException("not all could be indexed");
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%,d messages indexed in %.1f s, %,.0f a second; %,d KB on disk%n",
                messages[0],
                seconds,
                messages[0] / seconds,
                Files.size(caches.resolve("text.sqlite")) / 1000);
    }

    private static int page(MailSearch search, SearchRequest request, int most)
            throws MailException {
        var found = new AtomicInteger();
        search.find(request, _ -> found.incrementAndGet() < most, Progress.UNWATCHED);
        return found.get();
    }

    private interface Work {
        long run() throws MailException;
    }

    private static String times(Work work) throws MailException {
        double[] millis = new double[TIMES];
        double[] processor = new double[TIMES];
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            long used = thread.getCurrentThreadCpuTime();
            long _ = work.run();
            millis[i] = (System.nanoTime() - begun) / 1e6;
            processor[i] = (thread.getCurrentThreadCpuTime() - used) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis, 1, TIMES);
        Arrays.sort(processor, 1, TIMES);
        return String.format(
                "%.1f %.1f (%.1f)", first, millis[1 + TIMES / 2], processor[1 + TIMES / 2]);
    }
}
