package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Keeps a file of counters up to date, whole at any time, until it is closed.
final class CounterFile implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(15);

    private final Path file;
    private final Supplier<String> text;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("relay-counters").factory());

    private CounterFile(Path file, Supplier<String> text) {
        this.file = file;
        this.text = text;
    }

    static CounterFile keep(Path file, Supplier<String> text) {
        var kept = new CounterFile(file, text);
        Future<?> _ =
                kept.timer.scheduleAtFixedRate(kept::write, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
        return kept;
    }

    private void write() {
        try {
            DurableFiles.write(file, text.get().getBytes(UTF_8));
        } catch (IOException | RuntimeException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.WARNING, "the counters in {0}: {1}", file, e);
        }
    }

    @Override
    public void close() {
        timer.close();
        write();
    }
}
