package hazel.cache.text;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Held by the one Hazel that fills the index from whole mailboxes; free again when that process
/// ends, however it ends. The database needs none: it is safe by itself.
public final class IndexLock implements AutoCloseable {

    private final FileChannel channel;

    private IndexLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Empty where another holds it.
    public static Optional<IndexLock> take(Path caches) throws MailException {
        Path file = caches.resolve("text.lock");
        try {
            DurableFiles.createPrivateDirectories(caches);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(new IndexLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.CannotWrite(
                            file.toString(), "cannot write " + file + ": " + e.getMessage()),
                    e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false; // held by this process
        }
    }

    @Override
    public void close() throws MailException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed("text.lock", "cannot let go of text.lock"), e);
        }
    }
}
