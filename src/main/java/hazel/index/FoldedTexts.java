package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.index.packed.Texts;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The bases of texts ([Subjects#base]) as octets, for comparing many.
///
/// Most texts are ASCII and begin with what is their base; those are taken as they are, without an
/// object for each.
final class FoldedTexts {

    private static final int BITS = 14;
    private static final int CHUNK = 1 << BITS;

    /// How many there are of [#mark].
    static final int MARKS = 1 << 16;

    private final byte[][] octets;
    private final int[][] starts;

    private FoldedTexts(int chunks) {
        octets = new byte[chunks][];
        starts = new int[chunks][];
    }

    /// Of the texts with these numbers, in their order.
    static FoldedTexts of(Texts texts, int[] numbers) {
        int chunks = (numbers.length + CHUNK - 1) >>> BITS;
        var folded = new FoldedTexts(chunks);
        IntStream each = IntStream.range(0, chunks);
        (chunks > 1 ? each.parallel() : each).forEach(chunk -> folded.fold(texts, numbers, chunk));
        return folded;
    }

    private void fold(Texts texts, int[] numbers, int chunk) {
        int from = chunk * CHUNK;
        int count = Math.min(CHUNK, numbers.length - from);
        int[] begins = new int[count + 1];
        byte[] all = new byte[count * 32];
        for (int i = 0; i < count; i++) {
            int number = numbers[from + i];
            int at = begins[i];
            int length = texts.length(number);
            if (at + length > all.length) {
                all = Arrays.copyOf(all, Math.max(at + length, all.length * 2));
            }
            if (isPlain(texts, number)) {
                lower(texts, number, all, at);
                begins[i + 1] = at + length;
            } else {
                byte[] base = base(texts, number);
                if (at + base.length > all.length) {
                    all = Arrays.copyOf(all, Math.max(at + base.length, all.length * 2));
                }
                System.arraycopy(base, 0, all, at, base.length);
                begins[i + 1] = at + base.length;
            }
        }
        octets[chunk] = all;
        starts[chunk] = begins;
    }

    /// The octet of a text at a place, counted from 1, which leaves 0 for what is behind the end.
    /// It is in UTF-8, where no octet is 255.
    int octet(int text, int at) {
        int[] begins = starts[text >>> BITS];
        int i = text & (CHUNK - 1);
        int from = begins[i] + at;
        return from < begins[i + 1] ? (octets[text >>> BITS][from] & 0xff) + 1 : 0;
    }

    /// Sixty-four bits of one text's base.
    static long hash(Texts texts, int number) {
        long hash = 0xcbf29ce484222325L;
        if (isPlain(texts, number)) {
            byte[] block = texts.block(number);
            int start = texts.start(number);
            int end = start + texts.length(number);
            for (int i = start; i < end; i++) {
                hash = (hash ^ lower(block[i])) * 0x100000001b3L;
            }
        } else {
            for (byte each : base(texts, number)) {
                hash = (hash ^ each) * 0x100000001b3L;
            }
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /// A number that texts of one base have in common, and few others: how long the base is, and
    /// how it begins.
    static int mark(Texts texts, int number) {
        int length = texts.length(number);
        if (isPlain(texts, number)) {
            return length == 0 ? 0 : mark(length, lower(texts.block(number)[texts.start(number)]));
        }
        byte[] base = base(texts, number);
        return base.length == 0 ? 0 : mark(base.length, base[0]);
    }

    private static int mark(int length, byte first) {
        return (length & 0xff) << Byte.SIZE | (first & 0xff);
    }

    private static byte[] base(Texts texts, int number) {
        return Subjects.base(texts.get(number)).getBytes(UTF_8);
    }

    /// Whether the base of a text is the text, but for capitals: it is ASCII, and nothing in it can
    /// be a beginning or white space to be taken away.
    private static boolean isPlain(Texts texts, int number) {
        byte[] block = texts.block(number);
        int start = texts.start(number);
        int length = texts.length(number);
        if (length == 0) {
            return true;
        }
        if (block[start] <= ' ' || block[start] == '[' || block[start + length - 1] <= ' ') {
            return false;
        }
        for (int i = start; i < start + length; i++) {
            if (block[i] < 0 || block[i] == ':' && i - start <= Subjects.LONGEST_PREFIX) {
                return false;
            }
        }
        return true;
    }

    private static void lower(Texts texts, int number, byte[] to, int at) {
        byte[] block = texts.block(number);
        int start = texts.start(number);
        for (int i = texts.length(number) - 1; i >= 0; i--) {
            to[at + i] = lower(block[start + i]);
        }
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }
}
