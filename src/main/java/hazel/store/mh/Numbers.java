package hazel.store.mh;

import hazel.store.Uid;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Which number each message of a folder was last seen under.
final class Numbers {

    /// The greatest number nmh can count to.
    static final int MOST = Integer.MAX_VALUE;

    /// A file system may stamp a change no finer than this, so what changed this shortly before it
    /// was read is read again.
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Path folder;
    private final Clock clock;
    private Map<Uid, Place> places = new HashMap<>();
    private int highest;
    private Optional<Stamp> stamp = Optional.empty();

    Numbers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    record Place(int number, Uid uid, Instant arrival, long size) {}

    private record Stamp(FileTime ofFolder, FileTime ofSequences, long readAt) {}

    /// The number a file name is, or 0 where it is none: no sign, no zero in front.
    static int number(String name) {
        int length = name.length();
        if (length == 0 || length > 10 || name.charAt(0) == '0') {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = number * 10 + c - '0';
        }
        return number > MOST ? 0 : (int) number;
    }

    Path path(int number) {
        return folder.resolve(Integer.toString(number));
    }

    Map<Uid, Place> places() {
        return places;
    }

    /// No message has a higher number, as far as is known.
    int highest() {
        return highest;
    }

    void put(Place place) {
        places.put(place.uid(), place);
        highest = Math.max(highest, place.number());
    }

    /// Gives a file the next free number. Linking fails where the number is taken, which renaming
    /// would not.
    Place link(Path file) throws IOException {
        if (highest == 0) {
            read();
        }
        for (int attempt = 0; true; attempt++) {
            if (highest == MOST) {
                throw new FileSystemException(folder.toString(), "", "no number is left");
            }
            int number = highest + 1;
            try {
                Files.createLink(path(number), file);
                Place place =
                        at(number).orElseThrow(() -> new NoSuchFileException(file.toString()));
                put(place);
                return place;
            } catch (FileAlreadyExistsException e) {
                if (attempt == 10) {
                    throw e;
                }
                read(); // others delivered meanwhile
            }
        }
    }

    void remove(Uid uid) {
        places.remove(uid);
    }

    /// Where a message is now: where it was last, if it still is there, or else where the folder
    /// has it. Empty where it is gone.
    Optional<Place> find(Uid uid) throws IOException {
        Place known = places.get(uid);
        if (known != null && at(known.number()).filter(p -> p.uid().equals(uid)).isPresent()) {
            return Optional.of(known);
        }
        read();
        return Optional.ofNullable(places.get(uid));
    }

    /// The message that has a number now. One file under two numbers has one inode, so its second
    /// number is named in [#read] and looked up by its own inode's name or with the number added.
    Optional<Place> at(int number) throws IOException {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path(number), BasicFileAttributes.class);
            if (!facts.isRegularFile()) {
                return Optional.empty();
            }
            Uid uid = uid(facts);
            Uid second = new Uid(uid + "." + number);
            return Optional.of(
                    new Place(
                            number,
                            places.containsKey(second) ? second : uid,
                            facts.lastModifiedTime().toInstant(),
                            facts.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// The time a file was made tells it from an earlier one that had its inode. Where the file
    /// system does not keep it, Java takes the time of the last change.
    private static Uid uid(BasicFileAttributes facts) {
        String key = String.valueOf(facts.fileKey()); // (dev=801,ino=4711)
        String inode = key.substring(key.lastIndexOf('=') + 1, key.length() - 1);
        long made = facts.creationTime().to(TimeUnit.NANOSECONDS);
        return new Uid(inode + "-" + Long.toString(made, Character.MAX_RADIX));
    }

    /// Whether two names are of one file, in one folder or in two.
    static boolean isOneFile(Uid one, Uid other) {
        return file(one).equals(file(other));
    }

    private static String file(Uid uid) {
        int dot = uid.value().indexOf('.');
        return dot < 0 ? uid.value() : uid.value().substring(0, dot);
    }

    /// Whether the folder or its sequences may have changed since they were read.
    boolean isStale() throws IOException {
        Stamp now = stampNow();
        return stamp.isEmpty()
                || !stamp.get().ofFolder().equals(now.ofFolder())
                || !stamp.get().ofSequences().equals(now.ofSequences())
                || isFresh(stamp.get().ofFolder())
                || isFresh(stamp.get().ofSequences());
    }

    private boolean isFresh(FileTime time) {
        return stamp.get().readAt() - time.toMillis() < GRAIN.toMillis();
    }

    void read() throws IOException {
        Stamp before = stampNow();
        places = HashMap.newHashMap(places.size() + 64);
        highest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                int number = number(String.valueOf(file.getFileName()));
                if (number > 0) {
                    at(number).ifPresent(this::putBeside);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        stamp = Optional.of(before);
    }

    /// QUIRK: `refile -link` into the same folder makes two messages of one file. The lower number
    /// has the file's own name, the other one its number behind it.
    private void putBeside(Place place) {
        Place other = places.get(place.uid());
        if (other == null) {
            put(place);
            return;
        }
        Place lower = other.number() < place.number() ? other : place;
        Place higher = lower.equals(other) ? place : other;
        put(lower);
        put(
                new Place(
                        higher.number(),
                        new Uid(place.uid() + "." + higher.number()),
                        higher.arrival(),
                        higher.size()));
    }

    private Stamp stampNow() throws IOException {
        FileTime ofSequences;
        try {
            ofSequences = Files.getLastModifiedTime(folder.resolve(Sequences.FILE));
        } catch (NoSuchFileException e) {
            ofSequences = FileTime.fromMillis(0);
        }
        return new Stamp(Files.getLastModifiedTime(folder), ofSequences, clock.millis());
    }
}
