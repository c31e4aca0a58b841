package hazel.cache.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Uid;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/// Messages of a mailbox that the index has still to learn of, packed: there may be a million,
/// while the same mailbox is on the screen.
final class Backlog {

    private static final long LATEST = 0xffff_ffffL;

    private byte[] names = new byte[1024];

    /// Where each name ends in `names`.
    private int[] ends = new int[64];

    /// Seconds since 1970 in the upper half, 2^31 less so that dates after 2038 are late; the
    /// message's number in the lower.
    private long[] dates = new long[64];

    private int size;

    /// @param date seconds since 1970; before it and after 2106 as the nearest
    void add(Uid uid, long date) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
            dates = Arrays.copyOf(dates, size + (size >> 1));
        }
        byte[] name = uid.value().getBytes(UTF_8);
        int end = start(size) + name.length;
        if (end > names.length) {
            names = Arrays.copyOf(names, Math.max(end, names.length + (names.length >> 1)));
        }
        System.arraycopy(name, 0, names, start(size), name.length);
        ends[size] = end;
        dates[size] = Math.clamp(date, 0, LATEST) + Integer.MIN_VALUE << Integer.SIZE | size;
        size++;
    }

    int size() {
        return size;
    }

    /// All of them; nothing can be added after this.
    Iterator<Uid> newestFirst() {
        Arrays.sort(dates, 0, size);
        return IntStream.range(0, size).mapToObj(i -> uid((int) dates[size - 1 - i])).iterator();
    }

    private Uid uid(int number) {
        int start = start(number);
        return new Uid(new String(names, start, ends[number] - start, UTF_8));
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }
}
