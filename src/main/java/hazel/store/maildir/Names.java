package hazel.store.maildir;

import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.Uid;
import hazel.store.local.Trouble;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    /// @param uid the unique part of the name, but for a file that shares it with another
    record Place(boolean isNew, FileName name, Uid uid) {

        Place(boolean isNew, FileName name) {
            this(isNew, name, name.uid());
        }

        Set<Flag> flags() {
            Set<Flag> flags = name.flags();
            if (isNew) {
                flags.add(Flag.RECENT);
            }
            return flags;
        }
    }

    private record Stamp(FileTime inNew, FileTime inCur, long readAt) {}

    Map<String, Place> places() {
        return places;
    }

    Path path(Place place) {
        return root.resolve(place.isNew() ? "new" : "cur").resolve(place.name().toString());
    }

    boolean isReadOnly() {
        return !Files.isWritable(root.resolve("cur")) || !Files.isWritable(root.resolve("new"));
    }

    void refuseIfReadOnly() throws MailException {
        if (isReadOnly()) {
            throw Trouble.readOnly(root);
        }
    }

    void put(Place place) {
        places.put(place.uid().value(), place);
    }

    void remove(Uid uid) {
        places.remove(uid.value());
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
        List<Place> doubles = new ArrayList<>();
        list(true, fresh, doubles);
        list(false, fresh, doubles);
        for (Place each : doubles) {
            settle(each, fresh);
        }
        places = fresh;
        stamp = Optional.of(before);
    }

    private Stamp stampNow() throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(root.resolve("new")),
                Files.getLastModifiedTime(root.resolve("cur")),
                clock.millis());
    }

    /// A name seen twice is most often one message that was renamed while the directories were
    /// read, or linked to its second name before it loses the first. Two that stay, say after a
    /// copy by hand or out of a backup, are two messages, and neither may hide the other.
    private void settle(Place second, Map<String, Place> among) throws IOException {
        String unique = second.name().unique();
        Place first = among.get(unique);
        Path file = path(second);
        if (first == null || !Files.exists(path(first))) {
            among.put(unique, second);
        } else if (Files.exists(file) && !Files.isSameFile(file, path(first))) {
            String uid = second.name().toString();
            while (among.containsKey(uid)) {
                uid += "~";
            }
            among.put(uid, new Place(second.isNew(), second.name(), new Uid(uid)));
        }
    }

    private void list(boolean isNew, Map<String, Place> into, List<Place> doubles)
            throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(root.resolve(isNew ? "new" : "cur"))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".")) {
                    Place place = new Place(isNew, FileName.of(name));
                    if (into.putIfAbsent(place.name().unique(), place) != null) {
                        doubles.add(place);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
