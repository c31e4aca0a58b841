package hazel.index;

import hazel.store.Flag;
import hazel.store.Uid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/// What an index shows of a snapshot: which rows, in which order, drawn as which trees, with which
/// threads folded. Immutable; made on a worker.
///
/// A *position* counts the lines of the view from 0; a *row* is the snapshot's.
public final class View {

    public static final View EMPTY = of(Snapshot.EMPTY, Sort.DEFAULT, _ -> true, Set.of());

    private static final int DEEPEST_DRAWN = 12;

    private final Snapshot snapshot;
    private final Sort sort;
    private final Order order;
    private final int[] shown;
    private final boolean[] folded;
    private final int[] positionOfRow;

    private View(Snapshot snapshot, Sort sort, Order order, boolean[] folded) {
        this.snapshot = snapshot;
        this.sort = sort;
        this.order = order;
        this.folded = folded;
        this.shown = shown(order, folded);
        this.positionOfRow = positions(snapshot.size(), order, shown);
    }

    /// @param limit which rows are shown at all
    /// @param foldedRoots the first messages of threads that are shown as one line
    public static View of(Snapshot snapshot, Sort sort, IntPredicate limit, Set<Uid> foldedRoots) {
        int[] rows = new int[snapshot.size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (limit.test(row)) {
                rows[count++] = row;
            }
        }
        Order order = Order.of(snapshot, Arrays.copyOf(rows, count), sort);
        return new View(snapshot, sort, order, folds(snapshot, order, foldedRoots));
    }

    /// The same lines over a snapshot in which only flags and keywords changed.
    public View withFlagsOf(Snapshot later) {
        return new View(later, sort, order, folded);
    }

    /// The order alone: what is folded is not kept.
    void writeTo(BlockWriter out) throws IOException {
        out.number(sort.key().ordinal());
        out.number(sort.direction().ordinal());
        out.ints(order.rows(), order.rows().length);
        out.ints(order.depth(), order.depth().length);
    }

    static View readFrom(BlockReader in, Snapshot snapshot) throws IOException {
        Sort.Key key = one(Sort.Key.values(), in.number());
        Sort.Direction direction = one(Sort.Direction.values(), in.number());
        int[] rows = in.ints();
        int[] depth = in.ints();
        for (int row : rows) {
            if (row < 0 || row >= snapshot.size()) {
                throw new IOException("a row that is not there");
            }
        }
        if (rows.length != depth.length) {
            throw new IOException("an order that is not whole");
        }
        Order order = Order.of(rows, depth);
        return new View(snapshot, new Sort(key, direction), order, new boolean[rows.length]);
    }

    private static <T> T one(T[] values, int number) throws IOException {
        if (number < 0 || number >= values.length) {
            throw new IOException("an order nobody knows");
        }
        return values[number];
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public Sort sort() {
        return sort;
    }

    public int size() {
        return shown.length;
    }

    public int row(int position) {
        return order.rows()[shown[position]];
    }

    public Uid uid(int position) {
        return snapshot.uid(row(position));
    }

    /// Where a message is shown: at its thread's first line where it is folded away, -1 where the
    /// limit leaves it out.
    public int position(Uid uid) {
        int row = snapshot.find(uid);
        return row < 0 ? -1 : positionOfRow[row];
    }

    public int depth(int position) {
        return order.depth()[shown[position]];
    }

    /// The branches before a subject, `│ └─>`, empty for the first of a thread.
    public String tree(int position) {
        int at = shown[position];
        int depth = order.depth()[at];
        if (depth == 0) {
            return "";
        }
        var tree = new StringBuilder(isLastChild(at) ? "└─>" : "├─>");
        int above = order.parent()[at];
        for (int drawn = 1; order.depth()[above] > 0; above = order.parent()[above]) {
            if (++drawn > DEEPEST_DRAWN) {
                return tree.insert(0, "… ").toString();
            }
            tree.insert(0, isLastChild(above) ? "  " : "│ ");
        }
        return tree.toString();
    }

    public boolean isFolded(int position) {
        return folded[shown[position]];
    }

    /// Messages in the thread that a line belongs to.
    public int threadSize(int position) {
        int root = root(shown[position]);
        return order.end()[root] - root;
    }

    public int unseenInThread(int position) {
        int root = root(shown[position]);
        int unseen = 0;
        for (int at = root; at < order.end()[root]; at++) {
            unseen += snapshot.has(order.rows()[at], Flag.SEEN) ? 0 : 1;
        }
        return unseen;
    }

    /// Whether a line's subject says nothing that its parent's did not.
    public boolean subjectRepeats(int position) {
        int above = order.parent()[shown[position]];
        return above >= 0
                && Subjects.base(snapshot.subject(order.rows()[above]))
                        .equals(Subjects.base(snapshot.subject(row(position))));
    }

    /// The line of the first message of a line's thread.
    public int threadRoot(int position) {
        return positionOfRow[order.rows()[root(shown[position])]];
    }

    /// The first line of the next thread, or -1.
    public int nextThread(int position) {
        int end = order.end()[root(shown[position])];
        return end < order.rows().length ? positionOfRow[order.rows()[end]] : -1;
    }

    /// The first line of the thread before, or -1.
    public int previousThread(int position) {
        int root = root(shown[position]);
        return root == 0 ? -1 : positionOfRow[order.rows()[root(root - 1)]];
    }

    /// The line of the message that a line's message answers, or -1.
    public int parent(int position) {
        int above = order.parent()[shown[position]];
        return above < 0 ? -1 : positionOfRow[order.rows()[above]];
    }

    /// All messages of a line's thread, folded away or not.
    public List<Uid> thread(int position) {
        int root = root(shown[position]);
        return uids(root, order.end()[root]);
    }

    /// A line's message and all that answer it.
    public List<Uid> subthread(int position) {
        return uids(shown[position], order.end()[shown[position]]);
    }

    /// The next line after a position with something unseen, or -1.
    public int nextUnseen(int position) {
        for (int at = position + 1; at < shown.length; at++) {
            if (isUnseen(at)) {
                return at;
            }
        }
        return -1;
    }

    public int previousUnseen(int position) {
        for (int at = position - 1; at >= 0; at--) {
            if (isUnseen(at)) {
                return at;
            }
        }
        return -1;
    }

    public int firstUnseen() {
        return nextUnseen(-1);
    }

    private boolean isUnseen(int position) {
        return isFolded(position)
                ? unseenInThread(position) > 0
                : !snapshot.has(row(position), Flag.SEEN);
    }

    private List<Uid> uids(int from, int to) {
        List<Uid> uids = new ArrayList<>(to - from);
        for (int at = from; at < to; at++) {
            uids.add(snapshot.uid(order.rows()[at]));
        }
        return uids;
    }

    private int root(int at) {
        int root = at;
        while (order.parent()[root] >= 0) {
            root = order.parent()[root];
        }
        return root;
    }

    private boolean isLastChild(int at) {
        return order.end()[at] == order.end()[order.parent()[at]];
    }

    private static boolean[] folds(Snapshot snapshot, Order order, Set<Uid> roots) {
        boolean[] folded = new boolean[order.rows().length];
        if (roots.isEmpty()) {
            return folded;
        }
        for (int at = 0; at < folded.length; at++) {
            folded[at] =
                    order.depth()[at] == 0
                            && order.end()[at] > at + 1
                            && roots.contains(snapshot.uid(order.rows()[at]));
        }
        return folded;
    }

    private static int[] shown(Order order, boolean[] folded) {
        int[] shown = new int[folded.length];
        int count = 0;
        for (int at = 0; at < folded.length; at = folded[at] ? order.end()[at] : at + 1) {
            shown[count++] = at;
        }
        return Arrays.copyOf(shown, count);
    }

    private static int[] positions(int rows, Order order, int[] shown) {
        int[] positions = new int[rows];
        Arrays.fill(positions, -1);
        for (int position = 0; position < shown.length; position++) {
            int end = position + 1 < shown.length ? shown[position + 1] : order.rows().length;
            for (int at = shown[position]; at < end; at++) {
                positions[order.rows()[at]] = position;
            }
        }
        return positions;
    }
}
