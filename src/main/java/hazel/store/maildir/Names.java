package hazel.store.maildir;

import hazel.file.BufferInput;
import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Trouble;
import hazel.store.Known;
import hazel.store.MailboxState;
import hazel.store.Marks;
import hazel.store.Uid;
import hazel.store.local.Differences;
import hazel.store.local.Stamp;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Where each message of a Maildir was last seen: the two directories' names, and when they were
/// read.
final class Names {

    private final Path root;
    private final Clock clock;
    private Places places = new Places();
    private boolean isRead;

    /// When the directories were read last, and when they were for the last that was told.
    private Optional<Stamp> stamp = Optional.empty();

    private Optional<Stamp> told = Optional.empty();

    Names(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /// Where the messages of a Maildir are.
    static List<Path> directories(Path root) {
        return List.of(root.resolve("new"), root.resolve("cur"));
    }

    void sync() throws IOException {
        for (Path directory : directories(root)) {
            DurableFiles.syncDirectory(directory);
        }
    }

    /// Every message, as of the last reading.
    List<Place> all() throws IOException {
        readOnce();
        return places.all();
    }

    /// The same in the order of their unique names.
    List<Place> inOrder() throws IOException {
        readOnce();
        return places.inOrder();
    }

    Optional<Place> find(Uid uid) throws IOException {
        readOnce();
        return places.find(uid);
    }

    /// A message where it was last seen; empty where it is not there any more.
    Optional<byte[]> message(Uid uid) throws IOException, MailException {
        Optional<Place> place = find(uid);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(path(place.get())));
        } catch (NoSuchFileException _) {
            return Optional.empty(); // another program renamed or removed it
        } catch (IOException e) {
            throw Trouble.reading(path(place.get()), e);
        }
    }

    /// Whether a message was there at the last reading.
    boolean has(Uid uid) {
        return places.find(uid).isPresent();
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
        places.put(place);
        stamp = Optional.empty(); // this is not what was told
    }

    void remove(Uid uid) {
        places.remove(uid);
        stamp = Optional.empty();
    }

    private void readOnce() throws IOException {
        if (!isRead) {
            read();
        }
    }

    /// Everything read so far was told.
    void tell() {
        told = stamp;
    }

    /// When the directories were read for what was told, for [#resume].
    Optional<MailboxState> state() {
        return told.map(then -> then::write);
    }

    /// Takes directories that another process read as read, until a name is asked for.
    boolean resume(ByteBuffer state) {
        try (var in = new DataInputStream(new BufferInput(state))) {
            told = Optional.of(Stamp.read(in));
            return true;
        } catch (IOException e) {
            return false; // damaged
        }
    }

    /// Whether either directory may have changed since it was read for what was told.
    boolean isStale() throws IOException {
        return told.isEmpty() || !told.get().isStillTrue(stampNow());
    }

    /// Reads what may have changed, and compares.
    ///
    /// @param marks those of a message, which the reader knew by the given ones
    Differences<Place> differences(BiFunction<Place, Marks, Marks> marks, Known known)
            throws IOException {
        Optional<List<Place>> delivered = readNew();
        if (delivered.isPresent()) {
            return new Differences<>(delivered.get(), new ArrayList<>());
        }
        read();
        return Differences.of(
                places.all(), new Differences.Held<>(Place::uid, marks, this::has), known);
    }

    /// Reads `new` alone, where nothing else changed since all was told: mail was delivered.
    ///
    /// @return what arrived; empty where anything else happened, and both are to be read
    private Optional<List<Place>> readNew() throws IOException {
        Stamp before = stampNow();
        if (!isRead || !told.equals(stamp) || !isCurStill(before)) {
            return Optional.empty();
        }
        var fresh = new Places();
        List<Place> doubles = new ArrayList<>();
        list(true, fresh, doubles);
        if (!doubles.isEmpty() || !isCurStill(stampNow())) {
            return Optional.empty();
        }
        List<Place> arrived = new ArrayList<>();
        int kept = 0;
        for (Place each : fresh.all()) {
            Optional<Place> known = places.find(each.uid());
            if (known.isEmpty()) {
                arrived.add(each);
            } else if (known.get().equals(each)) {
                kept++;
            } else {
                return Optional.empty();
            }
        }
        if (kept != places.countNew()) {
            return Optional.empty();
        }
        arrived.forEach(places::put);
        stamp = Optional.of(before);
        return Optional.of(arrived);
    }

    private boolean isCurStill(Stamp now) {
        return told.isPresent() && told.get().isStillTrue(now, 1);
    }

    /// Reads both directories. `cur` is read after `new`, so a message that is on its way from one
    /// to the other is seen at least once.
    void read() throws IOException {
        Stamp before = stampNow();
        var fresh = new Places();
        List<Place> doubles = new ArrayList<>();
        list(true, fresh, doubles);
        list(false, fresh, doubles);
        for (Place each : doubles) {
            settle(each, fresh);
        }
        places = fresh;
        isRead = true;
        stamp = Optional.of(before);
    }

    Stamp stampNow() throws IOException {
        return Stamp.of(clock, root.resolve("new"), root.resolve("cur"));
    }

    /// A name seen twice is most often one message that was renamed while the directories were
    /// read, or linked to its second name before it loses the first. Two that stay, say after a
    /// copy by hand or out of a backup, are two messages, and neither may hide the other.
    private void settle(Place second, Places among) throws IOException {
        Optional<Place> first = among.find(second.name().uid());
        if (first.isEmpty() || !Files.exists(path(first.get()))) {
            among.put(second);
        } else if (Files.exists(path(second))
                && !Files.isSameFile(path(second), path(first.get()))) {
            Uid uid = new Uid(second.name().toString());
            while (among.find(uid).isPresent()) {
                uid = new Uid(uid + "~");
            }
            among.put(new Place(second.isNew(), second.name(), uid));
        }
    }

    private void list(boolean isNew, Places into, List<Place> doubles) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(root.resolve(isNew ? "new" : "cur"))) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".")) {
                    Place place = new Place(isNew, FileName.of(name));
                    if (!into.putNew(place)) {
                        doubles.add(place);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
