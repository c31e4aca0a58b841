package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.index.packed.Texts;

import java.util.Arrays;

/// The base of one text after another ([Subjects#base]), as octets in UTF-8.
///
/// Most texts are their own base but for capitals; those are taken as they are, without making a
/// string of each.
final class Folded {

    /// How many there are of [#mark].
    static final int MARKS = 1 << 16;

    private byte[] octets = new byte[256];
    private int length;

    byte[] octets() {
        return octets;
    }

    int length() {
        return length;
    }

    /// Takes another text.
    Folded take(Texts texts, int number) {
        int octetsAtMost = texts.length(number) * 3 / 2 + 4; // a small letter may be longer
        if (octetsAtMost > octets.length) {
            octets = new byte[octetsAtMost * 2];
        }
        length = 0;
        int start = texts.start(number);
        if (!fold(texts.block(number), start, start + texts.length(number))) {
            byte[] base = Subjects.base(texts.get(number)).getBytes(UTF_8);
            octets = base.length > octets.length ? base.clone() : octets;
            System.arraycopy(base, 0, octets, 0, base.length);
            length = base.length;
        }
        return this;
    }

    /// @return false where there is something that only [Subjects#base] knows how to treat
    private boolean fold(byte[] block, int start, int end) {
        int at = start;
        int index = 0; // in UTF-16, as a beginning is counted
        boolean isSpace = false;
        while (at < end) {
            int c = block[at++];
            if (c < 0) {
                int more = c >= (byte) 0xf0 ? 3 : c >= (byte) 0xe0 ? 2 : 1;
                if (at + more > end) {
                    return false;
                }
                c &= 0x3f >> more;
                for (int i = 0; i < more; i++) {
                    c = c << 6 | block[at++] & 0x3f;
                }
                index += more == 3 ? 1 : 0;
            }
            isSpace = c <= ' ' || c >= 0x80 && Character.isWhitespace(c);
            boolean isBeginning = c == ':' && index <= Subjects.LONGEST_PREFIX;
            boolean isAtStart = index == 0 && (isSpace || c == '[');
            if (isBeginning || isAtStart || c == 'İ' || c == 'Σ') {
                return false;
            }
            put(c >= 'A' && c <= 'Z' ? c + 32 : c < 0x80 ? c : Character.toLowerCase(c));
            index++;
        }
        return !isSpace;
    }

    private void put(int c) {
        if (c < 0x80) {
            octets[length++] = (byte) c;
        } else if (c < 0x800) {
            octets[length++] = (byte) (0xc0 | c >> 6);
            octets[length++] = (byte) (0x80 | c & 0x3f);
        } else {
            if (c < 0x10000) {
                octets[length++] = (byte) (0xe0 | c >> 12);
            } else {
                octets[length++] = (byte) (0xf0 | c >> 18);
                octets[length++] = (byte) (0x80 | c >> 12 & 0x3f);
            }
            octets[length++] = (byte) (0x80 | c >> 6 & 0x3f);
            octets[length++] = (byte) (0x80 | c & 0x3f);
        }
    }

    /// Sixty-four bits of the base.
    long hash() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ octets[i]) * 0x100000001b3L;
        }
        return hash ^ hash >>> 32;
    }

    /// A number that texts of one base have in common, and few others: how long the base is, and
    /// how it begins.
    int mark() {
        return length == 0 ? 0 : (length & 0xff) << Byte.SIZE | octets[0] & 0xff;
    }

    /// Puts the base behind others.
    byte[] appended(byte[] to, int at) {
        byte[] all =
                at + length > to.length
                        ? Arrays.copyOf(to, Math.max(at + length, to.length * 2))
                        : to;
        System.arraycopy(octets, 0, all, at, length);
        return all;
    }
}
