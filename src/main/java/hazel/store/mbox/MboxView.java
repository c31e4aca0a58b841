package hazel.store.mbox;

import static java.util.Objects.requireNonNull;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;
import hazel.store.Uid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of an mbox file, and whether that is still true.
///
/// The file's inode, size and time of change tell whether another program changed it; where it only
/// grew, what is new is read alone.
final class MboxView {

    /// Two changes this close may bear one time: a kernel's clock ticks so seldom.
    private static final Duration TICK = Duration.ofMillis(20);

    /// The same for file systems that keep whole seconds.
    private static final Duration COARSE = Duration.ofSeconds(2);

    private final Path file;
    private List<Slot> slots = List.of();
    private List<Slot> shown = List.of();
    private Map<Uid, Slot> byUid = Map.of();
    private int version;
    private boolean isQuoted = true;
    private boolean endsBlank = true;
    private Optional<Stamp> stamp = Optional.empty();
    private final Deque<Old> old = new ArrayDeque<>();

    MboxView(Path file) {
        this.file = file;
    }

    /// @param isSettled whether a change after this would show in the time
    private record Stamp(Object inode, long size, Instant changed, boolean isSettled) {

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

    List<Slot> slots() {
        return slots;
    }

    List<Slot> shown() {
        return shown;
    }

    Optional<Slot> find(Uid uid) {
        return Optional.ofNullable(byUid.get(uid)).filter(s -> !s.isHidden());
    }

    /// Another number whenever anything was read anew.
    int version() {
        return version;
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
        Stamp now = stampNow();
        if (stamp.isPresent() && stamp.get().isSettled() && stamp.get().isOf(now)) {
            return;
        }
        if (!readTail(channel, now)) {
            MboxReader.Contents contents = MboxReader.read(channel, 0);
            if (!contents.isMbox()) {
                throw new MailException(
                        new Problem.Malformed(
                                file.toString(),
                                file + " is no mbox: it does not begin with a From line"));
            }
            take(named(contents.slots()), contents);
        }
        stamp = Optional.of(now);
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
        List<Slot> all = new ArrayList<>(slots);
        all.addAll(tail.slots().subList(1, tail.slots().size()));
        take(named(all), tail);
        return true;
    }

    /// After our own writing: another program's changes would show in the time from here on, since
    /// the lock is still held.
    void took(List<Slot> fresh, MboxReader.Contents contents) throws IOException {
        take(fresh, contents);
        Stamp now = stampNow();
        stamp = Optional.of(new Stamp(now.inode(), now.size(), now.changed(), true));
    }

    private void take(List<Slot> fresh, MboxReader.Contents contents) {
        version++;
        slots = List.copyOf(fresh);
        shown = slots.stream().filter(s -> !s.isHidden()).toList();
        byUid = HashMap.newHashMap(slots.size());
        slots.forEach(s -> byUid.put(s.uid(), s));
        isQuoted = contents.isQuoted();
        endsBlank = contents.endsBlank();
    }

    /// Gives messages that are the same in everything a number each, the one they had if they had
    /// one.
    ///
    /// QUIRK: of two that are the same octet for octet nobody can tell which one another program
    /// removed; the later number is taken to be gone.
    List<Slot> named(List<Slot> fresh) {
        Map<String, Deque<Uid>> known = new HashMap<>();
        for (Slot slot : slots) {
            known.computeIfAbsent(base(slot.uid()), _ -> new ArrayDeque<>()).add(slot.uid());
        }
        Map<String, Integer> highest = new HashMap<>();
        known.forEach((base, uids) ->
                highest.put(base, uids.stream().mapToInt(MboxView::number).max().orElse(0)));
        List<Slot> named = new ArrayList<>(fresh.size());
        for (Slot slot : fresh) {
            String base = base(slot.uid());
            Deque<Uid> had = known.get(base);
            if (had != null && !had.isEmpty()) {
                named.add(slot.withUid(had.removeFirst()));
            } else {
                int number = highest.merge(base, 1, Integer::sum);
                named.add(slot.withUid(new Uid(number == 1 ? base : base + "-" + number)));
            }
        }
        return named;
    }

    private static String base(Uid uid) {
        int dash = uid.value().indexOf('-');
        return dash < 0 ? uid.value() : uid.value().substring(0, dash);
    }

    private static int number(Uid uid) {
        int dash = uid.value().indexOf('-');
        return dash < 0 ? 1 : Integer.parseInt(uid.value().substring(dash + 1));
    }

    private Stamp stampNow() throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        Instant changed = facts.lastModifiedTime().toInstant();
        Duration grain = changed.equals(changed.truncatedTo(ChronoUnit.SECONDS)) ? COARSE : TICK;
        return new Stamp(
                String.valueOf(facts.fileKey()),
                facts.size(),
                changed,
                changed.isBefore(Instant.now().minus(grain)));
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
