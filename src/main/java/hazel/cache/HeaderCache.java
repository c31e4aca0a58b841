package hazel.cache;

import hazel.store.Mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;

/// The directory of what is remembered of mailboxes.
public final class HeaderCache {

    private static final System.Logger LOG = System.getLogger("hazel.cache");

    /// A mailbox that nobody opened for so long may be gone; whoever opens it again waits once.
    private static final Duration FORGOTTEN = Duration.ofDays(120);

    private final Path directory;

    /// @param caches where Hazel keeps what can be made again
    public HeaderCache(Path caches) {
        this.directory = caches.resolve("headers");
    }

    /// A mailbox that was just opened, and what is remembered of it.
    ///
    /// @param store names the store that it is in, the same for every process
    public CachedMailbox of(String store, Mailbox mailbox) {
        String key = store + "\n" + mailbox.name().value();
        return new CachedMailbox(mailbox, key, directory.resolve(fileName(key)));
    }

    /// Two mailboxes may come to share a file, where somebody makes a name for that: the file says
    /// whose it is, and each would read its headers anew. No digest, which takes a start of the
    /// program milliseconds.
    private static String fileName(String key) {
        String backwards = new StringBuilder(key).reverse().toString();
        return HexFormat.of().toHexDigits(key.hashCode())
                + HexFormat.of().toHexDigits(backwards.hashCode());
    }

    /// Takes away what belongs to mailboxes that nobody opened for months.
    public void tidy(Instant now) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                FileTime used = Files.getLastModifiedTime(file);
                if (used.toInstant().isBefore(now.minus(FORGOTTEN))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException _) {
            // Nothing was ever remembered.
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the header cache", e);
        }
    }
}
