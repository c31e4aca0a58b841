package hazel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.BoundedLog;
import hazel.text.Harmless;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Prints what is added to a log file, until it is closed. A file that is new begins at its top.
final class LogTail implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int AT_ONCE = 1 << 20;

    private final Path file;
    private final PrintWriter out;
    private final UnaryOperator<String> as;
    private final Thread thread;
    private long seen;

    /// The file that was read, whatever it is called now; empty before there is one.
    private Optional<Object> which;

    private LogTail(Path file, PrintWriter out, UnaryOperator<String> as) {
        this.file = file;
        this.out = out;
        this.as = as;
        this.which = key();
        this.seen = size();
        this.thread = Thread.ofVirtual().name("log").unstarted(this::follow);
    }

    static LogTail of(Path file, PrintWriter out) {
        return of(file, out, Harmless::line);
    }

    /// @param as how a line is printed
    static LogTail of(Path file, PrintWriter out, UnaryOperator<String> as) {
        var tail = new LogTail(file, out, as);
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
        Optional<Object> now = key();
        if (which.isPresent() && !now.equals(which)) {
            print(new BoundedLog(file, 0).before()); // what was added to the old one at last
        }
        if (now.isPresent() && !now.equals(which)) {
            seen = 0;
            which = now;
        }
        if (now.isPresent()) {
            print(file);
        }
    }

    /// What is new in a file, as much at a time as fits.
    private void print(Path of) {
        try (var in = new RandomAccessFile(of.toFile(), "r")) {
            while (seen < in.length()) {
                byte[] octets = new byte[(int) Math.min(in.length() - seen, AT_ONCE)];
                in.seek(seen);
                in.readFully(octets);
                int end = octets.length;
                while (end > 0 && octets[end - 1] != '\n') {
                    end--;
                }
                if (end == 0) {
                    break; // a line that is being written
                }
                new String(octets, 0, end, UTF_8).lines().map(as).forEach(out::println);
                seen += end;
            }
            out.flush();
        } catch (FileNotFoundException _) {
            // not there yet
        } catch (IOException e) {
            System.getLogger("hazel.cli").log(System.Logger.Level.DEBUG, "the log", e);
        }
    }

    private Optional<Object> key() {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException _) {
            return Optional.empty(); // not there yet
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
