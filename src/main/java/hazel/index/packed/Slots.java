package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// A hash table of numbers, open addressing, between half and two thirds full. What a number stands
/// for, and whether two are the same, its user knows.
///
/// One writer adds; a [#table] that was handed out may be read meanwhile: an entry is there or not
/// yet, and nothing is ever taken out.
public final class Slots {

    private static final int FIRST = 16;

    private int[] table = new int[FIRST];
    private int count;

    public Slots() {}

    private Slots(int[] table, int count) {
        this.table = table;
        this.count = count;
    }

    /// Of numbers from 0 that are all different.
    public static Slots of(int numbers, IntUnaryOperator hashOf) {
        int room = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(FIRST, numbers * 5L / 3));
        var slots = new Slots(new int[room], numbers);
        for (int number = 0; number < numbers; number++) {
            put(slots.table, hashOf.applyAsInt(number), number);
        }
        return slots;
    }

    /// For a second writer.
    public Slots copy() {
        return new Slots(table.clone(), count);
    }

    /// To be read with [#first], [#next] and [#at].
    public int[] table() {
        return table;
    }

    /// Where to look first; then at [#next] until [#at] is -1.
    public static int first(int[] table, int hash) {
        int mixed = hash * 0x9e3779b9;
        return (int) (((mixed ^ mixed >>> 15) & 0xffff_ffffL) * table.length >>> 32);
    }

    public static int next(int[] table, int slot) {
        return slot + 1 == table.length ? 0 : slot + 1;
    }

    /// The number there, or -1.
    public static int at(int[] table, int slot) {
        return table[slot] - 1;
    }

    /// Adds a number that is not among them.
    ///
    /// @param hashOf of each number added before
    public void add(int number, int hash, IntUnaryOperator hashOf) {
        if (++count > table.length / 3 * 2) {
            int[] larger = new int[table.length + table.length / 3];
            for (int each : table) {
                if (each != 0) {
                    put(larger, hashOf.applyAsInt(each - 1), each - 1);
                }
            }
            table = larger;
        }
        put(table, hash, number);
    }

    private static void put(int[] table, int hash, int number) {
        int slot = first(table, hash);
        while (table[slot] != 0) {
            slot = next(table, slot);
        }
        table[slot] = number + 1;
    }

    public long octets() {
        return Integer.BYTES * (long) table.length;
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(count);
        out.number(table.length);
        out.ints(table, table.length);
    }

    /// @param bound what every number must be less than
    /// @throws IOException also where it is not what was written
    public static Slots readFrom(BlockReader in, int bound) throws IOException {
        int count = in.number();
        int[] table = in.ints(in.count(Integer.BYTES));
        long found = Arrays.stream(table).filter(each -> each != 0).count();
        boolean isWithin = Arrays.stream(table).allMatch(each -> each >= 0 && each <= bound);
        if (found != count || count >= table.length || table.length < FIRST || !isWithin) {
            throw new IOException("a table that is not whole");
        }
        return new Slots(table, count);
    }
}
