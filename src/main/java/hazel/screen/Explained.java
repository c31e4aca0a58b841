package hazel.screen;

import hazel.screen.parts.ListWindow;
import hazel.text.Wrap;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;

import java.util.ArrayList;
import java.util.function.IntFunction;

/// A list, and below it some rows of words about the entry that is selected, where there is room.
final class Explained {

    private static final int WORDS_ROWS = 3;
    private static final int LEAST_ROWS = 8;
    private static final int LEAST_COLUMNS = 10;

    private Explained() {}

    /// How many rows are the list's.
    static int listRows(Size area) {
        return area.rows() < LEAST_ROWS ? area.rows() : area.rows() - WORDS_ROWS - 1;
    }

    /// @param words harmless
    static Frame frame(ListWindow window, Size area, IntFunction<Line> row, String words) {
        int rows = listRows(area);
        Frame list = window.frame(new Size(area.columns(), rows), row);
        if (rows == area.rows()) {
            return list;
        }
        var lines = new ArrayList<>(list.lines());
        while (lines.size() < rows) {
            lines.add(Line.EMPTY);
        }
        lines.add(Line.of(Role.BORDER, "─".repeat(area.columns())));
        Wrap.lines(words, Math.max(LEAST_COLUMNS, area.columns() - 2)).stream()
                .limit(WORDS_ROWS)
                .forEach(line -> lines.add(Line.of(Role.PLAIN, "  " + line)));
        return Frame.of(lines);
    }
}
