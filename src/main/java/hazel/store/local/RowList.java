package hazel.store.local;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/// A list over rows of columns, which makes each element when it is asked for; then come some that
/// lie beside the columns. Not to be kept over a change of the columns.
public final class RowList<T> extends AbstractList<T> implements RandomAccess {

    private final int[] rows;
    private final IntFunction<T> element;
    private final List<T> beside;

    /// @param rows in the order of the list
    public RowList(int[] rows, IntFunction<T> element, List<T> beside) {
        this.rows = rows.clone();
        this.element = element;
        this.beside = List.copyOf(beside);
    }

    @Override
    public T get(int index) {
        return index < rows.length ? element.apply(rows[index]) : beside.get(index - rows.length);
    }

    @Override
    public int size() {
        return rows.length + beside.size();
    }
}
