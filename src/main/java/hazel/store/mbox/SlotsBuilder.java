package hazel.store.mbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gathers the messages of an mbox in their order.
final class SlotsBuilder {

    private SlotColumns columns;
    private int rows;
    private final List<Stated> statements;
    private final Map<Stated, Integer> numbers = new HashMap<>();

    /// Rows plus one of the first message of each kind, and how many there are where there is more
    /// than one.
    private int[] kinds = new int[64];

    private final Map<Integer, Integer> repeated = new HashMap<>();

    private SlotsBuilder(SlotsBuilder other) {
        columns =
                other.columns.resized(other.columns.start().length, other.columns.fields().length);
        rows = other.rows;
        statements = new ArrayList<>(other.statements);
        numbers.putAll(other.numbers);
        kinds = other.kinds.clone();
        repeated.putAll(other.repeated);
    }

    SlotsBuilder(int expected) {
        columns = new SlotColumns(Math.max(16, expected), Math.max(16, expected * 2));
        statements = new ArrayList<>();
    }

    /// Begins with the first messages of others, under their UIDs.
    SlotsBuilder(Slots others, int count) {
        columns = others.columns().resized(count + 16, others.columns().fields().length + 16);
        statements = new ArrayList<>(others.statements());
        statements.forEach(each -> numbers.put(each, numbers.size()));
        rows = count;
    }

    /// The same messages so far, to be gone on with in another way.
    SlotsBuilder copy() {
        return new SlotsBuilder(this);
    }

    int size() {
        return rows;
    }

    /// Leaves out all from a row on. Not for who numbers messages by [#addFound].
    void cutTo(int row) {
        rows = row;
    }

    /// Adds a message that was found in a file, and numbers those that are the same in everything.
    ///
    /// @return it, under the UID it has then
    Slot addFound(Slot slot) {
        add(slot);
        if (rows * 2 > kinds.length) {
            kinds = new int[kinds.length * 2];
            for (int row = 0; row < rows - 1; row++) {
                if (columns.number()[row] == 1) {
                    kinds[kind(row)] = row + 1;
                }
            }
        }
        int at = kind(rows - 1);
        if (kinds[at] == 0) {
            kinds[at] = rows;
        } else {
            columns.number()[rows - 1] = repeated.merge(kinds[at], 2, (had, _) -> had + 1);
        }
        int number = columns.number()[rows - 1];
        return number == 1 ? slot : slot.withUid(name(slot).numbered(number).uid());
    }

    /// A message among those added so far. Looks through all of them.
    ///
    /// @param end the offset behind the last of them and what follows it
    Optional<Slot> find(SlotName name, long end) {
        for (int row = 0; row < rows; row++) {
            if (columns.digest()[row] == name.digest() && columns.name(row).equals(name)) {
                long next = row + 1 < rows ? columns.start()[row + 1] : end;
                return Optional.of(columns.slot(row, next, statements));
            }
        }
        return Optional.empty();
    }

    /// Where a row's kind is in the table, or may be put.
    private int kind(int row) {
        int at = (int) columns.digest()[row] & (kinds.length - 1);
        while (kinds[at] != 0 && !columns.isSame(kinds[at] - 1, columns, row)) {
            at = (at + 1) & (kinds.length - 1);
        }
        return at;
    }

    /// Adds a message under the UID it has.
    void add(Slot slot) {
        SlotName name = name(slot);
        if (rows == columns.start().length) {
            columns = columns.resized(rows * 2, columns.fields().length);
        }
        columns.start()[rows] = slot.start();
        columns.head()[rows] = (int) (slot.head() - slot.start());
        columns.body()[rows] = (int) (slot.body() - slot.head());
        columns.gap()[rows] = (byte) (slot.next() - slot.end());
        columns.digest()[rows] = name.digest();
        columns.digestEnd()[rows] = name.digestEnd();
        columns.textLength()[rows] = name.textLength();
        columns.number()[rows] = name.number();
        columns.marks()[rows] = (byte) (slot.isHidden() ? Slots.HIDDEN : 0);
        state(slot.stated());
        rows++;
    }

    private static SlotName name(Slot slot) {
        return SlotName.of(slot.uid()).orElseThrow();
    }

    private void state(Stated stated) {
        var plain =
                new Stated(
                        stated.letters(), stated.keywords(), List.of(), -1, stated.isLengthOurs());
        Integer number = numbers.get(plain);
        if (number == null) {
            number = statements.size();
            numbers.put(plain, number);
            statements.add(plain);
        }
        columns.stated()[rows] = number;
        columns.statedLength()[rows] = stated.length();
        int from = columns.fieldsAt()[rows];
        int to = from + stated.fields().size();
        if (to > columns.fields().length) {
            columns =
                    columns.resized(
                            columns.start().length, Math.max(to, columns.fields().length * 2));
        }
        for (int i = from; i < to; i++) {
            columns.fields()[i] = stated.fields().get(i - from);
        }
        columns.fieldsAt()[rows + 1] = to;
    }

    /// @param fileEnd the offset behind the last message and what follows it
    Slots build(long fileEnd) {
        return new Slots(
                columns.resized(rows, columns.fieldsAt()[rows]), statements, rows, fileEnd);
    }
}
