package hazel.index;

import hazel.index.packed.Texts;

import java.util.stream.IntStream;

/// The bases of many texts, for comparing them.
final class FoldedTexts {

    private static final int BITS = 14;
    private static final int CHUNK = 1 << BITS;

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
        var folded = new Folded();
        for (int i = 0; i < count; i++) {
            all = folded.take(texts, numbers[from + i]).appended(all, begins[i]);
            begins[i + 1] = begins[i] + folded.length();
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
}
