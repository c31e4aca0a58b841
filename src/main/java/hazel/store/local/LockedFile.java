package hazel.store.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A file that other programs write too, locked and open: `file.lock` first, then a record lock
/// (`fcntl`), the order of most delivery agents and of nmh. Readers take the record lock alone,
/// shared.
///
/// While one is held, the same process must not open the file a second time: closing that would
/// drop the record lock.
public final class LockedFile implements AutoCloseable {

    /// A lock file this old is left over from a program that died; deliveries take no minutes.
    private static final Duration STALE = Duration.ofMinutes(5);

    private static final long PAUSE_MILLIS = 50;

    private enum Mode {
        SHARED,
        EXCLUSIVE
    }

    private final FileChannel channel;
    private final Optional<Path> dotLock;

    private LockedFile(FileChannel channel, Optional<Path> dotLock) {
        this.channel = channel;
        this.dotLock = dotLock;
    }

    public FileChannel channel() {
        return channel;
    }

    /// @param patience how long another program's lock is waited for
    /// @throws MailException with [Problem.Busy] where that was not enough
    public static LockedFile forReading(Path file, Duration patience) throws MailException {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            return current(file, Optional.empty(), deadline, Mode.SHARED);
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    public static LockedFile forWriting(Path file, Duration patience) throws MailException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Path> dotLock = dotLock(file, deadline);
        try {
            return current(file, dotLock, deadline, Mode.EXCLUSIVE);
        } catch (IOException e) {
            remove(dotLock);
            throw Trouble.writing(file, e);
        } catch (MailException e) {
            remove(dotLock);
            throw e;
        }
    }

    /// A file that was replaced while its lock was waited for is opened again.
    private static LockedFile current(Path file, Optional<Path> dotLock, long deadline, Mode mode)
            throws MailException, IOException {
        while (true) {
            String before = inode(file);
            FileChannel channel =
                    mode == Mode.SHARED
                            ? FileChannel.open(file, READ)
                            : FileChannel.open(file, READ, WRITE);
            lock(file, channel, deadline, mode);
            if (before.equals(inode(file))) {
                return new LockedFile(channel, dotLock);
            }
            channel.close();
        }
    }

    private static String inode(Path file) throws IOException {
        return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    private static void lock(Path file, FileChannel channel, long deadline, Mode mode)
            throws MailException, IOException {
        while (true) {
            @Nullable FileLock lock;
            try {
                lock = channel.tryLock(0, Long.MAX_VALUE, mode == Mode.SHARED);
            } catch (OverlappingFileLockException e) {
                lock = null; // held by this process
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            if (lock != null) {
                return;
            }
            try {
                pause(file, deadline);
            } catch (MailException e) {
                channel.close();
                throw e;
            }
        }
    }

    /// Empty where the directory may not be written, as in many a mail spool: the record lock alone
    /// must do then, as it does for every other program there.
    private static Optional<Path> dotLock(Path file, long deadline) throws MailException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        while (true) {
            try {
                Files.createFile(lock);
                Files.write(lock, Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII));
                return Optional.of(lock);
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

    private static void pause(Path file, long deadline) throws MailException {
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

    private static void remove(Optional<Path> dotLock) {
        if (dotLock.isPresent()) {
            try {
                Files.deleteIfExists(dotLock.get());
            } catch (IOException e) {
                System.getLogger("hazel.store")
                        .log(System.Logger.Level.WARNING, "a lock file stays", e);
            }
        }
    }

    @Override
    public void close() throws MailException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("lock", "cannot close a locked file: " + e.getMessage()), e);
        } finally {
            remove(dotLock);
        }
    }
}
