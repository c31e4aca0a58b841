package hazel.index.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Divides a name into its pattern and what is particular to it.
///
/// Digits become numbers, hexadecimal digits half an octet each, words stay in the pattern. Where a
/// stretch looks like neither, as base 64 does, all before the `@` or behind it is taken at six
/// bits a character.
final class NameEncoder {

    /// Says that a pattern is unknown and that there are no new ones.
    static final int NO_MORE = -2;

    private static final int LONGEST = 1000;
    private static final int LONGEST_RAW = 8 * 1024;
    private static final int MOST_DIGITS = 18;
    private static final int MOST_HEX = 120;

    // Kinds of characters, a bit for each.
    private static final int DIGIT = 1;
    private static final int SMALL_HEX = 2;
    private static final int CAPITAL_HEX = 4;
    private static final int SMALL = SMALL_HEX | 8;
    private static final int CAPITAL = CAPITAL_HEX | 16;

    /// Of every ASCII character, one bit or none.
    private static final byte[] KINDS = new byte[128];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            boolean isHex = Character.digit(c, 16) >= 0;
            if (c >= '0' && c <= '9') {
                KINDS[c] = DIGIT;
            } else if (c >= 'a' && c <= 'z') {
                KINDS[c] = (byte) (isHex ? SMALL_HEX : SMALL & ~SMALL_HEX);
            } else if (c >= 'A' && c <= 'Z') {
                KINDS[c] = (byte) (isHex ? CAPITAL_HEX : CAPITAL & ~CAPITAL_HEX);
            }
        }
    }

    /// Which side of the `@` a pattern is for; a name without one is a right side.
    enum Side {
        LEFT,
        RIGHT
    }

    /// Knows patterns.
    interface Patterns {

        /// The number of a pattern; -1 where it is unknown, or [#NO_MORE].
        int number(Side side, RecordBuffer pattern);
    }

    private final Patterns patterns;
    private final RecordBuffer pattern = new RecordBuffer();
    private final RecordBuffer particular = new RecordBuffer();
    private final Stretch stretch = new Stretch();

    NameEncoder(Patterns patterns) {
        this.patterns = patterns;
    }

    /// @return false where a pattern is unknown; the record then holds nothing of use
    boolean put(String name, RecordBuffer to) {
        if (name.isEmpty()) {
            to.number(0);
            return true;
        }
        byte[] utf8 = name.getBytes(UTF_8);
        if (utf8.length > LONGEST || !isPlain(utf8)) {
            int length = Math.min(utf8.length, LONGEST_RAW);
            to.number(Names.RAW_PATTERN);
            to.number(length);
            to.put(utf8, 0, length);
            return true;
        }
        int at = utf8.length - 1;
        while (at >= 0 && utf8[at] != Names.AT) {
            at--;
        }
        return (at < 0 || put(Side.LEFT, utf8, 0, at, to))
                && put(Side.RIGHT, utf8, at + 1, utf8.length, to);
    }

    private static boolean isPlain(byte[] utf8) {
        for (byte each : utf8) {
            if (each <= ' ' || each == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private boolean put(Side side, byte[] name, int from, int to, RecordBuffer record) {
        pattern.clear();
        particular.clear();
        boolean isDivided = divide(name, from, to);
        int number = isDivided ? patterns.number(side, pattern) : NO_MORE;
        if (number == NO_MORE) {
            record.number(Names.code(side, Names.MIXED_PATTERN));
            SixBits.put(name, from, to, record);
            return true;
        }
        if (number >= 0) {
            record.number(Names.code(side, number));
            record.put(particular);
        }
        return number >= 0;
    }

    /// @return false where some stretch is neither digits nor words
    private boolean divide(byte[] name, int from, int to) {
        boolean isHexNear = hasHex(name, from, to);
        int at = from;
        while (at < to) {
            stretch.read(name, at, to);
            if (stretch.length == 0) {
                pattern.put(name[at++]);
            } else if (put(name, at, isHexNear)) {
                at += stretch.length;
            } else {
                return false;
            }
        }
        return true;
    }

    /// Whether some stretch can be nothing but hexadecimal; then shorter ones are too.
    private boolean hasHex(byte[] name, int from, int to) {
        for (int at = from; at < to; at += Math.max(1, stretch.length)) {
            stretch.read(name, at, to);
            boolean isBoth = stretch.digits > 0 && stretch.digits < stretch.length;
            if (stretch.length >= 4 && isBoth && stretch.isHex()) {
                return true;
            }
        }
        return false;
    }

    private boolean put(byte[] name, int from, boolean isHexNear) {
        int length = stretch.length;
        boolean isNumber = stretch.digits == length;
        boolean isHex = isHexNear && (isNumber ? length % 4 == 0 : length >= 3) && stretch.isHex();
        if (isHex || isNumber && length > MOST_DIGITS) {
            return hex(name, from, from + length);
        }
        if (isNumber) {
            return number(name, from, from + length);
        }
        return (stretch.digits == 0 ? stretch.turns < 2 : stretch.isInRuns())
                && runs(name, from, from + length);
    }

    /// What letters and digits that stand together are made of.
    private static final class Stretch {

        private int length;
        private int digits;

        /// Of digits, and of letters.
        private int runs;

        /// From a small letter to a capital.
        private int turns;

        /// The kinds of all characters.
        private int kinds;

        void read(byte[] name, int from, int to) {
            digits = 0;
            runs = 0;
            turns = 0;
            kinds = 0;
            int before = 0;
            int at = from;
            for (; at < to; at++) {
                int kind = KINDS[name[at]];
                if (kind == 0) {
                    break;
                }
                kinds |= kind;
                if (kind == DIGIT) {
                    digits++;
                }
                if ((kind == DIGIT) != (before == DIGIT) || before == 0) {
                    runs++;
                }
                if ((kind & CAPITAL) != 0 && (before & SMALL) != 0) {
                    turns++;
                }
                before = kind;
            }
            length = at - from;
        }

        boolean isLowerHex() {
            return (kinds & ~(DIGIT | SMALL_HEX)) == 0;
        }

        boolean isHex() {
            return isLowerHex() || (kinds & ~(DIGIT | CAPITAL_HEX)) == 0;
        }

        /// Few enough, and each like a word or a number.
        boolean isInRuns() {
            return turns < 2 && (runs <= 2 || runs * 2 <= length + 1);
        }
    }

    private boolean runs(byte[] name, int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && isDigit(name[end])) {
                end++;
            }
            if (end == at) {
                pattern.put(name[at++]);
            } else if (number(name, at, end)) {
                at = end;
            } else {
                return false;
            }
        }
        return true;
    }

    private boolean number(byte[] name, int from, int to) {
        int length = to - from;
        if (length > MOST_DIGITS) {
            return false;
        }
        if (length > 1 && name[from] == '0') {
            pattern.put(Names.PADDED);
            pattern.put(length);
        } else {
            pattern.put(Names.DECIMAL);
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (name[i] - '0');
        }
        particular.number(value);
        return true;
    }

    private boolean hex(byte[] name, int from, int to) {
        if (to - from > MOST_HEX) {
            return false;
        }
        pattern.put(stretch.isLowerHex() ? Names.HEX : Names.UPPER_HEX);
        pattern.put(to - from);
        for (int i = from; i < to; i += 2) {
            int first = Character.digit(name[i], 16);
            particular.put(i + 1 < to ? first << 4 | Character.digit(name[i + 1], 16) : first);
        }
        return true;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
