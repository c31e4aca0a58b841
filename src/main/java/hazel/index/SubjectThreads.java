package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.MessageIds;
import hazel.index.packed.SubjectTexts;
import hazel.index.packed.Texts;

import java.util.HashMap;
import java.util.Map;

/// Puts answers that name no message beneath the first message of their subject.
final class SubjectThreads {

    private static final int NONE = -1;

    /// An answer without references joins a thread of its subject that is at most this much older.
    private static final long SUBJECT_SECONDS = 60L * 24 * 3600;

    private final Columns columns;
    private final int[] rows;
    private final Texts rests;
    private final boolean[] isReply;

    /// By the hash of its subject's base, the oldest message that such an answer may belong to.
    private final Map<Long, Integer> oldest = new HashMap<>();

    /// Marks of the subjects in `oldest`: most others need not be looked at any further.
    private final boolean[] wanted = new boolean[FoldedTexts.MARKS];

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
        int[] lone = new int[16];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            if (parents[i] == NONE && isLoneReply(i)) {
                if (count == lone.length) {
                    lone = java.util.Arrays.copyOf(lone, count * 2);
                }
                lone[count++] = i;
                wanted[FoldedTexts.mark(rests, rest(i))] = true;
                oldest.put(base(i), NONE);
            }
        }
        if (count > 0) {
            findOldest(parents);
        }
        for (int k = 0; k < count; k++) {
            int found = oldest.getOrDefault(base(lone[k]), NONE);
            if (found != NONE && isNearAfter(lone[k], found)) {
                parents[lone[k]] = found;
            }
        }
    }

    private void findOldest(int[] parents) {
        for (int i = 0; i < rows.length; i++) {
            if (parents[i] == NONE && wanted[FoldedTexts.mark(rests, rest(i))] && !isLoneReply(i)) {
                int candidate = i;
                oldest.computeIfPresent(
                        base(i), (_, known) -> isOlder(candidate, known) ? candidate : known);
            }
        }
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

    private long base(int position) {
        return FoldedTexts.hash(rests, rest(position));
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
