package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lets one at a time change things at the server, of all threads and processes that work on an
/// account. Whoever dies in it lets go of it.
final class Turnstile implements AutoCloseable {

    /// Of this process. To close a file a second time would let go of its lock.
    private static final Set<Path> ENTERED = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private Turnstile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Empty where somebody else is in.
    static Optional<Turnstile> tryToEnter(Path directory) throws MailException {
        Path file = directory.resolve("lock").toAbsolutePath().normalize();
        if (!ENTERED.add(file)) {
            return Optional.empty();
        }
        boolean isIn = false;
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            isIn = channel.tryLock() != null;
            if (isIn) {
                return Optional.of(new Turnstile(file, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        } finally {
            if (!isIn) {
                ENTERED.remove(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger("hazel.store").log(System.Logger.Level.DEBUG, "a lock", e);
        } finally {
            ENTERED.remove(file);
        }
    }
}
