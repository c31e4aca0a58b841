package hazel.store.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The file `NAME.lock` beside a file that several programs write: whoever made it may write.
public final class DotLock implements AutoCloseable {

    /// A lock file this old is left over from a program that died; deliveries take no minutes.
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final long PAUSE_MILLIS = 50;

    private final Path lock;

    private DotLock(Path lock) {
        this.lock = lock;
    }

    /// Empty where the directory may not be written, as in many a mail spool.
    ///
    /// @param deadline until when another program's lock is waited for, by [System#nanoTime]
    /// @throws MailException with [Problem.Busy] where that was not enough
    public static Optional<DotLock> take(Path file, long deadline) throws MailException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        while (true) {
            try {
                Files.createFile(lock);
                Files.write(lock, Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII));
                return Optional.of(new DotLock(lock));
            } catch (FileAlreadyExistsException e) {
                if (!removedStale(lock)) {
                    pause(file, deadline);
                }
            } catch (AccessDeniedException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw Trouble.writing(lock, e);
            }
        }
    }

    private static boolean removedStale(Path lock) throws MailException {
        try {
            Instant made = Files.getLastModifiedTime(lock).toInstant();
            return made.isBefore(Instant.now().minus(STALE)) && Files.deleteIfExists(lock);
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw Trouble.writing(lock, e);
        }
    }

    /// Waits a little for another program's lock to go.
    static void pause(Path file, long deadline) throws MailException {
        if (System.nanoTime() > deadline) {
            throw new MailException(
                    new Problem.Busy(
                            file.toString(), "another program has locked " + file + "; try again"));
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("waiting for " + file), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(lock);
        } catch (IOException e) {
            System.getLogger("hazel.store")
                    .log(System.Logger.Level.WARNING, "a lock file stays", e);
        }
    }
}
