package hazel.store.mbox;

import hazel.file.BufferInput;
import hazel.store.Uid;
import hazel.store.local.RowList;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.IntStream;

/// The messages of an mbox in their order, as columns: a million cost some eighty megabytes. Each
/// [Slot] is made when it is asked for. Immutable.
///
/// A UID is the digest that [MboxReader] makes, with a number behind it where several messages are
/// the same in everything.
final class Slots extends AbstractList<Slot> implements RandomAccess {

    static final Slots EMPTY = new SlotsBuilder(0).build(0);

    static final int HIDDEN = 1;

    /// What is this part of all is worth to be written by itself.
    private static final int LEAST_SHARE = 16;

    private final SlotColumns columns;
    private final List<Stated> statements;
    private final int rows;
    private final long fileEnd;

    /// Rows plus one, found by their names.
    private final int[] index;

    Slots(SlotColumns columns, List<Stated> statements, int rows, long fileEnd) {
        this.columns = columns;
        this.statements = List.copyOf(statements);
        this.rows = rows;
        this.fileEnd = fileEnd;
        this.index = new int[Math.max(2, Integer.highestOneBit(Math.max(1, rows)) * 4)];
        for (int row = 0; row < rows; row++) {
            int at = home(columns.digest()[row], columns.number()[row]);
            while (index[at] != 0) {
                at = (at + 1) & (index.length - 1);
            }
            index[at] = row + 1;
        }
    }

    /// The number is part of it, because thousands of messages may be the same.
    private int home(long digest, int number) {
        return (int) (digest + number * 0x9e3779b97f4a7c15L >>> 20) & (index.length - 1);
    }

    SlotColumns columns() {
        return columns;
    }

    /// What messages state, without where and how long; a row names one of them.
    List<Stated> statements() {
        return statements;
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public Slot get(int row) {
        java.util.Objects.checkIndex(row, rows);
        long next = row + 1 < rows ? columns.start()[row + 1] : fileEnd;
        return columns.slot(row, next, statements);
    }

    /// All but those that are never shown.
    List<Slot> shown() {
        int[] shown =
                IntStream.range(0, rows)
                        .filter(row -> (columns.marks()[row] & HIDDEN) == 0)
                        .toArray();
        return new RowList<>(shown, this::get, List.of());
    }

    long start(int row) {
        return columns.start()[row];
    }

    Optional<Slot> find(Uid uid) {
        return SlotName.of(uid).map(this::row).filter(row -> row >= 0).map(this::get);
    }

    private int row(SlotName name) {
        int at = home(name.digest(), name.number());
        while (index[at] != 0) {
            int row = index[at] - 1;
            if (name.equals(name(row))) {
                return row;
            }
            at = (at + 1) & (index.length - 1);
        }
        return -1;
    }

    private SlotName name(int row) {
        return columns.name(row);
    }

    /// The same messages with the numbers they had before: those that are the same in everything
    /// take the numbers of their kind in order, and further ones new numbers.
    ///
    /// QUIRK: of two that are the same octet for octet nobody can tell which one another program
    /// removed; the later number is taken to be gone.
    Slots named(Slots before) {
        Map<SlotName, List<Integer>> had = before.numbersOfKinds();
        if (had.isEmpty()) {
            return this;
        }
        int[] numbers = columns.number().clone();
        for (int row = 0; row < rows; row++) {
            List<Integer> known = had.get(name(row).first());
            if (known != null) {
                int beyond = numbers[row] - known.size();
                numbers[row] =
                        beyond <= 0 ? known.get(numbers[row] - 1) : Collections.max(known) + beyond;
            }
        }
        return new Slots(columns.numbered(numbers), statements, rows, fileEnd);
    }

    /// These messages and those of a tail, which begins with the last of these.
    Slots withTail(Slots tail) {
        Map<SlotName, List<Integer>> had = numbersOfKinds();
        var all = new SlotsBuilder(this, rows - 1);
        all.add(tail.get(0).withUid(name(rows - 1).uid()));
        for (int row = 1; row < tail.rows; row++) {
            List<Integer> known =
                    had.computeIfAbsent(
                            tail.name(row).first(),
                            name -> new ArrayList<>(row(name) < 0 ? List.of() : List.of(1)));
            int number = known.isEmpty() ? 1 : Collections.max(known) + 1;
            known.add(number);
            all.add(tail.get(row).withUid(tail.name(row).numbered(number).uid()));
        }
        return all.build(tail.fileEnd);
    }

    /// Messages that stand in place of all from one on.
    ///
    /// @param from a row
    record Tail(int from, Slots slots) {}

    /// What is different from earlier messages of the same file, where that is a small part at the
    /// end: the last one is of it, since nobody knew then what comes behind it.
    Optional<Tail> tailBehind(Slots earlier) {
        int from = earlier.rows - 1;
        boolean isGrown =
                from >= 0
                        && rows >= earlier.rows
                        && (rows - from) * LEAST_SHARE < rows
                        && statements.size() >= earlier.statements.size()
                        && statements
                                .subList(0, earlier.statements.size())
                                .equals(earlier.statements)
                        && columns.beginsAs(earlier.columns, from);
        if (!isGrown) {
            return Optional.empty();
        }
        var tail = new SlotsBuilder(rows - from);
        subList(from, rows).forEach(tail::add);
        return Optional.of(new Tail(from, tail.build(fileEnd)));
    }

    /// These messages with others at the end, each tail behind the ones before it.
    ///
    /// @throws IOException where a tail belongs to other messages
    Slots with(List<Tail> tails) throws IOException {
        if (tails.isEmpty()) {
            return this;
        }
        var all = new SlotsBuilder(this, rows);
        for (Tail tail : tails) {
            if (tail.from < 0 || tail.from > all.size()) {
                throw new IOException("a tail of other messages");
            }
            all.cutTo(tail.from);
            tail.slots.forEach(all::add);
        }
        return all.build(tails.getLast().slots.fileEnd);
    }

    /// Some of these messages at the places where a new file has them, under their UIDs.
    ///
    /// @param rows of these, one for each message of the new file
    Slots moved(List<Integer> rows, Slots there) {
        var all = new SlotsBuilder(rows.size());
        for (int at = 0; at < rows.size(); at++) {
            all.add(there.get(at).withUid(name(rows.get(at)).uid()));
        }
        return all.build(there.fileEnd);
    }

    /// The numbers in use, in order, of each kind of message that has another one than 1.
    private Map<SlotName, List<Integer>> numbersOfKinds() {
        Map<SlotName, List<Integer>> numbers = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            if (columns.number()[row] != 1) {
                numbers.put(name(row).first(), new ArrayList<>());
            }
        }
        for (int row = 0; row < rows && !numbers.isEmpty(); row++) {
            List<Integer> kind = numbers.get(name(row).first());
            if (kind != null) {
                kind.add(columns.number()[row]);
            }
        }
        return numbers;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(rows);
        out.writeLong(fileEnd);
        out.writeInt(statements.size());
        for (Stated each : statements) {
            out.writeUTF(each.letters());
            out.writeBoolean(each.isLengthOurs());
            out.writeInt(each.keywords().size());
            for (String keyword : each.keywords()) {
                out.writeUTF(keyword);
            }
        }
        columns.write(out);
    }

    /// @throws IOException where these octets are not what [#write] wrote
    static Slots read(BufferInput octets) throws IOException {
        var in = new DataInputStream(octets);
        int rows = in.readInt();
        long fileEnd = in.readLong();
        List<Stated> statements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String letters = in.readUTF();
            boolean isLengthOurs = in.readBoolean();
            Set<String> keywords = new LinkedHashSet<>();
            for (int words = in.readInt(); words > 0; words--) {
                keywords.add(in.readUTF());
            }
            statements.add(new Stated(letters, keywords, List.of(), -1, isLengthOurs));
        }
        SlotColumns columns = SlotColumns.read(octets.rest(), rows, statements.size());
        return new Slots(columns, statements, rows, fileEnd);
    }
}
