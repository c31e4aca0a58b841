package hazel.index;

import hazel.index.packed.RowBits;
import hazel.store.Uid;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntPredicate;

/// A set of messages of a snapshot, a bit for each of its rows: to take or leave a million costs as
/// much as one.
///
/// Good for every later snapshot of the mailbox too, where [#in] was asked with it.
public final class RowSet implements UidSet {

    private final Snapshot over;
    private final RowBits rows;

    RowSet(Snapshot over, RowBits rows) {
        this.over = over;
        this.rows = rows;
    }

    public static RowSet none(Snapshot over) {
        return new RowSet(over, RowBits.NONE);
    }

    /// Every message that is here.
    public static RowSet all(Snapshot over) {
        return new RowSet(over, RowBits.below(over.rows()).without(over.gone()));
    }

    public static RowSet of(Snapshot over, int... rows) {
        return new RowSet(over, RowBits.of(rows).without(over.gone()));
    }

    /// Those of some messages that are here.
    public static RowSet of(Snapshot over, Collection<Uid> uids) {
        if (uids instanceof Uids known) {
            return known.set.in(over);
        }
        int[] rows = new int[uids.size()];
        int count = 0;
        for (Uid uid : uids) {
            int row = over.find(uid);
            if (row >= 0) {
                rows[count++] = row;
            }
        }
        return of(over, Arrays.copyOf(rows, count));
    }

    /// The messages that are here and fit.
    public static RowSet where(Snapshot over, IntPredicate fits) {
        return new RowSet(
                over, RowBits.where(over.rows(), row -> over.isHere(row) && fits.test(row)));
    }

    /// Only for a row of the snapshot this is of.
    public boolean has(int row) {
        return rows.has(row);
    }

    @Override
    public int size() {
        return rows.count();
    }

    public RowSet with(UidSet others) {
        return new RowSet(over, rows.with(others.in(over).rows));
    }

    public RowSet without(UidSet others) {
        return new RowSet(over, rows.without(others.in(over).rows));
    }

    public RowSet among(UidSet others) {
        return new RowSet(over, rows.among(others.in(over).rows));
    }

    RowBits rows() {
        return rows;
    }

    Snapshot snapshot() {
        return over;
    }

    @Override
    public RowSet in(Snapshot now) {
        if (now == over) {
            return this;
        }
        if (isEmpty()) {
            return none(now);
        }
        if (now.lineage() == over.lineage()) {
            return inLater(now);
        }
        return now.lineage()
                .moved()
                .filter(moved -> moved.origin() == over.lineage().origin())
                .map(moved -> moved(now, moved.rows()))
                .orElseGet(() -> kept().in(now));
    }

    /// A message that is gone and came again under its UID is the same message.
    private RowSet inLater(Snapshot now) {
        RowBits left = rows.among(now.gone());
        RowBits here = rows.without(left);
        if (here.next(now.rows()) >= 0) {
            here = here.among(RowBits.below(now.rows())); // an earlier snapshot
        }
        return new RowSet(now, now.hasReturned() ? here.with(returned(left, now)) : here);
    }

    private RowBits returned(RowBits left, Snapshot now) {
        int[] back = left.rows();
        int count = 0;
        for (int row : back) {
            int found = now.find(over.uid(row));
            if (found >= 0) {
                back[count++] = found;
            }
        }
        return RowBits.of(Arrays.copyOf(back, count));
    }

    private RowSet moved(Snapshot now, int[] moved) {
        int[] all = rows.rows();
        int count = 0;
        for (int row : all) {
            int to = row < moved.length ? moved[row] : -1;
            if (to >= 0) {
                all[count++] = to;
            }
        }
        return of(now, Arrays.copyOf(all, count));
    }

    @Override
    public RowSet following(Snapshot later) {
        return in(later);
    }

    @Override
    public List<Uid> uids() {
        return new Uids(this);
    }

    /// Divided into sets each of whose messages have the same flags and keywords.
    public List<RowSet> alike() {
        int[] all = rows.rows();
        long[] states = new long[all.length];
        Arrays.setAll(states, i -> (long) over.state(all[i]) << Integer.SIZE | all[i]);
        Arrays.parallelSort(states);
        List<RowSet> sets = new ArrayList<>();
        int end;
        for (int begin = 0; begin < states.length; begin = end) {
            long state = states[begin] >> Integer.SIZE;
            end = begin + 1;
            while (end < states.length && states[end] >> Integer.SIZE == state) {
                end++;
            }
            int[] same = new int[end - begin];
            for (int i = 0; i < same.length; i++) {
                same[i] = (int) states[begin + i];
            }
            sets.add(new RowSet(over, RowBits.of(same)));
        }
        return sets;
    }

    /// The row of the message told of first; only where there is one.
    public int first() {
        return rows.next(0);
    }

    @Override
    public KeptUids kept() {
        return KeptUids.of(this);
    }

    /// Not so much as counted out before one is asked for, which is work for another thread than
    /// the one that chose them.
    private static final class Uids extends AbstractList<Uid> implements RandomAccess {

        private final RowSet set;
        private volatile int[] rows = {};

        Uids(RowSet set) {
            this.set = set;
        }

        @Override
        public Uid get(int index) {
            if (rows.length != size()) {
                rows = set.rows.rows();
            }
            return set.over.uid(rows[index]);
        }

        @Override
        public int size() {
            return set.size();
        }
    }

    @Override
    public boolean equals(Object other) {
        if (other instanceof RowSet that && that.over.lineage() == over.lineage()) {
            return rows.equals(that.rows);
        }
        return other instanceof UidSet that && UidSet.isSame(this, that);
    }

    @Override
    public int hashCode() {
        return size();
    }

    @Override
    public String toString() {
        return uids().toString();
    }
}
