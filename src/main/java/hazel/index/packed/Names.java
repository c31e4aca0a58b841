package hazel.index.packed;

import hazel.index.packed.NameEncoder.Side;
import hazel.index.packed.RecordBuffer.Cursor;

import java.io.IOException;
import java.util.HexFormat;

/// Names that programs made, a Maildir's or a msg-id, in about a third of their octets: the pattern
/// that many share, `#.M#P#.host`, by its number, and then the numbers and digits of this one.
///
/// A name has one form, so that two are the same where their octets are. That a name needs a
/// pattern that is not among these says that nothing here has it.
public final class Names {

    // In a pattern, for what is particular to a name.
    static final char DECIMAL = 1;
    static final char HEX = 2;
    static final char UPPER_HEX = 3;
    static final char PADDED = 4;
    static final char RAW = 5;
    static final char MIXED = 6;

    static final char AT = '@';

    /// Patterns that are always there, in this order, behind the empty one.
    private static final String[] FIRST = {"" + MIXED, "" + RAW};

    static final int MIXED_PATTERN = 1;
    static final int RAW_PATTERN = 2 << 1;

    /// When so many patterns of one side are known there are no new ones: where programs do not
    /// keep to patterns, each name would bring its own.
    private static final int MOST_PATTERNS = 1 << 13;

    public static final Names EMPTY = new Writer().names();

    private final Texts lefts;
    private final Texts rights;

    private Names(Texts lefts, Texts rights) {
        this.lefts = lefts;
        this.rights = rights;
    }

    /// Puts a name into a record.
    ///
    /// @return false where none of the names that were put with these patterns is this one
    public boolean put(String name, RecordBuffer to) {
        return new NameEncoder(this::number).put(name, to);
    }

    private int number(Side side, RecordBuffer pattern) {
        Texts patterns = side == Side.LEFT ? lefts : rights;
        int found = patterns.find(pattern.octets(), pattern.length());
        return found < 0 && isFull(patterns.size()) ? NameEncoder.NO_MORE : found;
    }

    private static boolean isFull(int patterns) {
        return patterns >= MOST_PATTERNS;
    }

    /// A pattern's number with its side, as it is in a record.
    static int code(Side side, int pattern) {
        return pattern << 1 | (side == Side.LEFT ? 1 : 0);
    }

    /// The name that a record holds; the cursor is then behind it.
    public String get(Cursor from) {
        var name = new StringBuilder();
        int code = (int) from.number();
        while ((code & 1) != 0) {
            get(lefts.get(code >>> 1), from, name);
            name.append(AT);
            code = (int) from.number();
        }
        get(rights.get(code >>> 1), from, name);
        return name.toString();
    }

    private static void get(String pattern, Cursor from, StringBuilder to) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case DECIMAL -> to.append(from.number());
                case HEX -> hex(from, pattern.charAt(++i), HexFormat.of(), to);
                case UPPER_HEX ->
                        hex(from, pattern.charAt(++i), HexFormat.of().withUpperCase(), to);
                case PADDED -> {
                    String digits = Long.toString(from.number());
                    to.append("0".repeat(pattern.charAt(++i) - digits.length())).append(digits);
                }
                case RAW -> to.append(from.text((int) from.number()));
                case MIXED -> SixBits.get(from, to);
                default -> to.append(c);
            }
        }
    }

    private static void hex(Cursor from, int digits, HexFormat format, StringBuilder to) {
        for (int i = 0; i + 1 < digits; i += 2) {
            format.toHexDigits(to, (byte) from.next());
        }
        if (digits % 2 == 1) {
            to.append(format.toLowHexDigit(from.next()));
        }
    }

    /// Octets in memory.
    public long octets() {
        return lefts.octets() + rights.octets();
    }

    public void writeTo(BlockWriter out) throws IOException {
        lefts.writeTo(out);
        rights.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static Names readFrom(BlockReader in) throws IOException {
        Texts lefts = Texts.readFrom(in);
        Texts rights = Texts.readFrom(in);
        if (Math.min(lefts.size(), rights.size()) <= FIRST.length) {
            throw new IOException("not even the first patterns");
        }
        return new Names(lefts.indexed(), rights.indexed());
    }

    /// Adds names.
    public static final class Writer {

        private final Texts.Writer lefts;
        private final Texts.Writer rights;
        private final NameEncoder encoder = new NameEncoder(this::number);

        public Writer() {
            lefts = new Texts.Writer();
            rights = new Texts.Writer();
            for (String pattern : FIRST) {
                lefts.add(pattern);
                rights.add(pattern);
            }
        }

        /// Names put before keep their form.
        public Writer(Names base) {
            lefts = Texts.Writer.continuing(base.lefts);
            rights = Texts.Writer.continuing(base.rights);
        }

        public void put(String name, RecordBuffer to) {
            var _ = encoder.put(name, to);
        }

        public Names names() {
            return new Names(lefts.texts(), rights.texts());
        }

        private int number(Side side, RecordBuffer pattern) {
            Texts.Writer patterns = side == Side.LEFT ? lefts : rights;
            int found = patterns.find(pattern.octets(), pattern.length());
            return found >= 0 || !isFull(patterns.size())
                    ? patterns.add(pattern.octets(), pattern.length())
                    : NameEncoder.NO_MORE;
        }

        long octets() {
            return lefts.octets() + rights.octets();
        }
    }
}
