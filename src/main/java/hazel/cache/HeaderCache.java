package hazel.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Mailbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        return new CachedMailbox(mailbox, key, directory.resolve(hash(key)));
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
