package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.MessageIds;

import java.util.Arrays;

/// Which message answers which: References and In-Reply-To first, then, for an answer that names
/// nothing, its subject.
///
/// After Jamie Zawinski's algorithm, without recursion and without an object per message. Hostile
/// references (cycles, a message that answers itself, two messages of one msg-id, chains of a
/// hundred thousand) end in some forest, always the same.
final class Threads {

    private static final int NONE = -1;

    /// How far up a chain a cycle is looked for.
    private static final int DEEPEST = 2_000;

    private final Columns columns;
    private final MessageIds ids;
    private final int[] rows;

    // A container for each msg-id, whether its message is here or not, by its number; then one for
    // each message without, and for each but the first of one msg-id.
    private int[] parent;
    private int[] row;
    private int containers;

    /// Chains each of whose msg-ids has a parent, so that to go through them again changes nothing.
    private final long[] linked;

    private Threads(Columns columns, int[] rows) {
        this.columns = columns;
        this.ids = columns.ids();
        this.rows = rows;
        this.containers = ids.size();
        this.parent = new int[containers + 16];
        this.row = new int[containers + 16];
        Arrays.fill(parent, NONE);
        Arrays.fill(row, NONE);
        this.linked = new long[(ids.chains() >> 6) + 1];
        linked[0] = 1; // the chain without any
    }

    /// For each position in `rows` the position of the message it answers, or -1.
    static int[] parents(Columns columns, int[] rows) {
        return new Threads(columns, rows).parents();
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
        int id = columns.id().get(rows[position]);
        // A second message of the same msg-id stands alone.
        int container = id == MessageIds.NONE || row[id] != NONE ? newContainer() : id;
        row[container] = position;
        return container;
    }

    private void linkReferences(int position, int self) {
        int chain = columns.chain().get(rows[position]);
        if (chain == MessageIds.NONE) {
            return;
        }
        linkChain(chain);
        int before = ids.last(chain);
        if (before != self) {
            // What the message says of itself outdoes what others said of it.
            int old = parent[self];
            parent[self] = NONE;
            if (!link(self, before)) {
                parent[self] = old;
            }
        }
    }

    /// Each msg-id of the chain beneath the one before, where nothing else was said of it.
    private void linkChain(int chain) {
        int[] links = new int[8];
        int count = 0;
        for (int at = chain; !isLinked(at); at = ids.before(at)) {
            if (count == links.length) {
                links = Arrays.copyOf(links, count * 2);
            }
            links[count++] = at;
        }
        for (int i = count - 1; i >= 0; i--) {
            int before = ids.before(links[i]);
            int id = ids.last(links[i]);
            if (before != MessageIds.NONE && parent[id] == NONE) {
                link(id, ids.last(before));
            }
            if (isLinked(before) && (before == MessageIds.NONE || parent[id] != NONE)) {
                linked[links[i] >> 6] |= 1L << links[i];
            }
        }
    }

    private boolean isLinked(int chain) {
        return (linked[chain >> 6] & 1L << chain) != 0;
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
            int last = container[i];
            int above = parent[last];
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
        new SubjectThreads(columns, rows).join(result);
        return result;
    }

    private boolean isOlder(int position, int than) {
        if (than == NONE) {
            return true;
        }
        int order =
                Integer.compareUnsigned(
                        columns.date().get(rows[position]), columns.date().get(rows[than]));
        return order < 0 || order == 0 && position < than;
    }

    private int newContainer() {
        if (containers == parent.length) {
            parent = Arrays.copyOf(parent, containers + (containers >> 1) + 16);
            row = Arrays.copyOf(row, parent.length);
        }
        parent[containers] = NONE;
        row[containers] = NONE;
        return containers++;
    }
}
