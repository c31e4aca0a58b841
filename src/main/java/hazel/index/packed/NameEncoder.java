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
            int end = end(name, at, to);
            if (end == at) {
                pattern.put(name[at++]);
            } else if (put(name, at, end, isHexNear)) {
                at = end;
            } else {
                return false;
            }
        }
        return true;
    }

    /// Where the letters and digits from here end.
    private static int end(byte[] name, int from, int to) {
        int end = from;
        while (end < to && (isDigit(name[end]) || isLetter(name[end]))) {
            end++;
        }
        return end;
    }

    /// Whether some stretch can be nothing but hexadecimal; then shorter ones are too.
    private boolean hasHex(byte[] name, int from, int to) {
        for (int at = from; at < to; ) {
            int end = end(name, at, to);
            if (end - at >= 4) {
                stretch.of(name, at, end);
                if (stretch.digits > 0 && stretch.digits < end - at && stretch.isHex()) {
                    return true;
                }
            }
            at = Math.max(end, at + 1);
        }
        return false;
    }

    private boolean put(byte[] name, int from, int to, boolean isHexNear) {
        int length = to - from;
        stretch.of(name, from, to);
        boolean isNumber = stretch.digits == length;
        boolean isHex = isHexNear && (isNumber ? length % 4 == 0 : length >= 3) && stretch.isHex();
        if (isHex || isNumber && length > MOST_DIGITS) {
            return hex(name, from, to);
        }
        if (isNumber) {
            return number(name, from, to);
        }
        return (stretch.digits == 0 ? stretch.turns < 2 : stretch.isInRuns(length))
                && runs(name, from, to);
    }

    /// What a stretch of letters and digits is made of.
    private static final class Stretch {

        private int digits;

        /// Of digits, and of letters.
        private int runs;

        /// From a small letter to a capital.
        private int turns;

        private boolean isLowerHex;
        private boolean isUpperHex;

        void of(byte[] name, int from, int to) {
            digits = 0;
            runs = 0;
            turns = 0;
            isLowerHex = true;
            isUpperHex = true;
            byte before = 0;
            for (int i = from; i < to; i++) {
                byte c = name[i];
                boolean isDigit = isDigit(c);
                digits += isDigit ? 1 : 0;
                runs += i == from || isDigit != isDigit(before) ? 1 : 0;
                turns += isCapital(c) && before >= 'a' ? 1 : 0;
                isLowerHex &= isDigit || c >= 'a' && c <= 'f';
                isUpperHex &= isDigit || c >= 'A' && c <= 'F';
                before = c;
            }
        }

        boolean isHex() {
            return isLowerHex || isUpperHex;
        }

        /// Few enough, and each like a word or a number.
        boolean isInRuns(int length) {
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
        pattern.put(stretch.isLowerHex ? Names.HEX : Names.UPPER_HEX);
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

    private static boolean isLetter(byte c) {
        return c >= 'a' && c <= 'z' || isCapital(c);
    }

    private static boolean isCapital(byte c) {
        return c >= 'A' && c <= 'Z';
    }
}
