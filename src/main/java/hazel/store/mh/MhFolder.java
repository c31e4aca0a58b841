package hazel.store.mh;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.InPart;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxState;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.local.Copying;
import hazel.store.local.Differences;
import hazel.store.local.Entries;
import hazel.store.local.LockedFile;
import hazel.store.local.TopReader;
import hazel.store.local.Tops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One MH folder as a [Mailbox].
///
/// Whatever changes it is done while `.mh_sequences` is locked, as nmh does, so no other program
/// gives out new numbers meanwhile. Reading takes no lock: a message is known by its file, and
/// sequences that were just being written are read again at the next [#changes].
final class MhFolder implements Mailbox {

    /// Who holds the lock writes messages under this and a count before they get their numbers. nmh
    /// takes a name with a comma for a message that was removed.
    private static final String BEING_WRITTEN = ",hazel";

    private final Path folder;
    private final MailboxName name;
    private final Duration patience;
    private final Numbers numbers;

    private MhFolder(Path folder, MailboxName name, Clock clock, Duration patience) {
        this.folder = folder;
        this.name = name;
        this.patience = patience;
        this.numbers = new Numbers(folder, clock);
    }

    /// @param patience how long another program's lock is waited for
    static MhFolder open(Path folder, MailboxName name, Clock clock, Duration patience)
            throws MailException {
        if (!Files.isDirectory(folder)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        return new MhFolder(folder, name, clock, patience);
    }

    @Override
    public MailboxName name() {
        return name;
    }

    @Override
    public boolean isReadOnly() {
        return !Files.isWritable(folder);
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        try {
            var before = numbers.stampNow(); // first: sequences may change while they are read
            Sequences sequences = Sequences.read(folder);
            try (Tops<Place> tops =
                    new Tops<>((place, reader) -> entry(place, sequences, reader), sink)) {
                numbers.read(
                        before,
                        (places, done, all) -> {
                            tops.put(places, Progress.UNWATCHED);
                            progress.report(done, all);
                        });
                tops.finish();
            }
            numbers.tell();
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        List<Change> changes = new ArrayList<>();
        try {
            if (!numbers.isStale()) {
                return changes;
            }
            numbers.read();
            Sequences sequences = Sequences.read(folder);
            Differences<Place> differences =
                    Differences.of(
                            numbers.all(),
                            new Differences.Held<>(
                                    Place::uid,
                                    (place, _) -> sequences.marks(place.number()),
                                    numbers::has),
                            known);
            changes.addAll(differences.changes());
            Tops.read(
                    differences.arrived(),
                    (place, reader) -> entry(place, sequences, reader),
                    entry -> changes.add(new Change.Arrived(entry)),
                    Progress.UNWATCHED);
            numbers.tell();
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
        return changes;
    }

    @Override
    public List<Path> watchable() {
        return List.of(folder);
    }

    @Override
    public Optional<MailboxState> state() {
        return numbers.state();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        return numbers.resume(state, since);
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        try {
            Optional<Place> place = numbers.find(uid);
            return place.isEmpty()
                    ? Optional.empty()
                    : entry(place.get(), Sequences.read(folder), new TopReader());
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
    }

    /// Empty where the number is another message's by now. Called on several threads.
    private Optional<IndexEntry> entry(Place place, Sequences sequences, TopReader reader) {
        Marks marks = sequences.marks(place.number());
        var known =
                new Entries.Known(
                        place.uid(),
                        place.arrival(),
                        marks.flags(),
                        marks.keywords(),
                        place.size());
        try {
            IndexEntry entry = Entries.of(known, reader.read(numbers.path(place.number())));
            return numbers.isStill(place) ? Optional.of(entry) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // renamed or removed since it was listed
        } catch (IOException e) {
            return Optional.of(Entries.of(known, Tops.UNREADABLE));
        }
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        try {
            for (int attempt = 0; attempt < 3 && numbers.find(uid).isPresent(); attempt++) {
                Optional<byte[]> message = numbers.message(uid);
                if (message.isPresent()) {
                    return message.get();
                }
            }
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
        throw new MailException(new Problem.NoSuchMessage(name + ":" + uid));
    }

    @Override
    public Optional<byte[]> fetchWhereSeen(Uid uid) throws MailException {
        try {
            return numbers.message(uid);
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
    }

    /// Work on the sequences, which are locked and written back where it changed them.
    private interface Locked<T> {
        T on(Sequences sequences) throws IOException, MailException;
    }

    private <T> T locked(Locked<T> work) throws MailException {
        if (isReadOnly()) {
            throw Trouble.readOnly(folder);
        }
        Path file = folder.resolve(Sequences.FILE);
        try {
            Sequences.createIfMissing(file);
            try (LockedFile lock = LockedFile.forWriting(file, patience)) {
                Sequences sequences = Sequences.read(lock.channel());
                String before = sequences.toString();
                try {
                    return work.on(sequences);
                } finally {
                    if (!sequences.toString().equals(before)) {
                        sequences.write(lock.channel());
                    }
                }
            }
        } catch (IOException e) {
            throw Trouble.writing(folder, e);
        }
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        for (NewMessage message : messages) {
            Sequences.requireNames(message.marks().keywords());
        }
        return locked(sequences -> {
            List<DurableFiles.NewFile> files = new ArrayList<>();
            for (NewMessage message : messages) {
                Path temporary = folder.resolve(BEING_WRITTEN + files.size());
                Files.deleteIfExists(temporary); // left by a process that died
                FileTime arrival = FileTime.from(message.arrival());
                files.add(new DurableFiles.NewFile(temporary, message.octets(), arrival));
            }
            try {
                DurableFiles.writeAllNew(files);
                List<Uid> added = new ArrayList<>();
                for (NewMessage message : messages) {
                    Marks all = message.marks();
                    Marks marks = new Marks(Copying.lasting(all.flags()), all.keywords());
                    added.add(link(files.get(added.size()).path(), sequences, marks));
                }
                DurableFiles.syncDirectory(folder);
                return added;
            } finally {
                files.forEach(file -> DurableFiles.deleteQuietly(file.path()));
            }
        });
    }

    private Uid link(Path file, Sequences sequences, Marks marks) throws IOException {
        Place place = numbers.link(file);
        sequences.mark(place.number(), marks);
        return place.uid();
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        Sequences.requireNames(change.addKeywords());
        return locked(sequences ->
                numbers.each(uids, progress)
                        .done(
                                place -> {
                                    int number = place.number();
                                    Marks now = sequences.marks(number).changed(change);
                                    sequences.mark(number, now);
                                    return new Change.Flagged(
                                            place.uid(), now.flags(), now.keywords());
                                },
                                InPart::changed));
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return target instanceof MhFolder other && isBeside(other)
                ? other.linkFrom(this, uids, progress)
                : Copying.copy(this, uids, target, progress);
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        if (isReadOnly()) {
            throw Trouble.readOnly(folder);
        }
        if (!(target instanceof MhFolder other && isBeside(other))) {
            return Copying.move(this, uids, target, progress);
        }
        List<Moved> moved = new ArrayList<>();
        return Copying.toldOf(
                moved,
                () -> {
                    try {
                        Copying.remove(this, other.linkFrom(this, uids, progress), moved);
                    } catch (InPart e) {
                        // What is in the target is not to be here as well.
                        Copying.remove(this, e.moved(), moved);
                        throw new MailException(e.problem(), e);
                    }
                });
    }

    private boolean isBeside(MhFolder other) throws MailException {
        try {
            return !folder.equals(other.folder)
                    && Files.getFileStore(folder).equals(Files.getFileStore(other.folder));
        } catch (IOException e) {
            throw Trouble.reading(folder, e);
        }
    }

    /// Links another folder's messages into this one, as `refile -link` does: they are in both.
    private List<Moved> linkFrom(MhFolder source, Collection<Uid> uids, Progress progress)
            throws MailException {
        return locked(sequences -> {
            Sequences there = Sequences.read(source.folder);
            try {
                return source.numbers
                        .each(uids, progress)
                        .done(
                                place ->
                                        new Moved(
                                                place.uid(),
                                                linkOne(source.numbers, place, sequences, there)),
                                InPart::moved);
            } finally {
                DurableFiles.syncDirectory(folder);
            }
        });
    }

    /// The source is not locked, so what was linked is looked at: a link has its file's inode.
    private Uid linkOne(Numbers source, Place place, Sequences sequences, Sequences sourceSequences)
            throws IOException {
        Uid there =
                link(source.path(place.number()), sequences, sourceSequences.marks(place.number()));
        if (!Numbers.isOneFile(place.uid(), there)) {
            Place wrong = numbers.find(there).orElseThrow();
            Files.delete(numbers.path(wrong.number()));
            sequences.remove(wrong.number());
            numbers.remove(there);
            throw new NoSuchFileException(""); // another program gave its number away
        }
        return there;
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        return locked(sequences -> {
            try {
                return numbers.each(uids, progress)
                        .done(
                                place -> {
                                    Files.delete(numbers.path(place.number()));
                                    sequences.remove(place.number());
                                    numbers.remove(place.uid());
                                    return place.uid();
                                },
                                InPart::gone);
            } finally {
                DurableFiles.syncDirectory(folder);
            }
        });
    }

    @Override
    public void close() {}
}
