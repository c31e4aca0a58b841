package hazel.store.mbox;

import hazel.store.Uid;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the messages of an mbox: one pass over all octets for the lines that begin with `From `,
/// with a look at the header behind each. Read a block at a time ([#readOn]), it tells on the way
/// what is certain by then ([#settled]).
///
/// A Content-Length is believed only where every message of the file has one and each leads exactly
/// to the next `From ` line or to the end; so a sender who makes one up can hide nothing in a file
/// that does not live by them.
final class MboxReader {

    private static final int BLOCK = 1 << 20;
    private static final int USUAL_HEADER = 8 * 1024;
    static final int LONGEST_HEADER = 1 << 20;

    /// So many empty lines may stand before the first message, as far as it matters.
    private static final int LONGEST_GAP = 4096;

    private final FileChannel file;
    private final long size;
    private final long from;
    private final Division division;
    private final HeadParser heads = new HeadParser();
    private byte[] buffer = new byte[USUAL_HEADER];

    /// What is looked at, `kept` octets of it from the last time; `base` is where it lies.
    private final byte[] block = new byte[BLOCK];

    private int kept;
    private long base;
    private Before before;
    private boolean isAtEnd;

    /// @param isQuoted false where Content-Length divides the file and bodies hold bare `From `
    ///   lines
    /// @param isMbox false where there is something else than messages at the top
    /// @param endsBlank whether a message can be added as it is
    record Contents(Slots slots, boolean isQuoted, boolean isMbox, boolean endsBlank) {}

    /// A line that may begin a message.
    ///
    /// @param blank octets of the empty line before it, 0 where there is none
    /// @param textEnd where the text before it ends, line ends and empty lines not counted
    record Mark(long start, int blank, long textEnd) {}

    /// A message's top.
    record Head(Mark mark, long head, long body, Stated stated, String hash, boolean hidden) {}

    /// @param from the offset of a `From ` line, or 0
    MboxReader(FileChannel file, long from) throws IOException {
        this.file = file;
        this.size = file.size();
        this.from = from;
        this.division = new Division(from);
        byte[] top = new byte[3];
        this.base = from == 0 && fill(top, 0, 0) == 3 && hasByteOrderMark(top) ? 3 : from;
        this.before = new Before(1, from, false);
    }

    /// Whether a file is empty or begins with a `From ` line, behind empty lines at most.
    static boolean mayBeMbox(Path file) throws IOException {
        byte[] top;
        try (InputStream in = Files.newInputStream(file)) {
            top = in.readNBytes(LONGEST_GAP);
        }
        int at = top.length >= 3 && hasByteOrderMark(top) ? 3 : 0;
        while (at < top.length && (top[at] == '\n' || top[at] == '\r')) {
            at++;
        }
        return at == top.length || Quoting.isFrom(top, at);
    }

    /// Reads to the end.
    ///
    /// @param from the offset of a `From ` line, or 0
    static Contents read(FileChannel file, long from) throws IOException {
        var reader = new MboxReader(file, from);
        while (reader.readOn()) {
            var _ = reader.settled(); // nobody waits for those
        }
        return reader.contents();
    }

    /// A message's From line and header as a file has them, and nothing of its body.
    static byte[] top(FileChannel file, Slot slot) throws IOException {
        return range(file, slot.start(), Math.min(slot.body(), slot.head() + LONGEST_HEADER));
    }

    static byte[] range(FileChannel file, long from, long to) throws IOException {
        if (to - from > Integer.MAX_VALUE - 8) {
            throw new IOException("a message of more than two gibibytes");
        }
        byte[] octets = new byte[(int) (to - from)];
        ByteBuffer into = ByteBuffer.wrap(octets);
        while (into.hasRemaining()) {
            if (file.read(into, from + into.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        return octets;
    }

    /// Reads a block more, which begins where a line does, or within a line longer than a block.
    ///
    /// @return false at the end of the file
    boolean readOn() throws IOException {
        if (isAtEnd) {
            return false;
        }
        int length = fill(block, kept, base + kept);
        isAtEnd = base + length >= size || length < block.length;
        int used = isAtEnd ? length : lastLine(block, length);
        boolean isCut = used == 0 && !isAtEnd;
        used = isCut ? length - 1 : used; // so that no CR is parted from its LF
        if (!before.goesOn() && Quoting.isFrom(block, 0, length)) {
            take(0, length);
        }
        for (int at = FromLine.next(block, 0, used); at >= 0; at = FromLine.next(block, at, used)) {
            take(at, length);
        }
        before = before(block, used, base, before, isCut);
        base += used;
        kept = length - used;
        System.arraycopy(block, used, block, 0, kept);
        return true;
    }

    /// What is certain by now and was not told yet.
    List<Slot> settled() {
        return division.settled();
    }

    /// One of those that were settled.
    Optional<Slot> find(Uid uid) {
        return division.find(uid);
    }

    /// All there is, when the end is reached.
    Contents contents() {
        return division.contents(
                new Mark(base, base == from ? 1 : before.blank(), before.textEnd()));
    }

    /// What stands before an offset.
    ///
    /// @param goesOn whether the line before it has no end yet
    private record Before(int blank, long textEnd, boolean goesOn) {}

    private void take(int at, int length) throws IOException {
        Before here = before(block, at, base, before, false);
        Mark mark = new Mark(base + at, here.blank(), here.textEnd());
        Head head = whole(mark, at, length);
        if (head != null) {
            division.add(head);
        }
    }

    /// Octets of the empty line that some octets of a message end with, 0 where there is none.
    static int blankAtEnd(byte[] tail) {
        return before(tail, tail.length, 0, new Before(0, 0, true), false).blank();
    }

    /// Looks back from an offset in a block over line ends and empty lines.
    ///
    /// @param before what stood before the block
    private static Before before(byte[] block, int at, long base, Before before, boolean goesOn) {
        int line = at;
        int blank = 0;
        int lines = 0;
        while (line > 0 && block[line - 1] == '\n') {
            int end = line - (line > 1 && block[line - 2] == '\r' ? 2 : 1);
            if (++lines == 2) {
                blank = lastEnd(block, at);
            }
            line = end;
        }
        boolean isText = line > 0;
        if (!isText && lines == 1 && !before.goesOn()) {
            blank = lastEnd(block, at);
        }
        if (at == 0) {
            return before;
        }
        return new Before(blank, isText ? base + line : before.textEnd(), goesOn);
    }

    /// Octets of the line end before an offset.
    private static int lastEnd(byte[] block, int at) {
        return at > 1 && block[at - 2] == '\r' ? 2 : 1;
    }

    /// Where the last line of a block begins, 0 where none ends in it.
    private static int lastLine(byte[] block, int length) {
        int at = length;
        while (at > 0 && block[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static boolean hasByteOrderMark(byte[] block) {
        return block[0] == (byte) 0xef && block[1] == (byte) 0xbb && block[2] == (byte) 0xbf;
    }

    private int fill(byte[] into, int at, long offset) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(into, at, into.length - at);
        while (rest.hasRemaining() && offset + rest.position() - at < size) {
            if (file.read(rest, offset + rest.position() - at) < 0) {
                break;
            }
        }
        return rest.position();
    }

    /// The message that a line begins; null where that is a line of text. Its header mostly lies
    /// whole in the block, else it is read again.
    private @Nullable Head whole(Mark mark, int at, int length) throws IOException {
        int end = HeadParser.headerEnd(block, at, length);
        if (end >= 0 || mark.start() + length - at >= size) {
            return heads.head(mark, block, at, end < 0 ? length : end);
        }
        int read = fill(buffer, 0, mark.start());
        end = HeadParser.headerEnd(buffer, 0, read);
        while (end < 0 && read == buffer.length && read < LONGEST_HEADER) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST_HEADER, buffer.length * 4));
            read = fill(buffer, 0, mark.start());
            end = HeadParser.headerEnd(buffer, 0, read);
        }
        Head head = heads.head(mark, buffer, 0, end < 0 ? read : end);
        if (buffer.length > USUAL_HEADER) {
            buffer = new byte[USUAL_HEADER];
        }
        return head;
    }
}
