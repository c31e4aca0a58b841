package hazel.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class GroupCommitTest {

    private static final int MANY = 50;

    @Test
    void eachCallIsFollowedByARunThatBeganAfterIt() throws Exception {
        var changed = new AtomicInteger();
        var written = new AtomicInteger();
        var commits = new GroupCommit(() -> written.set(changed.get()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                Callable<Boolean> task =
                        () -> {
                            int mine = changed.incrementAndGet();
                            commits.commit();
                            return written.get() >= mine;
                        };
                all.add(threads.submit(task));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    /// The first run is held up until all others wait: they share one more.
    @Test
    void whoeverComesWhileOneRunsSharesTheNext() throws Exception {
        var runs = new AtomicInteger();
        var began = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var commits = new GroupCommit(() -> run(runs, began, goOn));
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<?>> all = new ArrayList<>(List.of(threads.submit(committing(commits))));
            began.await();
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                var thread = new CountDownLatch(1);
                all.add(
                        threads.submit(() -> {
                            synchronized (waiting) {
                                waiting.add(Thread.currentThread());
                            }
                            thread.countDown();
                            commits.commit();
                            return true;
                        }));
                thread.await();
            }
            while (waiting.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(runs).hasValue(2);
    }

    private static Callable<Boolean> committing(GroupCommit commits) {
        return () -> {
            commits.commit();
            return true;
        };
    }

    private static void run(AtomicInteger runs, CountDownLatch began, CountDownLatch goOn)
            throws IOException {
        began.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        runs.incrementAndGet();
    }

    @Test
    void aRunThatFailsFailsForEveryoneWhoSharedItAndForNobodyElse() throws Exception {
        var runs = new AtomicInteger();
        var commits =
                new GroupCommit(() -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IOException("disk");
                    }
                });
        assertThatThrownBy(commits::commit).isInstanceOf(IOException.class);
        commits.commit();
        assertThat(runs).hasValue(2);
    }
}
