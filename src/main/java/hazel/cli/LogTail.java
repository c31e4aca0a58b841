package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.text.Harmless;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Prints what is added to a log file, until it is closed. A file that is new begins at its top.
final class LogTail implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int AT_ONCE = 1 << 20;

    private final Path file;
    private final PrintWriter out;
    private final Thread thread;
    private long seen;

    private LogTail(Path file, PrintWriter out) {
        this.file = file;
        this.out = out;
        this.seen = size();
        this.thread = Thread.ofVirtual().name("log").unstarted(this::follow);
    }

    static LogTail of(Path file, PrintWriter out) {
        var tail = new LogTail(file, out);
        tail.thread.start();
        return tail;
    }

    /// Waits until somebody interrupts.
    void await() throws InterruptedException {
        thread.join();
    }

    private void follow() {
        try {
            while (true) {
                print();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private synchronized void print() {
        long size = size();
        seen = size < seen ? 0 : seen; // a new file took its place
        if (size == seen) {
            return;
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] octets = new byte[(int) Math.min(size - seen, AT_ONCE)];
            in.seek(seen);
            in.readFully(octets);
            int end = octets.length;
            while (end > 0 && octets[end - 1] != '\n') {
                end--;
            }
            new String(octets, 0, end, UTF_8).lines().map(Harmless::line).forEach(out::println);
            out.flush();
            seen += end;
        } catch (IOException e) {
            System.getLogger("hazel.cli").log(System.Logger.Level.DEBUG, "the log", e);
        }
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // not there yet
        }
    }

    /// Prints what is left.
    @Override
    public void close() {
        thread.interrupt();
        print();
    }
}
