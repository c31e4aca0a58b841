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
                beat.run();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
