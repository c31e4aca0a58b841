package hazel.trust;

import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.util.ArrayList;
import java.util.List;

/// Makes rows of one width, each fit for a terminal.
public final class Rows {

    private static final int LEAST = 30;

    private final int columns;
    private final List<Row> rows = new ArrayList<>();

    /// @param columns at most; under 30 it is 30
    public Rows(int columns) {
        this.columns = Math.max(LEAST, columns);
    }

    public List<Row> all() {
        return List.copyOf(rows);
    }

    public void heading(String text) {
        row(Row.Kind.HEADING, text);
    }

    public void blank() {
        row(Row.Kind.PLAIN, "");
    }

    /// As many rows as the text needs, those after the first two columns further in; none for no
    /// text.
    ///
    /// @param text may hold anything
    public void wrapped(Row.Kind kind, String text, int indent) {
        if (text.isBlank()) {
            return;
        }
        boolean isFirst = true;
        for (String row : Wrap.lines(Harmless.line(text).strip(), columns - indent - 2)) {
            rows.add(new Row(kind, " ".repeat(isFirst ? indent : indent + 2) + row));
            isFirst = false;
        }
    }

    /// One row, cut where it is too long.
    ///
    /// @param text harmless
    void row(Row.Kind kind, String text) {
        rows.add(new Row(kind, Columns.cut(text.stripTrailing(), columns)));
    }
}
