package hazel.index;

/// Sorts by ints, in time that grows as they do.
final class Radix {

    private static final int BITS = 11;
    private static final int DIGITS = 1 << BITS;

    private Radix() {}

    /// The positions in `order` in ascending order of their keys, as unsigned; those of equal keys
    /// stay as they are there. The array may be used for the result.
    static int[] sorted(int[] keys, int[] order) {
        int[] from = order;
        int[] to = new int[order.length];
        for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
            int[] starts = starts(keys, from, shift);
            if (starts.length == 0) {
                continue;
            }
            for (int position : from) {
                to[starts[keys[position] >>> shift & (DIGITS - 1)]++] = position;
            }
            int[] kept = from;
            from = to;
            to = kept;
        }
        return from;
    }

    /// Where the positions of each digit begin; empty where there is one digit only.
    private static int[] starts(int[] keys, int[] order, int shift) {
        int[] starts = new int[DIGITS];
        for (int position : order) {
            starts[keys[position] >>> shift & (DIGITS - 1)]++;
        }
        int at = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = starts[digit];
            if (count == order.length) {
                return new int[0];
            }
            starts[digit] = at;
            at += count;
        }
        return starts;
    }
}
