package hazel.store.local;

import hazel.mail.MessageId;
import hazel.mime.TopOfMessage;
import hazel.store.IndexEntry;
import hazel.store.Progress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Reads the tops of many files by several threads and hands the entries over on the calling one,
/// in the order in which the files were [#put].
///
/// Reading a file blocks the carrier of a virtual thread, so these are platform threads: more than
/// the cores, because a cold disk is what they wait for.
///
/// @param <T> what tells where a file, or a message in one, is
public final class Tops<T> implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int CHUNK = 64;

    /// Chunks that may wait: no more is read ahead of who takes the entries.
    private static final int AHEAD = THREADS * 4;

    /// Shown for a message whose file cannot be read.
    public static final TopOfMessage UNREADABLE =
            new TopOfMessage(
                    Optional.empty(),
                    "",
                    "",
                    "",
                    "",
                    "(cannot be read)",
                    Optional.<MessageId>empty(),
                    List.of(),
                    "",
                    false);

    private final BiFunction<T, TopReader, Optional<IndexEntry>> read;
    private final Consumer<IndexEntry> sink;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS, work -> Thread.ofPlatform().daemon().name("tops").unstarted(work));
    private final Deque<Future<List<IndexEntry>>> started = new ArrayDeque<>();

    /// @param read makes an entry of a file, or nothing where it is gone; called on several threads
    /// @param sink called within the calls of this; may throw [CancellationException] to stop
    public Tops(BiFunction<T, TopReader, Optional<IndexEntry>> read, Consumer<IndexEntry> sink) {
        this.read = read;
        this.sink = sink;
    }

    /// Reads all of some files.
    public static <T> void read(
            List<T> files,
            BiFunction<T, TopReader, Optional<IndexEntry>> read,
            Consumer<IndexEntry> sink,
            Progress progress) {
        try (var tops = new Tops<>(read, sink)) {
            tops.put(files, progress);
            tops.finish();
        }
    }

    /// Gives files to the threads, and hands over what they have read meanwhile.
    ///
    /// @param files read later, on other threads
    public void put(List<T> files, Progress progress) {
        for (int from = 0; from < files.size(); from += CHUNK) {
            progress.report(from, files.size());
            List<T> chunk = files.subList(from, Math.min(from + CHUNK, files.size()));
            started.add(threads.submit(() -> entries(chunk)));
            while (started.size() > AHEAD || !started.isEmpty() && started.getFirst().isDone()) {
                handOver();
            }
        }
    }

    /// Hands over all that is left.
    public void finish() {
        while (!started.isEmpty()) {
            handOver();
        }
    }

    private List<IndexEntry> entries(List<T> files) {
        var reader = new TopReader();
        List<IndexEntry> entries = new ArrayList<>(files.size());
        for (T file : files) {
            read.apply(file, reader).ifPresent(entries::add);
        }
        return entries;
    }

    private void handOver() {
        try {
            started.removeFirst().get().forEach(sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a message could not be read for a fault", e);
        }
    }

    /// Ends the threads; what they were reading is dropped.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
