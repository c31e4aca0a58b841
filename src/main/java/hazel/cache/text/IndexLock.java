package hazel.cache.text;

import hazel.file.DurableFiles;
import hazel.file.FileLocks;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
            if (FileLocks.tryLock(channel)) {
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
