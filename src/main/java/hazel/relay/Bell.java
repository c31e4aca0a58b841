package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Wakes the relay, whichever process rings: ringing writes a byte into a file that the relay's
/// process watches. A ring that comes before [#await] is not lost.
final class Bell implements AutoCloseable {

    private final Path directory;
    private final WatchService watch;

    private Bell(Path directory, WatchService watch) {
        this.directory = directory;
        this.watch = watch;
    }

    static Bell hang(Path directory) throws MailException {
        try {
            Path bell = directory.resolve("bell");
            Files.createDirectories(bell);
            WatchService watch = bell.getFileSystem().newWatchService();
            bell.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            return new Bell(directory, watch);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(directory.toString(), "cannot watch it: " + Reason.of(e)),
                    e);
        }
    }

    void ring() {
        ring(directory);
    }

    /// Rings the bell of a relay that may run in another process, or not at all. Where it cannot be
    /// rung, the relay looks by itself within a minute.
    static void ring(Path directory) {
        Path file = directory.resolve("bell").resolve("rope");
        try {
            Files.write(file, new byte[] {'!'}, StandardOpenOption.CREATE);
        } catch (IOException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "the bell cannot be rung: {0}", e.toString());
        }
    }

    /// Waits for a ring, at most so long.
    void await(Duration atMost) throws InterruptedException {
        WatchKey key = watch.poll(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "closing the bell: {0}", e.toString());
        }
    }
}
