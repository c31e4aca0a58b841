package hazel.cache.text;

import hazel.store.IndexEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// Makes documents of messages: on the thread that asks, for work that should not be felt, or on
/// every processor, for somebody who waits.
public final class Reading implements AutoCloseable {

    private final Executor executor;

    private Reading(Executor executor) {
        this.executor = executor;
    }

    public static Reading quietly() {
        return new Reading(Runnable::run);
    }

    public static Reading onAllProcessors() {
        int count = Runtime.getRuntime().availableProcessors();
        return new Reading(
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().daemon().name("words-", 0).factory()));
    }

    Future<Document> start(IndexEntry entry, byte[] message) {
        var task = new FutureTask<>(() -> Document.of(entry, message));
        executor.execute(task);
        return task;
    }

    /// Waits for documents and gives them in the order in which the index takes them, oldest first.
    static List<Document> done(List<Future<Document>> started) {
        List<Document> documents = new ArrayList<>();
        for (Future<Document> each : started) {
            try {
                documents.add(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("indexing");
            }
        }
        documents.sort((a, b) -> a.entry().date().compareTo(b.entry().date()));
        return documents;
    }

    @Override
    public void close() {
        if (executor instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }
}
