package hazel.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Which message answers which: References and In-Reply-To first, then, for an answer that names
/// nothing, its subject.
///
/// After Jamie Zawinski's algorithm, without recursion and without an object per message. Hostile
/// references (cycles, a message that answers itself, two messages of one msg-id, chains of a
/// hundred thousand) end in some forest, always the same.
final class Threads {

    private static final int NONE = -1;

    /// An answer without references joins a thread of its subject that is at most this much older.
    private static final long SUBJECT_SECONDS = 60L * 24 * 3600;

    /// How far up a chain a cycle is looked for.
    private static final int DEEPEST = 2_000;

    private final Snapshot snapshot;
    private final int[] rows;

    // One container for each msg-id that is seen, whether its message is here or not.
    private int[] parent;
    private int[] row;
    private int containers;
    private long[] keys = new long[1024];
    private int[] values = new int[1024];
    private int used;

    private Threads(Snapshot snapshot, int[] rows) {
        this.snapshot = snapshot;
        this.rows = rows;
        this.parent = new int[rows.length + 16];
        this.row = new int[rows.length + 16];
    }

    /// For each position in `rows` the position of the message it answers, or -1.
    static int[] parents(Snapshot snapshot, int[] rows) {
        return new Threads(snapshot, rows).parents();
    }

    private int[] parents() {
        int[] container = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            container[i] = containerOf(i);
        }
        for (int i = 0; i < rows.length; i++) {
            linkReferences(i, container[i]);
        }
        return present(container);
    }

    private int containerOf(int position) {
        long hash = snapshot.idHash(rows[position]);
        int found = hash == 0 ? newContainer() : find(hash);
        if (row[found] != NONE) {
            found = newContainer(); // a second message of the same msg-id stands alone
        }
        row[found] = position;
        return found;
    }

    private void linkReferences(int position, int self) {
        int count = snapshot.referenceCount(rows[position]);
        int before = NONE;
        for (int i = 0; i < count; i++) {
            int reference = find(snapshot.reference(rows[position], i));
            if (before != NONE && parent[reference] == NONE) {
                link(reference, before);
            }
            before = reference;
        }
        if (before != NONE && before != self) {
            // What the message says of itself outdoes what others said of it.
            int old = parent[self];
            parent[self] = NONE;
            if (!link(self, before)) {
                parent[self] = old;
            }
        }
    }

    private boolean link(int child, int above) {
        int at = above;
        for (int depth = 0; at != NONE; depth++) {
            if (at == child || depth > DEEPEST) {
                return false;
            }
            at = parent[at];
        }
        parent[child] = above;
        return true;
    }

    /// Leaves out the messages that are not here: their children go up to the next that is, or,
    /// where none is, to the oldest of those they share it with.
    private int[] present(int[] container) {
        int[] result = new int[rows.length];
        int[] eldest = new int[containers];
        Arrays.fill(eldest, NONE);
        int[] top = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int at = container[i];
            int last = at;
            int above = parent[at];
            while (above != NONE && row[above] == NONE) {
                last = above;
                above = parent[above];
            }
            result[i] = above == NONE ? NONE : row[above];
            top[i] = above == NONE ? last : NONE;
            if (above == NONE && isOlder(i, eldest[last])) {
                eldest[last] = i;
            }
        }
        for (int i = 0; i < rows.length; i++) {
            if (top[i] != NONE && eldest[top[i]] != i) {
                result[i] = eldest[top[i]];
            }
        }
        joinBySubject(result);
        return result;
    }

    private boolean isOlder(int position, int than) {
        return than == NONE
                || snapshot.date(rows[position]) < snapshot.date(rows[than])
                || (snapshot.date(rows[position]) == snapshot.date(rows[than]) && position < than);
    }

    private void joinBySubject(int[] result) {
        Map<String, Integer> oldest = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            if (result[i] == NONE && isLoneReply(i)) {
                oldest.put(Subjects.base(snapshot.subject(rows[i])), NONE);
            }
        }
        if (oldest.isEmpty()) {
            return;
        }
        for (int i = 0; i < rows.length; i++) {
            if (result[i] == NONE && !isLoneReply(i)) {
                int candidate = i;
                oldest.computeIfPresent(
                        Subjects.base(snapshot.subject(rows[i])),
                        (_, known) -> isOlder(candidate, known) ? candidate : known);
            }
        }
        for (int i = 0; i < rows.length; i++) {
            if (result[i] == NONE && isLoneReply(i)) {
                int found = oldest.getOrDefault(Subjects.base(snapshot.subject(rows[i])), NONE);
                if (found != NONE && isNearAfter(i, found)) {
                    result[i] = found;
                }
            }
        }
    }

    private boolean isLoneReply(int position) {
        return snapshot.referenceCount(rows[position]) == 0
                && Subjects.isReply(snapshot.subject(rows[position]));
    }

    private boolean isNearAfter(int position, int first) {
        long later = snapshot.date(rows[position]) - snapshot.date(rows[first]);
        return later >= 0 && later < SUBJECT_SECONDS;
    }

    private int find(long hash) {
        int slot = (int) (hash & (keys.length - 1));
        while (keys[slot] != 0) {
            if (keys[slot] == hash) {
                return values[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        int made = newContainer();
        keys[slot] = hash;
        values[slot] = made;
        if (++used * 2 > keys.length) {
            grow();
        }
        return made;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = (int) (oldKeys[i] & (keys.length - 1));
                while (keys[slot] != 0) {
                    slot = (slot + 1) & (keys.length - 1);
                }
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private int newContainer() {
        if (containers == parent.length) {
            parent = Arrays.copyOf(parent, containers * 2);
            row = Arrays.copyOf(row, containers * 2);
        }
        parent[containers] = NONE;
        row[containers] = NONE;
        return containers++;
    }
}
