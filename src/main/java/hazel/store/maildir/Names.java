package hazel.store.maildir;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where each message of a Maildir was last seen: the two directories' names, and when they were
/// read.
final class Names {

    /// A file system may stamp a directory no finer than this, so one that changed this shortly
    /// before it was read is read again.
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Path root;
    private final Clock clock;
    private Map<String, Place> places = new HashMap<>();
    private Optional<Stamp> stamp = Optional.empty();

    Names(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /// @param isNew in `new`, else in `cur`
    record Place(boolean isNew, FileName name) {}

    private record Stamp(FileTime inNew, FileTime inCur, long readAt) {}

    Map<String, Place> places() {
        return places;
    }

    Path path(Place place) {
        return root.resolve(place.isNew() ? "new" : "cur").resolve(place.name().toString());
    }

    void put(Place place) {
        places.put(place.name().unique(), place);
    }

    void remove(String unique) {
        places.remove(unique);
    }

    /// Whether either directory may have changed since it was read.
    boolean isStale() throws IOException {
        Stamp now = stampNow();
        return stamp.isEmpty()
                || !stamp.get().inNew().equals(now.inNew())
                || !stamp.get().inCur().equals(now.inCur())
                || isFresh(stamp.get().inNew())
                || isFresh(stamp.get().inCur());
    }

    /// Whether the directory changed so shortly before we read it that a second change may bear the
    /// same time.
    private boolean isFresh(FileTime time) {
        return stamp.get().readAt() - time.toMillis() < GRAIN.toMillis();
    }

    /// Reads both directories. `cur` is read after `new`, so a message that is on its way from one
    /// to the other is seen at least once.
    void read() throws IOException {
        Stamp before = stampNow();
        Map<String, Place> fresh = HashMap.newHashMap(places.size() + 64);
        list(true, fresh);
        list(false, fresh);
        places = fresh;
        stamp = Optional.of(before);
    }

    private Stamp stampNow() throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(root.resolve("new")),
                Files.getLastModifiedTime(root.resolve("cur")),
                clock.millis());
    }

    private void list(boolean isNew, Map<String, Place> into) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(root.resolve(isNew ? "new" : "cur"))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".")) {
                    FileName parsed = FileName.of(name);
                    into.put(parsed.unique(), new Place(isNew, parsed));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
