package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Keeps a file up to date, whole at any time, until it is closed. It is written where its text has
/// changed; that it cannot be is told once for each reason.
final class KeptFile implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Path file;
    private final AtomicBoolean isSoon = new AtomicBoolean();
    private final Supplier<String> text;
    private String written;
    private String trouble = "";
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("relay-files").factory());

    private KeptFile(Path file, Supplier<String> text) {
        this.file = file;
        this.text = text;
        this.written = present(file);
    }

    private static String present(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return ""; // written anew, which tells the trouble if there is one
        }
    }

    /// @param text asked for on a thread of its own
    static KeptFile keep(Path file, Supplier<String> text) {
        return keep(file, text, EVERY);
    }

    /// @param every so often it is looked whether the text has changed
    static KeptFile keep(Path file, Supplier<String> text, Duration every) {
        var kept = new KeptFile(file, text);
        Future<?> _ =
                kept.timer.scheduleAtFixedRate(kept::write, 0, every.toSeconds(), TimeUnit.SECONDS);
        return kept;
    }

    /// Has it written now and not at its next time. Does not wait for that; much that is learnt at
    /// once is written together.
    void soon() {
        if (isSoon.compareAndSet(false, true)) {
            try {
                timer.execute(this::write);
            } catch (RejectedExecutionException _) {
                // closed, which writes it
            }
        }
    }

    private synchronized void write() {
        isSoon.set(false); // before the text is asked for: what comes now may be too late for it
        try {
            String now = text.get();
            if (!now.equals(written) || !Files.exists(file)) {
                DurableFiles.write(file, now.getBytes(UTF_8));
                written = now;
                trouble = "";
            }
        } catch (IOException | RuntimeException e) {
            String why = e instanceof IOException io ? Reason.of(io) : e.toString();
            if (!why.equals(trouble)) {
                System.getLogger("hazel.relay")
                        .log(
                                System.Logger.Level.WARNING,
                                "the file {0} cannot be written: {1}",
                                file,
                                why);
            }
            trouble = why;
        }
    }

    @Override
    public void close() {
        timer.close();
        write();
    }
}
