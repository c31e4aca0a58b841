package hazel.store.mh;

import hazel.file.BufferInput;
import hazel.mail.MailException;
import hazel.mail.Trouble;
import hazel.store.MailboxState;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.local.EachMessage;
import hazel.store.local.Stamp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which number each message of a folder was last seen under.
final class Numbers implements EachMessage.Finding<Place> {

    /// The greatest number nmh can count to.
    static final int MOST = Integer.MAX_VALUE;

    /// Files looked at before those found are told of.
    private static final int SOME = 64;

    /// What [#state] begins with.
    private static final int FORM = 0x4d48_0002;

    private final Path folder;
    private final Clock clock;
    private Places places = new Places();
    private int highest;

    /// When the folder was read last, and when it was for the last that was told.
    private Optional<Stamp> stamp = Optional.empty();

    private Optional<Stamp> told = Optional.empty();

    Numbers(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

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

    /// Every message, as of the last reading; not to be kept over a change.
    List<Place> all() {
        return places.all();
    }

    boolean has(Uid uid) {
        return places.find(uid).isPresent();
    }

    /// Everything read so far was told.
    void tell() {
        told = stamp;
    }

    /// What was read of the folder, for [#resume].
    Optional<MailboxState> state() {
        return told.map(then -> new Kept(then, highest, places, places.version()));
    }

    /// @param version that of the places, which change where they lie
    private record Kept(Stamp stamp, int highest, Places places, int version)
            implements MailboxState {

        @Override
        public void write(DataOutputStream out) throws IOException {
            head(out);
            places.write(out);
        }

        private void head(DataOutputStream out) throws IOException {
            out.writeInt(FORM);
            stamp.write(out);
            out.writeInt(highest);
        }

        @Override
        public Optional<MailboxState> since(MailboxState earlier) {
            if (!(earlier instanceof Kept kept) || !isStill() || !kept.isStill()) {
                return Optional.empty();
            }
            return places.since(kept.places)
                    .map(changed ->
                            out -> {
                                head(out);
                                changed.write(out);
                            });
        }

        private boolean isStill() {
            return version == places.version();
        }
    }

    /// Takes what another process read for true until the folder's stamp shows otherwise.
    ///
    /// @param since what was read later, each of the state before it; from one on that is damaged
    ///   they are passed over
    boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        if (!takeUp(state, Places::read)) {
            return false;
        }
        Places known = places;
        for (ByteBuffer each : since) {
            if (!takeUp(each, octets -> known.with(PlaceChanges.read(octets)))) {
                break;
            }
        }
        return true;
    }

    private interface Reading {
        Places from(BufferInput octets) throws IOException;
    }

    private boolean takeUp(ByteBuffer state, Reading reading) {
        var octets = new BufferInput(state);
        try (var in = new DataInputStream(octets)) {
            if (in.readInt() != FORM) {
                return false;
            }
            var then = Stamp.read(in);
            int most = in.readInt();
            places = reading.from(octets);
            highest = most;
            told = Optional.of(then);
            return true;
        } catch (IOException
                | DateTimeException
                | ArithmeticException
                | IllegalArgumentException e) {
            return false; // damaged
        }
    }

    /// No message has a higher number, as far as is known.
    int highest() {
        return highest;
    }

    void put(Place place) {
        places.put(place);
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

    /// Messages to be worked on where they are.
    EachMessage<Place> each(Collection<Uid> uids, Progress progress) {
        return new EachMessage<>(this, uids, progress);
    }

    @Override
    public void readAnew() throws IOException {
        read();
    }

    @Override
    public MailException failed(Optional<Place> place, IOException e) {
        return Trouble.writing(folder, e);
    }

    /// Where a message is now: where it was last, if it still is there, or else where the folder
    /// has it. Empty where it is gone.
    Optional<Place> find(Uid uid) throws IOException {
        Optional<Place> known = known(uid);
        if (known.isPresent()) {
            return known;
        }
        read();
        return places.find(uid);
    }

    /// Where a message was last seen, if it still is there.
    @Override
    public Optional<Place> known(Uid uid) throws IOException {
        Optional<Place> known = places.find(uid);
        return known.isPresent()
                        && at(known.get().number()).filter(p -> p.uid().equals(uid)).isPresent()
                ? known
                : Optional.empty();
    }

    /// The message where it was last seen; empty where it is not there any more.
    Optional<byte[]> message(Uid uid) throws IOException {
        Optional<Place> place = known(uid);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] message = Files.readAllBytes(path(place.get().number()));
            return known(uid).map(_ -> message);
        } catch (NoSuchFileException _) {
            return Optional.empty(); // another program gave it a new number
        }
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
            Uid uid = FileId.of(facts).uid();
            Uid second = second(uid, number);
            return Optional.of(
                    new Place(
                            number,
                            has(second) ? second : uid,
                            facts.lastModifiedTime().toInstant(),
                            facts.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// Whether a place is still that of its message's file. Asks the file system alone, so it may
    /// be called on any thread.
    boolean isStill(Place place) throws IOException {
        try {
            var facts = Files.readAttributes(path(place.number()), BasicFileAttributes.class);
            return isOneFile(FileId.of(facts).uid(), place.uid());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// Whether two names are of one file, in one folder or in two.
    static boolean isOneFile(Uid one, Uid other) {
        return file(one).equals(file(other));
    }

    private static String file(Uid uid) {
        int dot = uid.value().indexOf('.');
        return dot < 0 ? uid.value() : uid.value().substring(0, dot);
    }

    /// Whether the folder or its sequences may have changed since they were read for what was told.
    boolean isStale() throws IOException {
        return told.isEmpty() || !told.get().isStillTrue(stampNow());
    }

    void read() throws IOException {
        read(stampNow(), (_, _, _) -> {});
    }

    /// Hears what is found, for somebody who waits.
    interface Early {

        /// @param some messages more
        /// @param done how many names were looked at
        /// @param all how many there are to look at
        void found(List<Place> some, int done, int all);
    }

    /// Looks at every file of the folder, in the order of their numbers.
    ///
    /// @param before [#stampNow] as it was before any of this was asked for
    void read(Stamp before, Early early) throws IOException {
        int[] listed = listed();
        places = new Places();
        highest = 0;
        List<Place> found = new ArrayList<>();
        for (int done = 0; done < listed.length; ) {
            enter(listed[done++]).ifPresent(found::add);
            if (done % SOME == 0 || done == listed.length) {
                early.found(found, done, listed.length);
                found = new ArrayList<>();
            }
        }
        stamp = Optional.of(before);
    }

    /// The numbers that are names in the folder, ascending.
    private int[] listed() throws IOException {
        var numbers = IntStream.builder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                int number = number(String.valueOf(file.getFileName()));
                if (number > 0) {
                    numbers.add(number);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return numbers.build().sorted().toArray();
    }

    /// QUIRK: `refile -link` into the same folder makes two messages of one file. The lower number,
    /// which comes first, has the file's own name, the other one its number behind it.
    private Optional<Place> enter(int number) throws IOException {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(path(number), BasicFileAttributes.class);
            if (!facts.isRegularFile()) {
                return Optional.empty();
            }
            FileId file = FileId.of(facts);
            boolean isSecond = places.has(file);
            var place =
                    new Place(
                            number,
                            isSecond ? second(file.uid(), number) : file.uid(),
                            facts.lastModifiedTime().toInstant(),
                            facts.size());
            if (isSecond) {
                places.put(place);
            } else {
                places.add(file, place);
            }
            highest = Math.max(highest, number);
            return Optional.of(place);
        } catch (NoSuchFileException _) {
            return Optional.empty(); // renamed or removed since it was listed
        }
    }

    private static Uid second(Uid own, int number) {
        return new Uid(own + "." + number);
    }

    Stamp stampNow() throws IOException {
        return Stamp.of(clock, folder, folder.resolve(Sequences.FILE));
    }
}
