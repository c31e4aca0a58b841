package hazel.store.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.store.Uid;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the messages of an mbox: one pass over all octets for the lines that begin with `From `,
/// then a look at each header.
///
/// A Content-Length is believed only where every message of the file has one and each leads exactly
/// to the next `From ` line or to the end; so a sender who makes one up can hide nothing in a file
/// that does not live by them.
final class MboxReader {

    private static final int BLOCK = 1 << 20;
    private static final int USUAL_HEADER = 8 * 1024;
    private static final int LONGEST_HEADER = 1 << 20;
    private static final Set<String> CHANGING =
            Set.of(
                    "status",
                    "x-status",
                    "x-keywords",
                    "x-uid",
                    "x-imap",
                    "x-imapbase",
                    "content-length",
                    "lines");

    private final FileChannel file;
    private final long size;
    private final MessageDigest digest = sha256();
    private byte[] buffer = new byte[USUAL_HEADER];

    /// @param isQuoted false where Content-Length divides the file and bodies hold bare `From `
    ///   lines
    /// @param isMbox false where there is something else than messages at the top
    /// @param endsBlank whether a message can be added as it is
    record Contents(List<Slot> slots, boolean isQuoted, boolean isMbox, boolean endsBlank) {
        Contents {
            slots = List.copyOf(slots);
        }
    }

    /// A line that may begin a message.
    ///
    /// @param blank octets of the empty line before it, 0 where there is none
    /// @param textEnd where the text before it ends, line ends and empty lines not counted
    private record Mark(long start, int blank, long textEnd) {}

    /// A message's top.
    private record Head(
            Mark mark, long head, long body, Stated stated, String hash, boolean hidden) {}

    private MboxReader(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /// @param from the offset of a `From ` line, or 0
    static Contents read(FileChannel file, long from) throws IOException {
        return new MboxReader(file, file.size()).read(from);
    }

    /// The octets of a message's header as a file has them, and nothing of its body.
    static byte[] header(FileChannel file, Slot slot) throws IOException {
        return range(file, slot.head(), Math.min(slot.body(), slot.head() + LONGEST_HEADER));
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

    private Contents read(long from) throws IOException {
        List<Mark> marks = marks(from);
        Mark end = marks.removeLast();
        List<Head> heads = new ArrayList<>();
        for (Mark mark : marks) {
            Head head = head(mark);
            if (head != null) {
                heads.add(head);
            }
        }
        boolean isMbox = heads.isEmpty() ? end.textEnd() <= from : isAtTop(heads.getFirst(), from);
        List<Slot> byLength = byLength(heads, end);
        boolean isQuoted = byLength.size() == heads.size();
        return new Contents(
                isQuoted ? byLines(heads, end) : byLength, isQuoted, isMbox, end.blank() > 0);
    }

    /// Only empty lines, or a byte order mark, may stand before the first message.
    private static boolean isAtTop(Head first, long from) {
        return first.mark().textEnd() <= from;
    }

    /// One mark for every line that may begin a message, and one for the end of the file.
    private List<Mark> marks(long from) throws IOException {
        List<Mark> marks = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        int kept = 0;
        long base = from;
        int blank = 1;
        long textEnd = from;
        boolean goesOn = false;
        while (true) {
            int length = fill(block, kept, base + kept);
            boolean isLast = base + length >= size || length < block.length;
            int line = 0;
            if (base == 0 && length >= 3 && hasByteOrderMark(block)) {
                line = 3;
            }
            while (line < length) {
                int newline = line;
                while (newline < length && block[newline] != '\n') {
                    newline++;
                }
                if (newline == length && !isLast && (line > 0 || length < block.length)) {
                    break; // the line goes on in the next block
                }
                if (line + 5 <= length && Quoting.isFrom(block, line)) {
                    marks.add(new Mark(base + line, blank, textEnd));
                }
                int text = newline;
                if (text > line && text < length && block[text - 1] == '\r') {
                    text--;
                }
                boolean isWhole = newline < length;
                blank = text == line && isWhole && !goesOn ? newline + 1 - line : 0;
                goesOn = !isWhole;
                if (text > line) {
                    textEnd = base + text;
                }
                line = newline + 1;
            }
            int used = Math.min(line, length);
            base += used;
            kept = length - used;
            System.arraycopy(block, used, block, 0, kept);
            if (isLast) {
                marks.add(new Mark(base + kept, base == from ? 1 : blank, textEnd));
                return marks;
            }
        }
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

    private @org.jspecify.annotations.Nullable Head head(Mark mark) throws IOException {
        int length = fill(buffer, 0, mark.start());
        int end = headerEnd(length);
        while (end < 0 && length == buffer.length && length < LONGEST_HEADER) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST_HEADER, buffer.length * 4));
            length = fill(buffer, 0, mark.start());
            end = headerEnd(length);
        }
        int body = end < 0 ? length : end;
        int first = Math.min(length, lineAfter(0, length));
        int second = Math.min(length, lineAfter(first, length));
        String line = text(0, first);
        if (!FromLine.isOne(line, text(first, second), mark.blank() > 0)) {
            return null;
        }
        List<Stated.HeaderField> fields = fields(first, body);
        Stated stated = Stated.of(buffer, fields);
        digest.update(buffer, 0, line.length());
        boolean hidden = false;
        for (Stated.HeaderField field : fields) {
            if (!CHANGING.contains(field.name())) {
                digest.update(buffer, field.from(), field.to() - field.from());
            }
            hidden |= isInternal(field);
        }
        String hash = HexFormat.of().formatHex(digest.digest(), 0, 12);
        Head head = new Head(mark, mark.start() + first, mark.start() + body, stated, hash, hidden);
        if (buffer.length > USUAL_HEADER) {
            buffer = new byte[USUAL_HEADER];
        }
        return head;
    }

    private boolean isInternal(Stated.HeaderField field) {
        return field.name().equals("subject")
                && text(field.from(), field.to()).contains("FOLDER INTERNAL DATA");
    }

    private String text(int from, int to) {
        int end = to;
        while (end > from && (buffer[end - 1] == '\n' || buffer[end - 1] == '\r')) {
            end--;
        }
        return new String(buffer, from, Math.min(end - from, 1000), ISO_8859_1);
    }

    private int lineAfter(int at, int length) {
        int i = at;
        while (i < length && buffer[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    /// Behind the empty line, or -1 where there is none among what was read.
    private int headerEnd(int length) {
        for (int line = lineAfter(0, length); line < length; line = lineAfter(line, length)) {
            if (buffer[line] == '\n') {
                return line + 1;
            }
            if (buffer[line] == '\r' && line + 1 < length && buffer[line + 1] == '\n') {
                return line + 2;
            }
        }
        return -1;
    }

    private List<Stated.HeaderField> fields(int first, int body) {
        List<Stated.HeaderField> fields = new ArrayList<>();
        int start = first;
        while (start < body) {
            int end = Math.min(body, lineAfter(start, body));
            while (end < body && (buffer[end] == ' ' || buffer[end] == '\t')) {
                end = Math.min(body, lineAfter(end, body));
            }
            int colon = start;
            while (colon < end && buffer[colon] != ':') {
                colon++;
            }
            String name =
                    new String(buffer, start, Math.min(colon, end) - start, ISO_8859_1)
                            .strip()
                            .toLowerCase(Locale.ROOT);
            fields.add(new Stated.HeaderField(name, start - first, end - first, start, end));
            start = end;
        }
        return fields;
    }

    private static List<Slot> byLines(List<Head> heads, Mark end) {
        List<Slot> slots = new ArrayList<>(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            Mark next = i + 1 < heads.size() ? heads.get(i + 1).mark() : end;
            long textLength = Math.max(0, next.textEnd() - head.body());
            long last = Math.max(head.body(), next.start() - next.blank());
            long told = head.body() + head.stated().length();
            boolean lacksLineEnd = head.stated().isLengthOurs() && told == last - 1;
            slots.add(slot(head, textLength, lacksLineEnd ? told : last, next.start()));
        }
        return slots;
    }

    /// The messages as their Content-Lengths divide the file; as many as there are heads where that
    /// leads to anything but the whole truth, or to nothing that lines do not tell.
    private static List<Slot> byLength(List<Head> heads, Mark end) {
        List<Slot> slots = new ArrayList<>();
        int at = 0;
        while (at < heads.size()) {
            Head head = heads.get(at);
            long length = head.stated().length();
            long last = head.body() + length;
            int next = at + 1;
            while (next < heads.size() && heads.get(next).mark().start() < last) {
                next++;
            }
            Mark mark = next < heads.size() ? heads.get(next).mark() : end;
            long gap = mark.start() - last;
            if (length < 0 || gap < 0 || gap > 2) {
                return byLines(heads, end);
            }
            slots.add(slot(head, Math.max(0, mark.textEnd() - head.body()), last, mark.start()));
            at = next;
        }
        return slots;
    }

    private static Slot slot(Head head, long textLength, long last, long next) {
        return new Slot(
                new Uid(head.hash() + "." + textLength),
                head.mark().start(),
                head.head(),
                head.body(),
                last,
                next,
                head.stated(),
                head.hidden());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
