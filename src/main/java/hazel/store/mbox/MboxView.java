package hazel.store.mbox;

import static java.util.Objects.requireNonNull;

import hazel.file.BufferInput;
import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.MailboxState;
import hazel.store.Uid;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What is known of an mbox file, and whether that is still true.
///
/// The file's inode, size and time of change tell whether another program changed it; where it only
/// grew, what is new is read alone.
final class MboxView {

    private final Path file;
    private Slots slots = Slots.EMPTY;
    private int version;
    private boolean isQuoted = true;
    private boolean endsBlank = true;
    private Optional<Stamp> stamp = Optional.empty();

    /// Reads the file for the first time just now.
    private Optional<MboxReader> reading = Optional.empty();

    private final Deque<Old> old = new ArrayDeque<>();

    MboxView(Path file) {
        this.file = file;
    }

    /// @param isSettled whether a change after this would show in the time
    private record Stamp(String inode, long size, Instant changed, boolean isSettled) {

        boolean isOf(Stamp other) {
            return inode.equals(other.inode) && size == other.size && changed.equals(other.changed);
        }
    }

    /// A file that was replaced, kept open: who waited for its lock may still add to it.
    private record Old(FileChannel channel, long size, Instant since) {}

    /// How long a replaced file is watched; who waited for its lock got it long before.
    private static final Duration WATCHED = Duration.ofMinutes(1);

    Path file() {
        return file;
    }

    Path directory() {
        return requireNonNull(file.getParent(), "an mbox is known by its whole path");
    }

    Slots slots() {
        return slots;
    }

    /// All but those that are never shown.
    List<Slot> shown() {
        return slots.shown();
    }

    /// While the file is read for the first time, one of those that were told early.
    Optional<Slot> find(Uid uid) {
        return reading.map(reader -> reader.find(uid))
                .orElseGet(() -> slots.find(uid))
                .filter(slot -> !slot.isHidden());
    }

    /// A message as it was before it was put into the file.
    byte[] message(FileChannel channel, Slot slot) throws IOException {
        byte[] stored = MboxReader.range(channel, slot.head(), slot.end());
        byte[] message = MboxWriter.without(stored, slot.stated().fields());
        return isQuoted ? Quoting.unquote(message) : message;
    }

    /// Another number whenever anything was read anew.
    int version() {
        return version;
    }

    /// What is known of the file, for [#resume].
    Optional<MailboxState> state() {
        return stamp.filter(Stamp::isSettled)
                .map(then -> new Kept(new Facts(then, isQuoted, endsBlank), slots));
    }

    /// What is known of the file beside its messages.
    private record Facts(Stamp stamp, boolean isQuoted, boolean endsBlank) {

        void write(DataOutputStream out) throws IOException {
            out.writeUTF(stamp.inode());
            out.writeLong(stamp.size());
            out.writeUTF(stamp.changed().toString());
            out.writeBoolean(isQuoted);
            out.writeBoolean(endsBlank);
        }

        static Facts read(DataInputStream in) throws IOException {
            var then = new Stamp(in.readUTF(), in.readLong(), Instant.parse(in.readUTF()), true);
            return new Facts(then, in.readBoolean(), in.readBoolean());
        }
    }

    private record Kept(Facts facts, Slots slots) implements MailboxState {

        @Override
        public void write(DataOutputStream out) throws IOException {
            facts.write(out);
            slots.write(out);
        }

        @Override
        public Optional<MailboxState> since(MailboxState earlier) {
            return earlier instanceof Kept kept
                    ? slots.tailBehind(kept.slots()).map(this::grown)
                    : Optional.empty();
        }

        private MailboxState grown(Slots.Tail tail) {
            return out -> {
                facts.write(out);
                out.writeInt(tail.from());
                tail.slots().write(out);
            };
        }
    }

    /// Takes what another process knew of the file for true until its stamp shows otherwise.
    ///
    /// @param since what was known later, each of the state before it; from one on that is damaged
    ///   they are passed over
    boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        var octets = new BufferInput(state);
        try (var in = new DataInputStream(octets)) {
            Facts facts = Facts.read(in);
            Slots known = Slots.read(octets);
            List<Slots.Tail> tails = new ArrayList<>();
            for (ByteBuffer each : since) {
                try {
                    var more = new BufferInput(each);
                    var head = new DataInputStream(more);
                    Facts later = Facts.read(head);
                    tails.add(new Slots.Tail(head.readInt(), Slots.read(more)));
                    facts = later;
                } catch (IOException | DateTimeException e) {
                    break;
                }
            }
            slots = known.with(tails);
            isQuoted = facts.isQuoted();
            endsBlank = facts.endsBlank();
            stamp = Optional.of(facts.stamp());
            version++;
            return true;
        } catch (IOException | DateTimeException e) {
            return false; // damaged
        }
    }

    boolean isQuoted() {
        return isQuoted;
    }

    boolean endsBlank() {
        return endsBlank;
    }

    boolean isStale() throws MailException {
        try {
            return hasStrays()
                    || stamp.isEmpty()
                    || !stamp.get().isSettled()
                    || !stamp.get().isOf(stampNow());
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw Trouble.reading(file, e);
        }
    }

    /// Reads what is new, or everything where more than new mail is different. The caller holds the
    /// lock.
    void refresh(FileChannel channel) throws IOException, MailException {
        refresh(channel, _ -> {});
    }

    /// The same, for somebody who waits: where nothing was known before, the first messages are
    /// told while others are still looked for.
    ///
    /// @param early hears the first of what [#slots] are then, in their order
    void refresh(FileChannel channel, Consumer<List<Slot>> early)
            throws IOException, MailException {
        Stamp now = stampNow();
        if (stamp.isPresent() && stamp.get().isSettled() && stamp.get().isOf(now)) {
            return;
        }
        if (!readTail(channel, now)) {
            MboxReader.Contents contents =
                    slots.isEmpty() ? readAll(channel, early) : MboxReader.read(channel, 0);
            if (!contents.isMbox()) {
                throw noMbox(file);
            }
            take(contents.slots().named(slots), contents);
        }
        stamp = Optional.of(now);
    }

    private MboxReader.Contents readAll(FileChannel channel, Consumer<List<Slot>> early)
            throws IOException {
        var reader = new MboxReader(channel, 0);
        reading = Optional.of(reader);
        try {
            while (reader.readOn()) {
                early.accept(reader.settled());
            }
        } finally {
            reading = Optional.empty();
        }
        return reader.contents();
    }

    static MailException noMbox(Path file) {
        return new MailException(
                new Problem.Malformed(
                        file.toString(), file + " is no mbox: it does not begin with a From line"));
    }

    /// Whether all that is different is mail at the end.
    private boolean readTail(FileChannel channel, Stamp now) throws IOException {
        boolean mayHaveGrown =
                stamp.isPresent()
                        && stamp.get().isSettled()
                        && stamp.get().inode().equals(now.inode())
                        && stamp.get().size() < now.size()
                        && endsBlank
                        && !slots.isEmpty();
        if (!mayHaveGrown) {
            return false;
        }
        Slot last = slots.getLast();
        MboxReader.Contents tail = MboxReader.read(channel, last.start());
        boolean isSame =
                tail.slots().size() > 1
                        && tail.isQuoted() == isQuoted
                        && tail.slots().getFirst().withUid(last.uid()).equals(last);
        if (!isSame) {
            return false;
        }
        take(slots.withTail(tail.slots()), tail);
        return true;
    }

    /// After our own writing: another program's changes would show in the time from here on, since
    /// the lock is still held.
    void took(Slots fresh, MboxReader.Contents contents) throws IOException {
        take(fresh, contents);
        Stamp now = stampNow();
        stamp = Optional.of(new Stamp(now.inode(), now.size(), now.changed(), true));
    }

    /// @throws IOException where another program changed the file since [#refresh], which it must
    ///   not while the caller holds the lock
    void requireUnchanged() throws IOException {
        Stamp now = stampNow();
        if (stamp.filter(then -> then.isOf(now)).isEmpty()) {
            throw new IOException("the file changed while it was locked; nothing was changed");
        }
    }

    private void take(Slots fresh, MboxReader.Contents contents) {
        version++;
        slots = fresh;
        isQuoted = contents.isQuoted();
        endsBlank = contents.endsBlank();
    }

    private Stamp stampNow() throws IOException {
        Instant seen = Instant.now(); // first: what changes from here on may not be seen
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        Instant changed = facts.lastModifiedTime().toInstant();
        return new Stamp(
                String.valueOf(facts.fileKey()),
                facts.size(),
                changed,
                changed.isBefore(seen.minus(hazel.store.local.Stamp.grain(changed))));
    }

    void replaced(FileChannel previous) throws IOException {
        for (Old each : List.copyOf(old)) {
            if (each.since().isBefore(Instant.now().minus(WATCHED))) {
                each.channel().close();
                old.remove(each);
            }
        }
        old.add(new Old(previous, previous.size(), Instant.now()));
    }

    boolean hasStrays() {
        return old.stream().anyMatch(MboxView::hasGrown);
    }

    private static boolean hasGrown(Old each) {
        try {
            return each.channel().size() > each.size();
        } catch (IOException e) {
            return false; // nothing can be read of it any more
        }
    }

    /// Adds what another program wrote to a file that was replaced under it. The caller holds the
    /// lock for writing.
    void bringStraysOver(FileChannel channel) throws IOException {
        while (hasStrays()) {
            Old stray = old.stream().filter(MboxView::hasGrown).findFirst().orElseThrow();
            byte[] added = MboxReader.range(stray.channel(), stray.size(), stray.channel().size());
            channel.position(channel.size());
            DurableFiles.writeFully(channel, ByteBuffer.wrap(added));
            channel.force(true);
            old.remove(stray);
            old.add(new Old(stray.channel(), stray.size() + added.length, stray.since()));
        }
    }

    void close() throws IOException {
        for (Old each : old) {
            each.channel().close();
        }
        old.clear();
    }
}
