package hazel.app;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// The threads that work for the screens: one for each name, each doing one task after another.
///
/// What a task throws becomes a message here; nothing that goes wrong in one keeps the next from
/// running.
final class Workers implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.app");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Function<String, Executor> make;
    private final Duration moment;
    private final Map<String, Executor> workers = new ConcurrentHashMap<>();
    private final Set<Work> underWay = ConcurrentHashMap.newKeySet();

    private Workers(Function<String, Executor> make, Duration moment) {
        this.make = make;
        this.moment = moment;
    }

    /// Each on a virtual thread of its own.
    static Workers onThreads() {
        return new Workers(Workers::thread, Duration.ofMillis(20));
    }

    /// All on the thread that asks, for tests.
    static Workers atOnce() {
        return new Workers(_ -> Runnable::run, Duration.ZERO);
    }

    private static Executor thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
    }

    /// What is asked for, and who hears of it.
    ///
    /// @param name for the user: "opening work/INBOX"
    record Order(String worker, Effect effect, String name, Consumer<Msg> report) {}

    /// What a worker does.
    interface Task {
        void run(Work work) throws MailException;
    }

    /// Starts a task when its worker is free.
    void start(Order order, Task task) {
        workers.computeIfAbsent(order.worker(), make).execute(() -> run(order, task));
    }

    /// Does a task at once, within another one on the same thread.
    void now(Order order, Task task) {
        run(order, task);
    }

    private void run(Order order, Task task) {
        var work = new Work(order.name(), order.report());
        underWay.add(work);
        try {
            task.run(work);
        } catch (MailException e) {
            order.report().accept(new Msg.Failed(order.effect(), e.problem()));
        } catch (CancellationException _) {
            order.report()
                    .accept(new Msg.Failed(order.effect(), new Problem.Cancelled(order.name())));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A bug in one task, or a message that is too much for it: told and written down, and
            // the worker lives on.
            LOG.log(System.Logger.Level.ERROR, order.name(), e);
            order.report().accept(new Msg.Failed(order.effect(), bug(order, e)));
        } finally {
            underWay.remove(work);
            work.ended();
        }
    }

    private static Problem bug(Order order, Throwable e) {
        return new Problem.Failed(
                order.name(), order.name() + ": a bug in Hazel, see its log: " + e);
    }

    /// How long to wait for more of something that comes in pieces, such as what is being typed.
    Duration moment() {
        return moment;
    }

    /// Whether anything is under way.
    boolean isBusy() {
        return !underWay.isEmpty();
    }

    /// Asks everything under way to stop.
    void stopWork() {
        underWay.forEach(Work::stop);
    }

    /// Lets what was begun come to its end, for some seconds.
    @Override
    public void close() {
        List<ExecutorService> threads =
                workers.values().stream()
                        .filter(ExecutorService.class::isInstance)
                        .map(ExecutorService.class::cast)
                        .toList();
        threads.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService thread : threads) {
                if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    stopWork();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
