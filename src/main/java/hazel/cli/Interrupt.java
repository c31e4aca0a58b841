package hazel.cli;

import hazel.store.Progress;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a signal that ends the process stop work between two messages, so that what was done can be
/// told before the process ends with the signal's exit status.
///
/// Between [#watch] and [#close] SIGINT, SIGTERM and SIGHUP wait for the work, for some seconds.
final class Interrupt implements Progress, AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean isWanted;

    private Interrupt() {
        hook = Thread.ofPlatform().unstarted(this::stop);
    }

    static Interrupt watch() {
        var interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    private void stop() {
        isWanted = true;
        try {
            var _ = told.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether a signal has come.
    boolean isWanted() {
        return isWanted;
    }

    @Override
    public void report(long done, long total) {
        if (isWanted) {
            throw new CancellationException("interrupted");
        }
    }

    /// After what was done is told.
    @Override
    public void close() {
        told.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal has come: the process ends.
        }
    }
}
