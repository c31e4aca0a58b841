package hazel.index;

import hazel.index.packed.BlockReader;
import hazel.index.packed.BlockWriter;
import hazel.index.packed.RowBits;
import hazel.store.Flag;
import hazel.store.Sort;
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

    private static final int[] ALL = {};

    public static final View EMPTY =
            of(Snapshot.EMPTY, Sort.DEFAULT, RowSet.none(Snapshot.EMPTY), KeptUids.NONE);

    private static final int DEEPEST_DRAWN = 12;

    private final Snapshot snapshot;
    private final Sort sort;
    private final Forest forest;
    private final RowBits folded;

    /// The places in the forest that have a line; empty where all have.
    private final int[] shown;

    private final int[] positionOfRow;

    private View(Snapshot snapshot, Sort sort, Forest forest, RowBits folded) {
        this.snapshot = snapshot;
        this.sort = sort;
        this.forest = forest;
        this.folded = folded;
        this.shown = folded.isEmpty() ? ALL : shown(forest, folded);
        this.positionOfRow = positions();
    }

    private View(View same, Snapshot later) {
        this.snapshot = later;
        this.sort = same.sort;
        this.forest = same.forest;
        this.folded = same.folded;
        this.shown = same.shown;
        this.positionOfRow = same.positionOfRow;
    }

    /// @param limit which rows are shown at all
    /// @param folded the first messages of threads that are shown as one line
    public static View of(Snapshot snapshot, Sort sort, UidSet limit, UidSet folded) {
        int[] rows = limit.in(snapshot).rows().rows();
        Forest forest = Forest.of(snapshot.columns(), rows, sort);
        return new View(snapshot, sort, forest, folds(forest, folded.in(snapshot)));
    }

    /// The same of a limit that is asked row by row.
    public static View of(Snapshot snapshot, Sort sort, IntPredicate limit, Set<Uid> folded) {
        return of(snapshot, sort, RowSet.where(snapshot, limit), KeptUids.of(folded));
    }

    /// Everything that is here.
    public static View all(Snapshot snapshot, Sort sort) {
        return of(snapshot, sort, RowSet.all(snapshot), KeptUids.NONE);
    }

    /// The same lines over a snapshot in which only flags and keywords changed.
    public View withFlagsOf(Snapshot later) {
        return new View(this, later);
    }

    /// The same lines over the snapshot that this one's was compacted to.
    View movedTo(Snapshot compacted) {
        int[] moved = compacted.lineage().moved().orElseThrow().rows();
        return new View(compacted, sort, forest.moved(moved), folded);
    }

    /// The order alone: what is folded is not kept.
    void writeTo(BlockWriter out) throws IOException {
        out.number(sort.key().ordinal());
        out.number(sort.direction().ordinal());
        out.number(forest.size());
        out.ints(forest.rows(), forest.size());
        out.number(forest.isFlat() ? 1 : 0);
        if (!forest.isFlat()) {
            out.ints(forest.depths(), forest.size());
        }
    }

    static View readFrom(BlockReader in, Snapshot snapshot) throws IOException {
        Sort.Key key = one(Sort.Key.values(), in.number());
        Sort.Direction direction = one(Sort.Direction.values(), in.number());
        int[] rows = in.ints(in.count(Integer.BYTES));
        Forest forest =
                in.number() == 0 ? Forest.of(rows, in.ints(rows.length)) : Forest.flat(rows);
        for (int row : rows) {
            if (row < 0 || row >= snapshot.rows() || !snapshot.isHere(row)) {
                throw new IOException("a row that is not there");
            }
        }
        return new View(snapshot, new Sort(key, direction), forest, RowBits.NONE);
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
        return shown == ALL ? forest.size() : shown.length;
    }

    public int row(int position) {
        return forest.row(at(position));
    }

    /// The place in the forest of a line.
    private int at(int position) {
        return shown == ALL ? position : shown[position];
    }

    public Uid uid(int position) {
        return snapshot.uid(row(position));
    }

    /// A line's message as a set.
    public RowSet line(int position) {
        return RowSet.of(snapshot, row(position));
    }

    /// The messages that have a line of their own.
    public RowSet lines() {
        int[] rows = new int[size()];
        Arrays.setAll(rows, this::row);
        return RowSet.of(snapshot, rows);
    }

    /// Where a message is shown: at its thread's first line where it is folded away, -1 where the
    /// limit leaves it out.
    public int position(Uid uid) {
        return positionOfRow(snapshot.find(uid));
    }

    private int positionOfRow(int row) {
        return row < 0 || row >= positionOfRow.length ? -1 : positionOfRow[row];
    }

    /// The branches before a subject, `│ └─>`, empty for the first of a thread.
    public String tree(int position) {
        int at = at(position);
        int above = forest.parent(at);
        if (above < 0) {
            return "";
        }
        var tree = new StringBuilder(isLastChild(at) ? "└─>" : "├─>");
        for (int drawn = 1; forest.parent(above) >= 0; above = forest.parent(above)) {
            if (++drawn > DEEPEST_DRAWN) {
                return tree.insert(0, "… ").toString();
            }
            tree.insert(0, isLastChild(above) ? "  " : "│ ");
        }
        return tree.toString();
    }

    public boolean isFolded(int position) {
        return folded.has(at(position));
    }

    /// Messages in the thread that a line belongs to.
    public int threadSize(int position) {
        int root = forest.root(at(position));
        return forest.end(root) - root;
    }

    public int unseenInThread(int position) {
        int root = forest.root(at(position));
        int unseen = 0;
        for (int at = root; at < forest.end(root); at++) {
            unseen += snapshot.has(forest.row(at), Flag.SEEN) ? 0 : 1;
        }
        return unseen;
    }

    /// Whether a line's subject says nothing that its parent's did not.
    public boolean subjectRepeats(int position) {
        int above = forest.parent(at(position));
        return above >= 0
                && Subjects.base(snapshot.subject(forest.row(above)))
                        .equals(Subjects.base(snapshot.subject(row(position))));
    }

    /// The line of the first message of a line's thread.
    public int threadRoot(int position) {
        return positionOfRow[forest.row(forest.root(at(position)))];
    }

    /// The first line of the next thread, or -1.
    public int nextThread(int position) {
        int end = forest.end(forest.root(at(position)));
        return end < forest.size() ? positionOfRow[forest.row(end)] : -1;
    }

    /// The first line of the thread before, or -1.
    public int previousThread(int position) {
        int root = forest.root(at(position));
        return root == 0 ? -1 : positionOfRow[forest.row(forest.root(root - 1))];
    }

    /// The line of the message that a line's message answers, or -1.
    public int parent(int position) {
        int above = forest.parent(at(position));
        return above < 0 ? -1 : positionOfRow[forest.row(above)];
    }

    /// All messages of a line's thread, folded away or not, the first one first.
    public List<Uid> thread(int position) {
        int root = forest.root(at(position));
        return uids(root, forest.end(root));
    }

    /// A line's message and all that answer it.
    public List<Uid> subthread(int position) {
        return uids(at(position), forest.end(at(position)));
    }

    /// All messages of a line's thread as a set.
    public RowSet threadSet(int position) {
        int root = forest.root(at(position));
        return RowSet.of(snapshot, Arrays.copyOfRange(forest.rows(), root, forest.end(root)));
    }

    /// The first messages of all threads of more than one.
    public RowSet threads() {
        int[] roots = new int[forest.size()];
        int count = 0;
        for (int at = 0; at < forest.size(); at = forest.end(at)) {
            if (forest.end(at) > at + 1) {
                roots[count++] = forest.row(at);
            }
        }
        return RowSet.of(snapshot, Arrays.copyOf(roots, count));
    }

    /// The next line after a position with something unseen, or -1.
    public int nextUnseen(int position) {
        for (int at = position + 1; at < size() && snapshot.unseenCount() > 0; at++) {
            if (isUnseen(at)) {
                return at;
            }
        }
        return -1;
    }

    public int previousUnseen(int position) {
        for (int at = position - 1; at >= 0 && snapshot.unseenCount() > 0; at--) {
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
            uids.add(snapshot.uid(forest.row(at)));
        }
        return uids;
    }

    private boolean isLastChild(int at) {
        return forest.end(at) == forest.end(forest.parent(at));
    }

    /// The places of the first messages of threads that are to be folded.
    private static RowBits folds(Forest forest, RowSet roots) {
        if (roots.isEmpty()) {
            return RowBits.NONE;
        }
        return RowBits.where(
                forest.size(),
                at ->
                        forest.parent(at) < 0
                                && forest.end(at) > at + 1
                                && roots.has(forest.row(at)));
    }

    private static int[] shown(Forest forest, RowBits folded) {
        int[] shown = new int[forest.size()];
        int count = 0;
        for (int at = 0; at < shown.length; at = folded.has(at) ? forest.end(at) : at + 1) {
            shown[count++] = at;
        }
        return Arrays.copyOf(shown, count);
    }

    private int[] positions() {
        int[] positions = new int[snapshot.rows()];
        Arrays.fill(positions, -1);
        for (int position = 0; position < size(); position++) {
            int end = position + 1 < size() ? at(position + 1) : forest.size();
            for (int at = at(position); at < end; at++) {
                positions[forest.row(at)] = position;
            }
        }
        return positions;
    }
}
