package hazel.index;

import hazel.index.packed.BlockReader;
import hazel.index.packed.BlockWriter;
import hazel.index.packed.Columns;
import hazel.index.packed.FlagColumn;
import hazel.index.packed.RecordBuffer;
import hazel.index.packed.RowBits;
import hazel.index.packed.Slots;
import hazel.mail.MessageId;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.Uid;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What a mailbox holds at one moment, row by row; immutable, and cheap to hold for a million
/// messages.
///
/// Rows are numbered from 0 to [#rows] in the order in which messages were told of. A message that
/// is gone leaves its row behind: of a row, [#isHere] is to be asked first, unless it is known from
/// this very snapshot. A later snapshot has the same messages in the same rows, most of the time; a
/// [Uid] is what stays. Dates are seconds since 1970, those outside 1970 to 2106 as the nearest.
public final class Snapshot implements Known {

    public static final Snapshot EMPTY = builder().build();

    /// When so many rows and more than half of all are of messages that are gone, those that are
    /// here move together.
    private static final int MANY_GONE = 4096;

    private static final long MOSTLY_UNUSED = 4;

    private final Lineage lineage;
    private final Columns columns;
    private final FlagColumn flags;
    private final RowBits gone;
    private final int[] uidTable;

    /// Of the rows whose messages are gone, those that were not seen.
    private final int unseenGone;

    private Snapshot(
            Lineage lineage, Columns columns, FlagColumn flags, RowBits gone, int unseenGone) {
        this.lineage = lineage;
        this.columns = columns;
        this.flags = flags;
        this.gone = gone;
        this.uidTable = lineage.uidTable();
        this.unseenGone = unseenGone;
    }

    public static Builder builder() {
        return new Builder(Lineage.begun());
    }

    /// Messages that are here.
    @Override
    public int count() {
        return rows() - gone.count();
    }

    /// One more than the highest row.
    public int rows() {
        return columns.rows();
    }

    /// The rows of all messages that are here, ascending.
    public IntStream here() {
        return IntStream.range(0, rows()).filter(this::isHere);
    }

    /// Whether a row's message is here, and not gone.
    public boolean isHere(int row) {
        return !gone.has(row);
    }

    public Uid uid(int row) {
        return new Uid(columns.uid(row));
    }

    public long date(int row) {
        return columns.date().get(row) & 0xffff_ffffL;
    }

    public long arrival(int row) {
        return columns.arrival().get(row) & 0xffff_ffffL;
    }

    public String from(int row) {
        return columns.people().from(columns.author().get(row));
    }

    public String fromAddress(int row) {
        return columns.people().address(columns.author().get(row));
    }

    /// All addr-specs of To and Cc, divided by spaces.
    public String to(int row) {
        return columns.people().to(columns.circle().get(row));
    }

    public String toName(int row) {
        int circle = columns.circle().get(row);
        return columns.people().texts().get(columns.people().toName(circle));
    }

    public String subject(int row) {
        return columns.subjects().get(columns.subject().get(row));
    }

    public String listId(int row) {
        return columns.people().listId(columns.circle().get(row));
    }

    public Optional<MessageId> messageId(int row) {
        return columns.messageId(row);
    }

    public boolean has(int row, Flag flag) {
        return (flags.flags(row) & FlagBits.of(flag)) != 0;
    }

    public Set<Flag> flags(int row) {
        return FlagBits.flags(flags.flags(row));
    }

    public Set<String> keywords(int row) {
        return flags.keywords(row);
    }

    @Override
    public Optional<Marks> marks(Uid uid) {
        int row = find(uid);
        return row < 0 ? Optional.empty() : Optional.of(marks(row));
    }

    private Marks marks(int row) {
        Set<String> words = keywords(row);
        return words.isEmpty() ? FlagBits.marks(flags.flags(row)) : new Marks(flags(row), words);
    }

    /// A number that rows with the same flags and keywords have in common.
    int state(int row) {
        return flags.keywordSet(row) << Byte.SIZE | flags.flags(row) & 0xff;
    }

    /// Octets; what is over two gigabytes is told as two.
    public long size(int row) {
        return columns.size(row);
    }

    /// Whether a row has the date and the size of a message, as far as rows keep them.
    public boolean hasDateAndSize(int row, IndexEntry entry) {
        return columns.hasDateAndSize(row, entry);
    }

    public boolean hasAttachment(int row) {
        return columns.hasAttachment(row);
    }

    /// The row of a message that is here, or -1.
    public int find(Uid uid) {
        var sought = new RecordBuffer();
        if (!columns.names().put(uid.value(), sought)) {
            return -1;
        }
        int slot = Slots.first(uidTable, Columns.uidHash(sought));
        for (int row = Slots.at(uidTable, slot); row >= 0; row = Slots.at(uidTable, slot)) {
            // What is behind the last row came later than this snapshot.
            if (row < rows() && isHere(row) && columns.hasUid(row, sought)) {
                return row;
            }
            slot = Slots.next(uidTable, slot);
        }
        return -1;
    }

    /// Of all that are here, decoded one by one.
    @Override
    public List<Uid> uids() {
        return RowSet.all(this).uids();
    }

    public int unseenCount() {
        return rows() - flags.count(FlagBits.number(Flag.SEEN)) - unseenGone;
    }

    /// The octets this holds in memory, for measuring.
    public long octets() {
        return columns.octets() + flags.octets() + gone.octets() + lineage.octets();
    }

    Columns columns() {
        return columns;
    }

    FlagColumn flagColumn() {
        return flags;
    }

    RowBits gone() {
        return gone;
    }

    /// Whether some message came again under the UID it had before.
    boolean hasReturned() {
        return lineage.hasReturned();
    }

    Lineage lineage() {
        return lineage;
    }

    /// This snapshot after changes. Nothing is copied but what changes.
    public Snapshot apply(List<Change> changes) {
        var arrived = new LinkedHashMap<Uid, IndexEntry>();
        int[] left = new int[changes.size()];
        int leaving = 0;
        var editor = new FlagColumn.Editor(flags);
        for (Change change : changes) {
            int row = find(change.uid());
            switch (change) {
                case Change.Arrived(var entry) -> {
                    arrived.putLast(entry.uid(), entry);
                    if (row >= 0) {
                        left[leaving++] = row;
                        lineage.noteReturn();
                    }
                }
                case Change.Gone(var uid) -> {
                    arrived.remove(uid);
                    if (row >= 0) {
                        left[leaving++] = row;
                    }
                }
                case Change.Flagged(var uid, var now, var words) -> {
                    arrived.computeIfPresent(uid, (_, e) -> e.withFlags(now, words));
                    if (row >= 0) {
                        editor.set(row, FlagBits.of(now), words);
                    }
                }
            }
        }
        RowBits leavers = RowBits.of(Arrays.copyOf(left, leaving));
        Snapshot next = withRows(arrived.values(), editor, leavers);
        return leaving > 0 && next.isSparse() ? next.compacted() : next;
    }

    private Snapshot withRows(
            Collection<IndexEntry> arrived, FlagColumn.Editor editor, RowBits leavers) {
        // Where there is no row yet, several mailboxes may begin with this snapshot.
        boolean isLast = rows() > 0 && lineage.rows() == rows();
        Lineage own = arrived.isEmpty() || isLast ? lineage : forked();
        for (IndexEntry entry : arrived) {
            own.add(entry);
            editor.add(FlagBits.of(entry.flags()), entry.keywords());
        }
        FlagColumn changed = editor.column();
        return new Snapshot(
                own,
                arrived.isEmpty() ? columns : own.columns(),
                changed,
                gone.with(leavers),
                unseenGone + unseen(leavers, changed));
    }

    private static int unseen(RowBits rows, FlagColumn flags) {
        int unseen = 0;
        for (int row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            unseen += (flags.flags(row) & FlagBits.of(Flag.SEEN)) == 0 ? 1 : 0;
        }
        return unseen;
    }

    /// Another snapshot of this lineage has rows of its own behind the last one.
    private Lineage forked() {
        return Lineage.of(columns, Slots.of(rows(), columns::uidHash));
    }

    private boolean isSparse() {
        return gone.count() >= MANY_GONE && gone.count() > rows() / 2;
    }

    /// The same messages without the rows of those that are gone, and, where most texts are of
    /// such, without these too.
    Snapshot compacted() {
        int[] moved = new int[rows()];
        Arrays.fill(moved, -1);
        boolean isMostlyUsed = count() * MOSTLY_UNUSED > columns.ids().size();
        var builder =
                new Builder(
                        Lineage.of(
                                new Lineage.Moved(lineage.origin(), moved),
                                columns,
                                isMostlyUsed ? Lineage.Texts.ALL : Lineage.Texts.USED));
        here().forEach(row -> moved[row] = builder.add(this, row));
        return builder.build();
    }

    void writeTo(BlockWriter out) throws IOException {
        columns.writeTo(out);
        flags.writeTo(out);
        gone.writeTo(out);
        Slots.of(rows(), columns::uidHash).writeTo(out);
    }

    static Snapshot readFrom(BlockReader in) throws IOException {
        Columns columns = Columns.readFrom(in);
        FlagColumn flags = FlagColumn.readFrom(in);
        RowBits gone = RowBits.readFrom(in);
        Slots uids = Slots.readFrom(in, columns.rows());
        if (flags.rows() != columns.rows() || gone.next(columns.rows()) >= 0) {
            throw new IOException("flags of other rows");
        }
        return new Snapshot(Lineage.of(columns, uids), columns, flags, gone, unseen(gone, flags));
    }

    /// Gathers entries, for the first snapshot of a mailbox. Not for more than one thread.
    public static final class Builder {

        private final Lineage lineage;
        private final FlagColumn.Editor flags = new FlagColumn.Editor(FlagColumn.EMPTY);

        private Builder(Lineage lineage) {
            this.lineage = lineage;
        }

        /// @throws IllegalStateException where a snapshot that was built on the way got other rows
        ///   by [Snapshot#apply]
        public Builder add(IndexEntry entry) {
            requireOwnRows();
            lineage.add(entry);
            flags.add(FlagBits.of(entry.flags()), entry.keywords());
            return this;
        }

        private int add(Snapshot other, int row) {
            lineage.add(other.columns, row);
            flags.add(other.flags.flags(row), other.flags.keywords(row));
            return lineage.rows() - 1;
        }

        public int size() {
            return flags.rows();
        }

        /// What was added so far; more can be added for a later one.
        public Snapshot build() {
            requireOwnRows();
            return new Snapshot(lineage, lineage.columns(), flags.column(), RowBits.NONE, 0);
        }

        private void requireOwnRows() {
            if (lineage.rows() != flags.rows()) {
                throw new IllegalStateException("a snapshot built before has rows of its own");
            }
        }
    }
}
