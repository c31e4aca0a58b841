package hazel.store.local;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.mail.Trouble;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/// A file that other programs write too, locked and open: `file.lock` first, then a record lock
/// (`fcntl`), the order of most delivery agents and of nmh ([DotLock] may be missing where the
/// directory may not be written: the record lock alone must do then, as it does for every other
/// program there). Readers take the record lock alone, shared.
///
/// While one is held, the same process must not open the file a second time: closing that would
/// drop the record lock.
public final class LockedFile implements AutoCloseable {

    private enum Mode {
        SHARED,
        EXCLUSIVE
    }

    private final FileChannel channel;
    private final Optional<DotLock> dotLock;

    private LockedFile(FileChannel channel, Optional<DotLock> dotLock) {
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
        Optional<DotLock> dotLock = DotLock.take(file, deadline);
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
    private static LockedFile current(
            Path file, Optional<DotLock> dotLock, long deadline, Mode mode)
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
                DotLock.pause(file, deadline);
            } catch (MailException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static void remove(Optional<DotLock> dotLock) {
        dotLock.ifPresent(DotLock::close);
    }

    @Override
    public void close() throws MailException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("lock", "cannot close a locked file: " + Reason.of(e)), e);
        } finally {
            remove(dotLock);
        }
    }
}
