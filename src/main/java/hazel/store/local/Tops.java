package hazel.store.local;

import hazel.mail.MessageId;
import hazel.mime.TopOfMessage;
import hazel.store.IndexEntry;
import hazel.store.Progress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Reads the tops of many files by several threads and hands the entries over on the calling one.
///
/// Reading a file blocks the carrier of a virtual thread, so these are platform threads: more than
/// the cores, because a cold disk is what they wait for.
public final class Tops {

    private static final int THREADS = 8;
    private static final int CHUNK = 64;

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

    private Tops() {}

    /// @param from the index of its first file
    private record Chunk(int from, List<IndexEntry> entries) {}

    /// Hands over in the order of `files`.
    ///
    /// @param read makes an entry of a file, or nothing where it is gone; called on several threads
    public static <T> void read(
            List<T> files,
            BiFunction<T, TopReader, Optional<IndexEntry>> read,
            Consumer<IndexEntry> sink,
            Progress progress) {
        BlockingQueue<Chunk> done = new ArrayBlockingQueue<>(THREADS * 4);
        var upcoming = new AtomicInteger();
        int threads = Math.max(1, Math.min(THREADS, files.size() / CHUNK));
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("tops-" + i)
                            .start(() -> work(files, read, upcoming, done)));
        }
        try {
            int chunks = (files.size() + CHUNK - 1) / CHUNK;
            Map<Integer, Chunk> early = new HashMap<>();
            for (int chunk = 0; chunk < chunks; chunk++) {
                progress.report((long) chunk * CHUNK, files.size());
                Chunk wanted = early.remove(chunk * CHUNK);
                while (wanted == null) {
                    Chunk next = next(done, workers);
                    if (next.from() == chunk * CHUNK) {
                        wanted = next;
                    } else {
                        early.put(next.from(), next);
                    }
                }
                wanted.entries().forEach(sink);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            upcoming.set(files.size());
            workers.forEach(Thread::interrupt);
        }
    }

    /// Waits as long as somebody is at work: a reader that died of a fault must not leave us here.
    private static Chunk next(BlockingQueue<Chunk> done, List<Thread> workers)
            throws InterruptedException {
        while (true) {
            boolean isOver = workers.stream().noneMatch(Thread::isAlive);
            Chunk next = done.poll(1, TimeUnit.SECONDS);
            if (next != null) {
                return next;
            }
            if (isOver) {
                throw new IllegalStateException("the threads that read messages have died");
            }
        }
    }

    private static <T> void work(
            List<T> files,
            BiFunction<T, TopReader, Optional<IndexEntry>> read,
            AtomicInteger next,
            BlockingQueue<Chunk> done) {
        var reader = new TopReader();
        try {
            for (int from = next.getAndAdd(CHUNK);
                    from < files.size();
                    from = next.getAndAdd(CHUNK)) {
                List<IndexEntry> entries = new ArrayList<>(CHUNK);
                for (T file : files.subList(from, Math.min(from + CHUNK, files.size()))) {
                    read.apply(file, reader).ifPresent(entries::add);
                }
                done.put(new Chunk(from, entries));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
