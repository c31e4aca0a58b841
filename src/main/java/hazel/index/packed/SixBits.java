package hazel.index.packed;

import hazel.index.packed.RecordBuffer.Cursor;

/// Plain ASCII at six bits a character: letters, digits and `-`; twelve for any other.
final class SixBits {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";
    private static final int OTHER = 63;

    /// The number of each ASCII character, or -1.
    private static final int[] NUMBERS = new int[128];

    static {
        for (int c = 0; c < NUMBERS.length; c++) {
            NUMBERS[c] = ALPHABET.indexOf(c);
        }
    }

    private SixBits() {}

    static void put(byte[] text, int from, int to, RecordBuffer record) {
        record.number(to - from);
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            byte c = text[i];
            int number = NUMBERS[c];
            // What is not in the alphabet lies below '0', or in the gaps up to '~': six bits.
            bits = number >= 0 ? bits << 6 | number : bits << 12 | OTHER << 6 | other(c);
            count += number >= 0 ? 6 : 12;
            while (count >= 8) {
                count -= 8;
                record.put(bits >>> count);
            }
        }
        if (count > 0) {
            record.put(bits << (8 - count));
        }
    }

    static void get(Cursor from, StringBuilder to) {
        int length = (int) from.number();
        int bits = 0;
        int count = 0;
        boolean isOther = false;
        for (int left = length; left > 0; ) {
            if (count < 6) {
                bits = bits << 8 | from.next();
                count += 8;
            }
            count -= 6;
            int number = bits >>> count & 0x3f;
            if (isOther) {
                to.append(character(number));
                isOther = false;
                left--;
            } else if (number == OTHER) {
                isOther = true;
            } else {
                to.append(ALPHABET.charAt(number));
                left--;
            }
        }
    }

    /// The characters from `!` to `~` that are not in the alphabet, counted.
    private static int other(byte c) {
        int number = 0;
        for (int each = '!'; each < c; each++) {
            number += NUMBERS[each] < 0 ? 1 : 0;
        }
        return number;
    }

    private static char character(int number) {
        int left = number;
        for (char c = '!'; c <= '~'; c++) {
            if (NUMBERS[c] < 0 && left-- == 0) {
                return c;
            }
        }
        return '?';
    }
}
