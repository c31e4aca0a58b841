package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.MessageIds;
import hazel.index.packed.Slots;
import hazel.index.packed.SubjectTexts;
import hazel.index.packed.Texts;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Puts answers that name no message beneath the first message of their subject.
final class SubjectThreads {

    private static final int NONE = -1;
    private static final int PIECE = 1 << 14;

    /// An answer without references joins a thread of its subject that is at most this much older.
    private static final long SUBJECT_SECONDS = 60L * 24 * 3600;

    private final Columns columns;
    private final int[] rows;
    private final Texts rests;
    private final boolean[] isReply;

    // The bases of lone answers' subjects, by their hashes, and the oldest message of each that
    // such an answer may belong to.
    private final Slots slots = new Slots();
    private long[] bases = new long[16];
    private int[] oldest = new int[16];
    private int count;

    /// Marks of these subjects: most others need not be looked at any further.
    private final boolean[] wanted = new boolean[Folded.MARKS];

    SubjectThreads(Columns columns, int[] rows) {
        this.columns = columns;
        this.rows = rows;
        this.rests = columns.subjects().rests();
        Texts beginnings = columns.subjects().beginnings();
        this.isReply = new boolean[beginnings.size()];
        for (int i = 1; i < isReply.length; i++) {
            isReply[i] = Subjects.isReply(beginnings.get(i) + "x");
        }
    }

    /// @param parents the position of what each answers, or -1; is changed
    void join(int[] parents) {
        int[] lone = new int[rows.length];
        int[] baseOf = new int[rows.length];
        int found = 0;
        var folded = new Folded();
        for (int i = 0; i < rows.length; i++) {
            if (parents[i] == NONE && isLoneReply(i)) {
                folded.take(rests, rest(i));
                wanted[folded.mark()] = true;
                baseOf[found] = added(folded.hash());
                lone[found++] = i;
            }
        }
        if (found > 0) {
            findOldest(parents);
        }
        for (int k = 0; k < found; k++) {
            int first = oldest[baseOf[k]];
            if (first != NONE && isNearAfter(lone[k], first)) {
                parents[lone[k]] = first;
            }
        }
    }

    private void findOldest(int[] parents) {
        int[] baseOf = new int[rows.length];
        IntStream pieces = IntStream.range(0, (rows.length + PIECE - 1) / PIECE);
        (rows.length > PIECE ? pieces.parallel() : pieces)
                .forEach(piece -> findBases(parents, piece * PIECE, baseOf));
        for (int i = 0; i < rows.length; i++) {
            if (baseOf[i] != NONE && isOlder(i, oldest[baseOf[i]])) {
                oldest[baseOf[i]] = i;
            }
        }
    }

    /// Whose answers those of a piece may have, which takes the most time.
    private void findBases(int[] parents, int from, int[] baseOf) {
        var folded = new Folded();
        for (int i = from; i < Math.min(rows.length, from + PIECE); i++) {
            baseOf[i] = NONE;
            if (parents[i] == NONE && !isLoneReply(i)) {
                folded.take(rests, rest(i));
                baseOf[i] = wanted[folded.mark()] ? base(folded.hash()) : NONE;
            }
        }
    }

    /// The number of a base, or -1.
    private int base(long hash) {
        int[] table = slots.table();
        int slot = Slots.first(table, (int) hash);
        int base = Slots.at(table, slot);
        while (base != NONE && bases[base] != hash) {
            slot = Slots.next(table, slot);
            base = Slots.at(table, slot);
        }
        return base;
    }

    /// The number of a base, which gets one where it has none.
    private int added(long hash) {
        int known = base(hash);
        if (known != NONE) {
            return known;
        }
        if (count == bases.length) {
            bases = Arrays.copyOf(bases, count * 2);
            oldest = Arrays.copyOf(oldest, count * 2);
        }
        bases[count] = hash;
        oldest[count] = NONE;
        slots.add(count, (int) hash, base -> (int) bases[base]);
        return count++;
    }

    private boolean isLoneReply(int position) {
        if (columns.chain().get(rows[position]) != MessageIds.NONE) {
            return false;
        }
        int beginning = SubjectTexts.beginning(columns.subject().get(rows[position]));
        return beginning == 0
                ? columns.subjects().isFull() && Subjects.isReply(rests.get(rest(position)))
                : isReply[beginning];
    }

    private int rest(int position) {
        return SubjectTexts.rest(columns.subject().get(rows[position]));
    }

    private boolean isOlder(int position, int than) {
        if (than == NONE) {
            return true;
        }
        long difference = date(position) - date(than);
        return difference < 0 || difference == 0 && position < than;
    }

    private boolean isNearAfter(int position, int first) {
        long later = date(position) - date(first);
        return later >= 0 && later < SUBJECT_SECONDS;
    }

    private long date(int position) {
        return columns.date().get(rows[position]) & 0xffff_ffffL;
    }
}
