package hazel.index;

import hazel.index.packed.Texts;

import java.util.Arrays;

/// The order of texts by their bases, code point by code point: each text's rank, equal ones of one
/// rank.
///
/// Texts are compared as numbers, four octets at a time: first all of them, then each group of
/// those that were equal so far.
final class Ranks {

    private static final int OCTETS = 4;
    private static final int END = 0xff;

    private final FoldedTexts folded;
    private final int[] numbers;
    private final int[] ranks;
    private final long[] keyed;
    private int rank;

    private Ranks(Texts texts, int[] numbers) {
        this.folded = FoldedTexts.of(texts, numbers);
        this.numbers = numbers;
        this.ranks = new int[texts.size()];
        this.keyed = new long[numbers.length];
    }

    /// @param numbers of the texts to be compared, each once
    /// @return ranks by the number of a text; without meaning for other texts
    static int[] of(Texts texts, int[] numbers) {
        var ranks = new Ranks(texts, numbers);
        Arrays.setAll(ranks.keyed, i -> i);
        ranks.sort(0, numbers.length, 0);
        return ranks.ranks;
    }

    /// Those between two places, which are equal up to an octet.
    private void sort(int from, int to, int octet) {
        for (int i = from; i < to; i++) {
            int text = (int) keyed[i];
            keyed[i] = (long) (key(text, octet) ^ Integer.MIN_VALUE) << Integer.SIZE | text;
        }
        Arrays.parallelSort(keyed, from, to);
        int end;
        for (int begin = from; begin < to; begin = end) {
            long key = keyed[begin] >> Integer.SIZE;
            end = begin + 1;
            while (end < to && keyed[end] >> Integer.SIZE == key) {
                end++;
            }
            if (end == begin + 1 || (key & END) == 0) {
                place(begin, end);
            } else {
                sort(begin, end, octet + OCTETS);
            }
        }
    }

    private void place(int begin, int end) {
        for (int i = begin; i < end; i++) {
            ranks[numbers[(int) keyed[i]]] = rank;
        }
        rank++;
    }

    /// The next octets as a number, a zero for each that is not there.
    private int key(int text, int octet) {
        int key = 0;
        for (int i = 0; i < OCTETS; i++) {
            key = key << Byte.SIZE | folded.octet(text, octet + i);
        }
        return key;
    }
}
