package hazel.app;

import java.time.Duration;

/// Calls something again and again until it is closed.
final class Heartbeat implements AutoCloseable {

    private final Thread thread;

    private Heartbeat(Thread thread) {
        this.thread = thread;
    }

    /// The first time after `between` has passed.
    static Heartbeat start(Duration between, Runnable beat) {
        return new Heartbeat(Thread.ofVirtual().name("heartbeat").start(() -> run(between, beat)));
    }

    private static void run(Duration between, Runnable beat) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(between);
                beat(beat);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Drafts are kept at every beat: a bug in one must not be the last.
    private static void beat(Runnable beat) {
        try {
            beat.run();
        } catch (RuntimeException e) {
            System.getLogger("hazel.app").log(System.Logger.Level.ERROR, "the heartbeat", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
