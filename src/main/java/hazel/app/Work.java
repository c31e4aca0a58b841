package hazel.app;

import hazel.store.Progress;
import hazel.ui.Msg;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/// A piece of work under way: tells how far it is once it takes long, and stops when asked to.
///
/// Runs on a worker; [#stop] may be called from any thread.
final class Work implements Progress {

    private static final long QUIET = Duration.ofMillis(250).toNanos();
    private static final long BETWEEN = Duration.ofMillis(100).toNanos();

    private final String name;
    private final Consumer<Msg> report;
    private final long begun = System.nanoTime();
    private volatile boolean isStopped;
    private long told = begun + QUIET - BETWEEN;
    private boolean isTold;

    Work(String name, Consumer<Msg> report) {
        this.name = name;
        this.report = report;
    }

    @Override
    public void report(long done, long total) {
        report(done, total, Msg.Working.Unit.PIECES);
    }

    /// The same work, counted in octets.
    Progress inOctets() {
        return (done, total) -> report(done, total, Msg.Working.Unit.OCTETS);
    }

    private void report(long done, long total, Msg.Working.Unit unit) {
        if (isStopped) {
            throw new CancellationException(name);
        }
        long now = System.nanoTime();
        if (now - told >= BETWEEN) {
            told = now;
            isTold = true;
            report.accept(new Msg.Working(name, done, total, Msg.Working.Rank.ASKED, unit));
        }
    }

    String name() {
        return name;
    }

    /// At the next step.
    void stop() {
        isStopped = true;
    }

    /// Whether it was asked to; what it did until then stands.
    boolean isStopped() {
        return isStopped;
    }

    /// However it ended.
    void ended() {
        if (isTold) {
            report.accept(new Msg.WorkDone(name));
        }
    }
}
