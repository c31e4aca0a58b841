package hazel.bench;

import hazel.app.Stores;
import hazel.config.StoreConfig;
import hazel.index.Facts;
import hazel.index.KeptUids;
import hazel.index.PackedSnapshot;
import hazel.index.Query;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.index.View;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.store.Uid;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/// What an index of so many messages costs: octets in memory, and milliseconds of the clock and of
/// the processors for all that is done with it, the median and the best of some rounds. Judges
/// nothing.
///
///     mvn -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath
///     java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m \
///         -cp target/test-classes:target/classes:$(cat target/classpath) \
///         hazel.bench.IndexBench 1000000 5
///
/// The arguments are how many messages, how many rounds, and, where mail that is there is wanted
/// instead of [MadeEntries], the directory of a Maildir; that is told of again and again, under
/// other names, until there is enough.
public final class IndexBench {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Set<Flag> FLAGGED = Set.of(Flag.SEEN, Flag.FLAGGED);

    private final int count;
    private final int rounds;
    private Object kept = "";

    private IndexBench(int count, int rounds) {
        this.count = count;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        var bench = new IndexBench(count, Integer.parseInt(arguments[1]));
        long before = used();
        long start = System.nanoTime();
        var builder = Snapshot.builder();
        if (arguments.length > 2) {
            scan(Path.of(arguments[2]), count, builder);
        } else {
            MadeEntries.each(count, builder::add);
        }
        Snapshot snapshot = builder.build();
        System.out.printf("%,d messages told of in %,d ms%n", count, millis(start));
        System.out.printf(
                "octets a message: %.1f in the heap, %.1f told%n",
                (used() - before) / (double) count, snapshot.octets() / (double) count);
        bench.run(snapshot);
    }

    private static void scan(Path maildir, int count, Snapshot.Builder builder) throws Exception {
        List<IndexEntry> found = new ArrayList<>();
        try (var store = Stores.open(new StoreConfig.Maildir(maildir), Clock.systemUTC());
                var inbox = store.open(MailboxName.INBOX)) {
            inbox.scan(found::add, Progress.UNWATCHED);
        }
        for (int i = 0; i < count; i++) {
            int again = i / found.size();
            IndexEntry entry = found.get(i % found.size());
            builder.add(again == 0 ? entry : MadeEntries.again(entry, again));
        }
    }

    private void run(Snapshot snapshot) throws Exception {
        for (Sort.Key key : Sort.Key.values()) {
            Sort sort = new Sort(key, Sort.Direction.ASCENDING);
            time("order by " + sort, () -> View.all(snapshot, sort));
        }
        Facts facts = Facts.of(new MailboxRef("work", MailboxName.INBOX), ZoneOffset.UTC);
        for (String text :
                List.of(
                        "is:unread",
                        "from:gabe",
                        "subject:mentba",
                        "lunch",
                        "会議",
                        "after:2020-01-01 before:2021-01-01",
                        "/ment.*son/",
                        "is:flagged from:ba -subject:re")) {
            Query query = Query.of(Query.parse(text, LocalDate.of(2026, 1, 1))).orElseThrow();
            time(
                    "limit to " + text,
                    () ->
                            View.of(
                                    snapshot,
                                    new Sort(Sort.Key.DATE, Sort.Direction.ASCENDING),
                                    query.rows(snapshot, facts, Progress.UNWATCHED),
                                    KeptUids.NONE));
        }
        changes(snapshot);
        file(snapshot);
    }

    private void changes(Snapshot snapshot) throws Exception {
        List<Uid> some = new ArrayList<>();
        List<Change> flagged = new ArrayList<>();
        List<Change> gone = new ArrayList<>();
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Uid uid = snapshot.uid(random.nextInt(count));
            some.add(uid);
            flagged.add(new Change.Flagged(uid, FLAGGED, Set.of()));
            gone.add(new Change.Gone(uid));
        }
        time("find 10,000 by UID", () -> some.stream().mapToInt(snapshot::find).sum());
        List<IndexEntry> made = new ArrayList<>();
        MadeEntries.each(1, made::add);
        Snapshot[] last = {snapshot};
        int[] number = {1_000};
        Callable<Object> arrive =
                () -> {
                    IndexEntry entry = MadeEntries.again(made.getFirst(), number[0]++);
                    last[0] = last[0].apply(List.of(new Change.Arrived(entry)));
                    return last[0];
                };
        time("one arrives", arrive);
        time("one arrives and is threaded", () -> View.all((Snapshot) arrive.call(), Sort.DEFAULT));
        time("one flag changes", () -> snapshot.apply(flagged.subList(0, 1)));
        time("10,000 flags change", () -> snapshot.apply(flagged));
        time("10,000 are gone", () -> snapshot.apply(gone));
        RowSet all = RowSet.all(snapshot);
        time("take all, leave all", () -> RowSet.none(snapshot).with(all).without(all));
        View view = View.all(snapshot, Sort.DEFAULT);
        time(
                "find what to tag",
                () ->
                        Query.all()
                                .rows(
                                        snapshot,
                                        Facts.of(
                                                new MailboxRef("work", MailboxName.INBOX),
                                                ZoneOffset.UTC),
                                        Progress.UNWATCHED)
                                .among(view.lines()));
        time("what all had, to take it back", () -> RowSet.all(snapshot).alike().size());
    }

    private void file(Snapshot snapshot) throws Exception {
        Path file = Files.createTempFile("hazel-index", ".packed");
        try {
            var packed =
                    new PackedSnapshot(snapshot, Optional.of(View.all(snapshot, Sort.DEFAULT)));
            time("write to a file", () -> write(packed, file));
            System.out.printf("octets a message in the file: %d%n", Files.size(file) / count);
            time("read from it", () -> read(file));
        } finally {
            Files.delete(file);
        }
    }

    private static Object write(PackedSnapshot packed, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            packed.writeTo(channel);
        }
        return file;
    }

    private static PackedSnapshot read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return PackedSnapshot.readFrom(channel);
        }
    }

    private void time(String what, Callable<Object> work) throws Exception {
        long[] clock = new long[rounds];
        long before = SYSTEM.getProcessCpuTime();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            kept = work.call();
            clock[i] = System.nanoTime() - start;
        }
        double processors = (SYSTEM.getProcessCpuTime() - before) / 1e6 / rounds;
        Arrays.sort(clock);
        System.out.printf(
                "%-44s median %,9.2f   best %,9.2f   processors %,8.1f%n",
                what, clock[rounds / 2] / 1e6, clock[0] / 1e6, processors);
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private static long millis(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
