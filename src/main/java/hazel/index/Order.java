package hazel.index;

import hazel.index.packed.Columns;
import hazel.index.packed.Ints;
import hazel.index.packed.SubjectTexts;
import hazel.index.packed.Texts;
import hazel.store.Sort;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Puts rows into an order by a key. Within equal keys the date decides, then the row.
final class Order {

    private final Columns columns;
    private final int[] rows;

    Order(Columns columns, int[] rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /// The rows in their order.
    static int[] sorted(Columns columns, int[] rows, Sort sort) {
        int[] order = new Order(columns, rows).positions(sort.key());
        int n = rows.length;
        int[] result = new int[n];
        for (int i = 0; i < n; i++) {
            result[i] = rows[order[sort.isReversed() ? n - 1 - i : i]];
        }
        return result;
    }

    private int[] positions(Sort.Key key) {
        int[] byDate = byDate();
        return switch (key) {
            case DATE, THREAD -> byDate;
            case ARRIVAL -> Radix.sorted(keys(columns.arrival()), byDate);
            case SIZE -> Radix.sorted(keys(row -> (int) columns.size(row)), byDate);
            case FROM ->
                    byText(
                            columns.people().texts(),
                            row -> columns.people().name(columns.author().get(row)),
                            byDate);
            case TO ->
                    byText(
                            columns.people().texts(),
                            row -> columns.people().toName(columns.circle().get(row)),
                            byDate);
            case SUBJECT ->
                    byText(
                            columns.subjects().rests(),
                            row -> SubjectTexts.rest(columns.subject().get(row)),
                            byDate);
        };
    }

    /// Positions in the order of their dates.
    int[] byDate() {
        int[] order = new int[rows.length];
        Arrays.setAll(order, i -> i);
        return Radix.sorted(keys(columns.date()), order);
    }

    private int[] keys(Ints column) {
        return keys(column::get);
    }

    private int[] keys(IntUnaryOperator ofRow) {
        int[] keys = new int[rows.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ofRow.applyAsInt(rows[i]);
        }
        return keys;
    }

    private int[] byText(Texts texts, IntUnaryOperator ofRow, int[] byDate) {
        int[] keys = keys(ofRow);
        boolean[] isUsed = new boolean[texts.size()];
        int used = 0;
        for (int text : keys) {
            used += isUsed[text] ? 0 : 1;
            isUsed[text] = true;
        }
        int[] numbers = new int[used];
        int at = 0;
        for (int text = 0; text < isUsed.length; text++) {
            if (isUsed[text]) {
                numbers[at++] = text;
            }
        }
        int[] ranks = Ranks.of(texts, numbers);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ranks[keys[i]];
        }
        return Radix.sorted(keys, byDate);
    }
}
