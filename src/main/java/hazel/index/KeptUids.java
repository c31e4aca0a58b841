package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.Ints;
import hazel.index.packed.Names;
import hazel.index.packed.Octets;
import hazel.index.packed.RecordBuffer;
import hazel.index.packed.RowBits;
import hazel.store.Uid;

import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.RandomAccess;

/// A set of messages that needs no snapshot, in few octets for each.
public final class KeptUids implements UidSet {

    public static final KeptUids NONE = new KeptUids(Names.EMPTY, Ints.EMPTY, Octets.EMPTY);

    private final Names names;
    private final Ints refs;
    private final Octets records;

    private KeptUids(Names names, Ints refs, Octets records) {
        this.names = names;
        this.refs = refs;
        this.records = records;
    }

    public static KeptUids of(Collection<Uid> uids) {
        var names = new Names.Writer();
        var refs = new Ints.Writer();
        var records = new Octets.Writer();
        var record = new RecordBuffer();
        for (Uid uid : new LinkedHashSet<>(uids)) {
            names.put(uid.value(), record.clear());
            refs.add(records.add(record.octets(), 0, record.length()));
        }
        return new KeptUids(names.names(), refs.column(), records.octets());
    }

    static KeptUids of(RowSet set) {
        if (set.isEmpty()) {
            return NONE;
        }
        Columns columns = set.snapshot().columns();
        var refs = new Ints.Writer();
        var records = new Octets.Writer();
        var record = new RecordBuffer();
        RowBits rows = set.rows();
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            columns.copyUid(row, record.clear());
            refs.add(records.add(record.octets(), 0, record.length()));
        }
        return new KeptUids(columns.names(), refs.column(), records.octets());
    }

    @Override
    public int size() {
        return refs.size();
    }

    @Override
    public RowSet in(Snapshot snapshot) {
        return RowSet.of(snapshot, uids());
    }

    private Uid uid(int index) {
        int ref = refs.get(index);
        return new Uid(names.get(new RecordBuffer.Cursor(records.block(ref), Octets.at(ref))));
    }

    @Override
    public KeptUids following(Snapshot later) {
        return this;
    }

    @Override
    public List<Uid> uids() {
        return new Uids();
    }

    @Override
    public KeptUids kept() {
        return this;
    }

    private final class Uids extends AbstractList<Uid> implements RandomAccess {
        @Override
        public Uid get(int index) {
            return uid(index);
        }

        @Override
        public int size() {
            return refs.size();
        }
    }

    @Override
    public boolean equals(Object other) {
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
