package hazel.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file `NAME.lock` beside a file that several programs write: whoever made it may write.
///
/// It says `PID:HOST`, as Dovecot's does, so that the lock of a process of this host that died is
/// known at once; any other is left behind only when it is old.
public final class DotLock implements AutoCloseable {

    /// A lock file this old is left over from a program that died; deliveries take no minutes.
    private static final Duration STALE = Duration.ofMinutes(5);

    /// How far the time when a process began may be off.
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private static final Pattern OWNER = Pattern.compile("([0-9]{1,18}):(\\S+)\\s*");

    private static final long PAUSE_MILLIS = 50;

    private static final AtomicLong COUNTER = new AtomicLong();

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
        long pid = ProcessHandle.current().pid();
        Path own =
                file.resolveSibling(
                        "." + lock.getFileName() + "." + pid + "." + COUNTER.incrementAndGet());
        try {
            sign(own);
            while (!isMade(lock, own)) {
                if (!removedStale(lock)) {
                    pause(file, deadline);
                }
            }
            return Optional.of(new DotLock(lock));
        } catch (IOException e) {
            Path directory = lock.toAbsolutePath().getParent();
            if (directory != null && !Files.isWritable(directory)) {
                return Optional.empty();
            }
            throw Trouble.writing(lock, e);
        } finally {
            DurableFiles.deleteQuietly(own);
        }
    }

    private static void sign(Path fresh) throws IOException {
        Files.createFile(fresh);
        try {
            String owner = ProcessHandle.current().pid() + ":" + HostName.get().orElse("");
            Files.write(fresh, owner.getBytes(UTF_8));
        } catch (IOException e) {
            // On a full disk, which deleting mail may help, a lock is one without a name in it.
            System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "an unsigned lock", e);
        }
    }

    /// By a link, so that a lock is signed from its first moment.
    private static boolean isMade(Path lock, Path own) throws IOException {
        try {
            Files.createLink(lock, own);
            return true;
        } catch (FileAlreadyExistsException e) {
            // NFS may say so of the link that it just made.
            return Files.getAttribute(own, "unix:nlink").equals(2);
        } catch (UnsupportedOperationException | FileSystemException e) {
            return isMadeUnlinked(lock);
        }
    }

    /// Where a file system knows no links.
    private static boolean isMadeUnlinked(Path lock) throws IOException {
        try {
            sign(lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static boolean removedStale(Path lock) throws IOException {
        try {
            Instant made = Files.getLastModifiedTime(lock).toInstant();
            boolean isLeft = made.isBefore(Instant.now().minus(STALE)) || isOfDead(lock, made);
            return isLeft && Files.deleteIfExists(lock);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /// A process that began after the lock was made has only inherited the number.
    private static boolean isOfDead(Path lock, Instant made) throws IOException {
        Matcher owner = OWNER.matcher(Files.readString(lock));
        if (!owner.matches() || !HostName.get().equals(Optional.of(owner.group(2)))) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(owner.group(1)));
        return process.isEmpty()
                || process.flatMap(p -> p.info().startInstant())
                        .filter(began -> began.isAfter(made.plus(GRAIN)))
                        .isPresent();
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
        DurableFiles.deleteQuietly(lock);
    }
}
