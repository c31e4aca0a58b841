package hazel.store.maildir;

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
import hazel.store.local.EachMessage;
import hazel.store.local.Entries;
import hazel.store.local.TopReader;
import hazel.store.local.Tops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One Maildir as a [Mailbox].
///
/// A message in `new` moves to `cur` when its first flag is set, and not before: looking at a
/// mailbox changes nothing in it.
public final class Maildir implements Mailbox {

    final Path root;
    private final MailboxName name;
    final Supplier<String> uniqueNames;
    final Names names;
    final Keywords keywords;

    private Maildir(Path root, MailboxName name, Supplier<String> uniqueNames, Clock clock) {
        this.root = root;
        this.name = name;
        this.uniqueNames = uniqueNames;
        this.names = new Names(root, clock);
        this.keywords = new Keywords(root);
    }

    /// @param uniqueNames gives a name for each new message, such as [UniqueNames]
    public static Maildir open(
            Path root, MailboxName name, Supplier<String> uniqueNames, Clock clock)
            throws MailException {
        if (!isMaildir(root)) {
            throw new MailException(new Problem.NoSuchMailbox(name.value()));
        }
        return new Maildir(root, name, uniqueNames, clock);
    }

    static boolean isMaildir(Path directory) {
        return Files.isDirectory(directory.resolve("cur"))
                && Files.isDirectory(directory.resolve("new"));
    }

    @Override
    public MailboxName name() {
        return name;
    }

    @Override
    public boolean isReadOnly() {
        return names.isReadOnly();
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        read();
        try {
            Tops.read(names.inOrder(), this::entry, sink, progress);
            names.tell();
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        Differences<Place> differences;
        try {
            if (!names.isStale()) {
                return List.of();
            }
            differences = names.differences(this::marks, known);
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
        List<Change> changes = differences.changes();
        Tops.read(
                differences.arrived(),
                this::entry,
                entry -> changes.add(new Change.Arrived(entry)),
                Progress.UNWATCHED);
        names.tell();
        return changes;
    }

    @Override
    public List<Path> watchable() {
        return Names.directories(root);
    }

    @Override
    public Optional<MailboxState> state() {
        return names.state();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        return names.resume(state);
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        Optional<IndexEntry> entry = entry(uid);
        if (entry.isEmpty()) {
            read();
            entry = entry(uid);
        }
        return entry;
    }

    /// Whoever copies a message must not lose keywords that only cannot be read.
    private Optional<IndexEntry> entry(Uid uid) throws MailException {
        Optional<Place> place = place(uid);
        try {
            keywords.names(place.map(p -> p.name().keywordLetters()).orElse(Set.of()));
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
        return place.flatMap(p -> entry(p, new TopReader()));
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        for (int attempt = 0; attempt < 2; attempt++) {
            Optional<byte[]> message = fetchWhereSeen(uid);
            if (message.isPresent()) {
                return message.get();
            }
            read();
        }
        throw new MailException(new Problem.NoSuchMessage(name + ":" + uid));
    }

    @Override
    public Optional<byte[]> fetchWhereSeen(Uid uid) throws MailException {
        try {
            return names.message(uid);
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        names.refuseIfReadOnly();
        try {
            return new Delivery(this).all(messages);
        } catch (IOException e) {
            throw Trouble.writing(root, e);
        }
    }

    /// What was done before a failure is not answered, and so told by [#changes].
    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        names.refuseIfReadOnly();
        List<Change> changed =
                each(uids, progress).done(place -> flagged(rename(place, change)), InPart::changed);
        sync();
        return changed;
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        Optional<Relocation> beside = beside(target);
        if (beside.isEmpty()) {
            return Copying.copy(this, uids, target, progress);
        }
        Maildir to = beside.get().to();
        to.names.refuseIfReadOnly();
        List<Moved> copied =
                each(uids, progress).done(place -> copyOne(beside.get(), place), InPart::moved);
        to.sync();
        return copied;
    }

    private Moved copyOne(Relocation beside, Place place) throws IOException, MailException {
        try {
            return beside.copy(place);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException _) {
            // No links here, or none of a file that is somebody else's.
            return copyOctets(place, beside.to());
        }
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        names.refuseIfReadOnly();
        Optional<Relocation> beside = beside(target);
        if (beside.isEmpty()) {
            return Copying.move(this, uids, target, progress);
        }
        Maildir to = beside.get().to();
        to.names.refuseIfReadOnly();
        List<Moved> moved =
                each(uids, progress).done(place -> moveOne(beside.get(), place), InPart::moved);
        to.sync();
        sync();
        return moved;
    }

    private Moved moveOne(Relocation beside, Place place) throws IOException, MailException {
        try {
            return beside.move(place);
        } catch (AtomicMoveNotSupportedException _) { // another file system after all
            Moved copied = copyOctets(place, beside.to());
            remove(place);
            return copied;
        }
    }

    private Moved copyOctets(Place place, Maildir to) throws IOException, MailException {
        return Copying.copy(this, List.of(place.uid()), to, Progress.UNWATCHED).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException(""));
    }

    private Optional<Relocation> beside(Mailbox target) throws MailException {
        if (!(target instanceof Maildir to)) {
            return Optional.empty();
        }
        var relocation = new Relocation(this, to);
        try {
            return relocation.isPossible() ? Optional.of(relocation) : Optional.empty();
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        names.refuseIfReadOnly();
        List<Uid> gone = each(uids, progress).done(this::remove, InPart::gone);
        sync();
        return gone;
    }

    private Uid remove(Place place) throws IOException {
        Files.delete(names.path(place));
        names.remove(place.uid());
        return place.uid();
    }

    @Override
    public void close() {}

    private Place rename(Place place, FlagChange change) throws IOException, MailException {
        Set<Character> letters = place.name().keywordLetters();
        Marks after = new Marks(place.name().flags(), keywords.names(letters)).changed(change);
        FileName file =
                place.name().with(after.flags(), keywords.letters(after.keywords(), letters));
        Place there = new Place(false, file, place.uid());
        if (!there.equals(place)) {
            if (Files.exists(names.path(there))) {
                // Another message bears this name: a rename would put an end to that one.
                FileName free = new FileName(uniqueNames.get(), file.separator(), file.letters());
                there = new Place(false, free, place.uid());
            }
            Files.move(names.path(place), names.path(there), StandardCopyOption.ATOMIC_MOVE);
        }
        names.put(there);
        return there;
    }

    private Marks marks(Place place, Marks known) {
        return new Marks(place.flags(), words(place, known.keywords()));
    }

    private Change flagged(Place place) {
        return new Change.Flagged(place.uid(), place.flags(), words(place, Set.of()));
    }

    private Optional<IndexEntry> entry(Place place, TopReader reader) {
        Path file = names.path(place);
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            if (!facts.isRegularFile()) {
                return Optional.empty();
            }
            var known =
                    new Entries.Known(
                            place.uid(),
                            facts.lastModifiedTime().toInstant(),
                            place.flags(),
                            words(place, Set.of()),
                            facts.size());
            return Optional.of(Entries.of(known, reader.read(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // renamed or removed since it was listed
        } catch (IOException e) {
            var known = new Entries.Known(place.uid(), Instant.EPOCH, place.flags(), Set.of(), 0);
            return Optional.of(Entries.of(known, Tops.UNREADABLE));
        }
    }

    /// While the list of keywords cannot be read, a message keeps those it is known by.
    private Set<String> words(Place place, Set<String> known) {
        try {
            return keywords.names(place.name().keywordLetters());
        } catch (IOException e) {
            return known;
        }
    }

    private Optional<Place> place(Uid uid) throws MailException {
        try {
            return names.find(uid);
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
    }

    private EachMessage<Place> each(Collection<Uid> uids, Progress progress) {
        return new EachMessage<>(new Found(), uids, progress);
    }

    private final class Found implements EachMessage.Finding<Place> {

        @Override
        public Optional<Place> known(Uid uid) throws MailException {
            return place(uid);
        }

        @Override
        public void readAnew() throws MailException {
            read();
        }

        @Override
        public MailException failed(Optional<Place> place, IOException e) {
            return Trouble.writing(place.map(names::path).orElse(root), e);
        }
    }

    private void read() throws MailException {
        try {
            names.read();
        } catch (IOException e) {
            throw Trouble.reading(root, e);
        }
    }

    void sync() throws MailException {
        try {
            names.sync();
        } catch (IOException e) {
            throw Trouble.writing(root, e);
        }
    }
}
