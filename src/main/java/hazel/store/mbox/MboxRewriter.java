package hazel.store.mbox;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hazel.file.DurableFiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes the whole of an mbox anew, with some messages changed and some left out. The caller holds
/// the lock.
///
/// The new file is not read again: what a reader would find in it follows from what was found in
/// the old one, as far as no message was known by something that is different now. Where that may
/// be, the new file is read like any other.
final class MboxRewriter {

    private final FileChannel from;
    private final MboxView view;
    private final FileChannel to;
    private final HeadParser heads = new HeadParser();
    private final Division division = new Division(0);
    private final List<Integer> kept = new ArrayList<>();

    /// Octets of `from` that are still to be copied as they are.
    private long pending;

    private long pendingEnd;

    /// How long the new file is, with what is pending.
    private long length;

    /// The line that the next message begins, if it follows the last one that was kept.
    private MboxReader.Mark mark = new MboxReader.Mark(0, 1, 0);

    /// Whether `division` was told what a reader would find.
    private boolean isCertain;

    private MboxRewriter(FileChannel from, MboxView view, FileChannel to) {
        this.from = from;
        this.view = view;
        this.to = to;
        this.isCertain = view.isQuoted();
    }

    /// Writes a new file beside the old one and puts it in its place, mode and owner kept.
    ///
    /// @param fate what each message is to state from now on, or empty where it is to go
    static void rewrite(FileChannel from, MboxView view, Function<Slot, Optional<Stated>> fate)
            throws IOException {
        Path file = view.file();
        Path fresh = file.resolveSibling("." + file.getFileName() + ".hazel.tmp");
        PosixFileAttributes facts = Files.readAttributes(file, PosixFileAttributes.class);
        Files.deleteIfExists(fresh); // left by a process that died: who holds the lock is alone
        MboxReader.Contents contents;
        Slots written;
        try (FileChannel to =
                FileChannel.open(
                        fresh,
                        Set.of(CREATE_NEW, READ, WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var rewriter = new MboxRewriter(from, view, to);
            contents = rewriter.write(fate);
            keepOwner(fresh, facts);
            to.force(true);
            written = view.slots().moved(rewriter.kept, contents.slots());
            view.requireUnchanged();
            view.replaced(FileChannel.open(file, READ));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        DurableFiles.syncDirectory(view.directory());
        view.took(written, contents);
    }

    private MboxReader.Contents write(Function<Slot, Optional<Stated>> fate) throws IOException {
        Slots slots = view.slots();
        copyLater(0, slots.isEmpty() ? 0 : slots.getFirst().start());
        for (int row = 0; row < slots.size(); row++) {
            Slot slot = slots.get(row);
            Optional<Stated> stated = fate.apply(slot);
            if (stated.isPresent()) {
                keep(row, slot, stated.get());
            }
        }
        copyPending();
        MboxReader.Contents contents =
                isCertain && !kept.isEmpty()
                        ? division.contents(at(length, mark))
                        : MboxReader.read(to, 0);
        requireAll(contents.slots());
        return contents;
    }

    private void keep(int row, Slot slot, Stated stated) throws IOException {
        boolean followsAnother = !kept.isEmpty() && kept.getLast() != row - 1;
        isCertain &=
                slot.body() <= slot.next()
                        && slot.body() - slot.head() < MboxReader.LONGEST_HEADER / 2
                        && !(followsAnother && mark.blank() == 0);
        kept.add(row);
        MboxReader.Mark here = at(length, mark);
        long head = length + slot.head() - slot.start();
        long body = length + slot.body() - slot.start();
        String hash = slot.uid().value().substring(0, SlotName.DIGITS);
        if (stated.equals(slot.stated())) {
            copyLater(slot.start(), slot.next());
            tell(new MboxReader.Head(here, head, body, stated, hash, slot.isHidden()), slot);
            return;
        }
        copyPending();
        byte[] top = top(slot, stated);
        DurableFiles.writeFully(to, ByteBuffer.wrap(top));
        length += top.length;
        copyLater(slot.body(), Math.max(slot.body(), slot.next()));
        MboxReader.Head changed = heads.head(here, top, 0, top.length);
        isCertain &=
                changed != null
                        && changed.hash().equals(hash)
                        && changed.hidden() == slot.isHidden()
                        && changed.stated().length() == slot.stated().length()
                        && changed.stated().isLengthOurs() == slot.stated().isLengthOurs();
        if (changed != null) {
            tell(changed, slot);
        }
    }

    /// Tells of a message as a reader of the new file would find it.
    private void tell(MboxReader.Head head, Slot slot) throws IOException {
        if (isCertain) {
            division.add(head);
            long text = SlotName.of(slot.uid()).orElseThrow().textLength();
            mark = new MboxReader.Mark(length, blank(slot), head.body() + text);
        }
    }

    private static MboxReader.Mark at(long start, MboxReader.Mark mark) {
        return new MboxReader.Mark(start, mark.blank(), mark.textEnd());
    }

    /// Octets of the empty line that a message ends with. How far its end is from the next message
    /// mostly tells that; but the empty line may belong to its header, and a Content-Length of ours
    /// may count one octet less.
    private int blank(Slot slot) throws IOException {
        int gap = (int) (slot.next() - slot.end());
        if (gap > 0 && !slot.stated().isLengthOurs()) {
            return gap;
        }
        byte[] tail = MboxReader.range(from, Math.max(slot.start(), slot.next() - 3), slot.next());
        return MboxReader.blankAtEnd(tail);
    }

    /// A message's From line and header, with what it is to state.
    private byte[] top(Slot slot, Stated stated) throws IOException {
        byte[] top = MboxReader.range(from, slot.start(), slot.body());
        int head = (int) (slot.head() - slot.start());
        byte[] header = new byte[top.length - head];
        System.arraycopy(top, head, header, 0, header.length);
        byte[] bare = MboxWriter.without(header, slot.stated().fields());
        var out = new ByteArrayOutputStream(top.length + 64);
        out.write(top, 0, head);
        out.writeBytes(stated.lines(MboxWriter.namesIn(bare, bare.length)));
        out.writeBytes(bare);
        return out.toByteArray();
    }

    /// What lies side by side is copied in one go.
    private void copyLater(long start, long end) throws IOException {
        if (start != pendingEnd) {
            copyPending();
            pending = start;
        }
        pendingEnd = end;
        length += end - start;
    }

    private void copyPending() throws IOException {
        while (pending < pendingEnd) {
            long copied = from.transferTo(pending, pendingEnd - pending, to);
            if (copied <= 0) {
                throw new IOException("the file became shorter while it was locked");
            }
            pending += copied;
        }
    }

    /// @throws IOException where the new file does not hold what it is to hold
    private void requireAll(Slots found) throws IOException {
        if (found.size() != kept.size()) {
            throw new IOException(
                    "the new file would hold "
                            + found.size()
                            + " messages, not "
                            + kept.size()
                            + "; nothing was changed");
        }
        boolean isWhole = to.size() == length;
        for (int row = 0; row < found.size() && isWhole; row++) {
            long start = found.start(row);
            byte[] line = MboxReader.range(to, start, Math.min(length, start + 5));
            isWhole = Quoting.isFrom(line, 0);
        }
        if (!isWhole) {
            throw new IOException("the file changed while it was locked; nothing was changed");
        }
    }

    private static void keepOwner(Path fresh, PosixFileAttributes facts) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(facts.owner())) {
            view.setOwner(facts.owner());
        }
        if (!now.group().equals(facts.group())) {
            view.setGroup(facts.group());
        }
        view.setPermissions(facts.permissions());
    }
}
