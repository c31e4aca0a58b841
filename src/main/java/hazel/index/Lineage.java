package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.Slots;
import hazel.store.IndexEntry;

import java.util.Optional;

/// What the snapshots of one reading of a mailbox have in common: a row is the same message in all
/// of them, and new rows are added here.
///
/// Rows are added by one thread at a time. Those of older snapshots are not touched by that, which
/// is why other threads may read them meanwhile.
final class Lineage {

    private final Object origin = new Object();
    private final Optional<Moved> moved;
    private final Slots uids;
    private Optional<Columns.Writer> writer;
    private boolean hasReturned;

    /// All rows, or most of them.
    private Columns seen;

    private Lineage(
            Optional<Moved> moved, Slots uids, Optional<Columns.Writer> writer, Columns seen) {
        this.moved = moved;
        this.uids = uids;
        this.writer = writer;
        this.seen = seen;
    }

    /// Where the rows of another lineage are in this one.
    ///
    /// @param origin of the other one; not the lineage itself, which would be kept with all it has
    /// @param rows by the row there, -1 for one that is gone
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    record Moved(Object origin, int[] rows) {}

    /// Without a row yet.
    static Lineage begun() {
        return begun(Optional.empty(), new Columns.Writer(Subjects::start));
    }

    /// For some rows of another one.
    ///
    /// @param others all that are there
    /// @param texts which of their texts are taken over
    static Lineage of(Moved moved, Columns others, Texts texts) {
        var writer =
                switch (texts) {
                    case ALL -> Columns.Writer.withTextsOf(others, Subjects::start);
                    case USED -> new Columns.Writer(Subjects::start);
                };
        return begun(Optional.of(moved), writer);
    }

    enum Texts {
        /// All, which is quick.
        ALL,
        /// Those that some row has.
        USED
    }

    private static Lineage begun(Optional<Moved> moved, Columns.Writer writer) {
        return new Lineage(moved, new Slots(), Optional.of(writer), writer.columns());
    }

    /// What two lineages never have in common.
    Object origin() {
        return origin;
    }

    /// With rows that are there already.
    ///
    /// @param uids of exactly these
    static Lineage of(Columns columns, Slots uids) {
        return new Lineage(Optional.empty(), uids, Optional.empty(), columns);
    }

    void noteReturn() {
        hasReturned = true;
    }

    boolean hasReturned() {
        return hasReturned;
    }

    Optional<Moved> moved() {
        return moved;
    }

    int[] uidTable() {
        return uids.table();
    }

    int rows() {
        return writer.map(Columns.Writer::rows).orElse(seen.rows());
    }

    void add(IndexEntry entry) {
        writer().add(entry);
        index();
    }

    void add(Columns others, int row) {
        writer().add(others, row);
        index();
    }

    Columns columns() {
        if (writer.isPresent()) {
            seen = writer.get().columns();
        }
        return seen;
    }

    private Columns.Writer writer() {
        if (writer.isEmpty()) {
            writer = Optional.of(new Columns.Writer(seen, Subjects::start));
        }
        return writer.get();
    }

    /// Makes the last row be found by its UID.
    private void index() {
        uids.add(rows() - 1, writer().lastUidHash(), this::uidHash);
    }

    private int uidHash(int row) {
        return (row < seen.rows() ? seen : columns()).uidHash(row);
    }

    /// Octets in memory beside those of the columns.
    long octets() {
        return uids.octets() + writer.map(Columns.Writer::octets).orElse(0L);
    }
}
