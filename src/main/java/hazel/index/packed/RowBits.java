package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;

/// A set of row numbers, a bit for each.
public final class RowBits {

    public static final RowBits NONE = new RowBits(new long[0], 0);

    private final long[] words;
    private final int count;

    private RowBits(long[] words, int count) {
        this.words = words;
        this.count = count;
    }

    private static RowBits of(long[] words) {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count == 0 ? NONE : new RowBits(words, count);
    }

    /// @param rows in any order
    public static RowBits of(int... rows) {
        int last = Arrays.stream(rows).max().orElse(-1);
        long[] words = new long[(last >> 6) + 1];
        for (int row : rows) {
            words[row >> 6] |= 1L << row;
        }
        return of(words);
    }

    /// Every row below a number.
    public static RowBits below(int rows) {
        long[] words = new long[(rows + 63) >> 6];
        Arrays.fill(words, -1L);
        if ((rows & 63) != 0) {
            words[words.length - 1] = (1L << rows) - 1;
        }
        return of(words);
    }

    /// Those below a number that fit.
    public static RowBits where(int rows, IntPredicate fits) {
        return of(words(0, rows, fits));
    }

    /// A bit for each row of a stretch that fits, to be [#joined] with those of the others.
    ///
    /// @param from a multiple of 64
    public static long[] words(int from, int to, IntPredicate fits) {
        long[] words = new long[(to - from + 63) >> 6];
        for (int row = from; row < to; row++) {
            if (fits.test(row)) {
                words[(row - from) >> 6] |= 1L << row;
            }
        }
        return words;
    }

    /// All stretches, one behind the other; each but the last a multiple of 64 long.
    public static RowBits joined(long[][] stretches) {
        return of(Arrays.stream(stretches).flatMapToLong(Arrays::stream).toArray());
    }

    public boolean has(int row) {
        int word = row >> 6;
        return word < words.length && (words[word] & 1L << row) != 0;
    }

    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// The first from a row on, or -1.
    public int next(int row) {
        int word = row >> 6;
        if (word >= words.length) {
            return -1;
        }
        long left = words[word] & -1L << row;
        while (left == 0) {
            if (++word == words.length) {
                return -1;
            }
            left = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    /// All of them, ascending.
    public int[] rows() {
        int[] rows = new int[count];
        int at = 0;
        for (int word = 0; word < words.length; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                rows[at++] = (word << 6) + Long.numberOfTrailingZeros(left);
            }
        }
        return rows;
    }

    public RowBits with(RowBits others) {
        return others.isEmpty() ? this : isEmpty() ? others : joined(others, (a, b) -> a | b);
    }

    public RowBits without(RowBits others) {
        return others.isEmpty() ? this : joined(others, (a, b) -> a & ~b);
    }

    public RowBits among(RowBits others) {
        return joined(others, (a, b) -> a & b);
    }

    private RowBits joined(RowBits others, LongBinaryOperator operator) {
        long[] joined = new long[Math.max(words.length, others.words.length)];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = operator.applyAsLong(word(i), others.word(i));
        }
        return of(joined);
    }

    private long word(int i) {
        return i < words.length ? words[i] : 0;
    }

    public long octets() {
        return Long.BYTES * (long) words.length;
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(words.length);
        out.longs(words, words.length);
    }

    /// @throws IOException also where it is not what was written
    public static RowBits readFrom(BlockReader in) throws IOException {
        return of(in.longs(in.count(Long.BYTES)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowBits that
                && count == that.count
                && (words == that.words || without(that).isEmpty());
    }

    @Override
    public int hashCode() {
        return count * 31 + next(0);
    }
}
