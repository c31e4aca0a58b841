package hazel.screen.parts;

import hazel.command.Command;
import hazel.text.Columns;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;
import hazel.ui.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Where the cursor of a list is, and what part of the list is to be seen.
///
/// Always holds a selected row that is to be seen, where there is any.
///
/// @param rows of the screen
/// @param count of the list
public record ListWindow(int selected, int top, int rows, int count) {

    /// The commands of [#move] that every list has keys for.
    public static final List<Command> MOVES =
            List.of(
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.HALF_DOWN,
                    Command.HALF_UP,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY);

    public static final ListWindow EMPTY = new ListWindow(0, 0, 1, 0);

    public ListWindow {
        rows = Math.max(1, rows);
        count = Math.max(0, count);
        selected = Math.clamp(selected, 0, Math.max(0, count - 1));
        top = Math.clamp(top, 0, Math.max(0, count - rows));
        if (selected < top) {
            top = selected;
        } else if (selected >= top + rows) {
            top = selected - rows + 1;
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /// Where what is drawn ends.
    public int end() {
        return Math.min(count, top + rows);
    }

    /// A row far from what is seen comes to stand in the middle.
    public ListWindow select(int row) {
        boolean isFar = row < top - 1 || row > top + rows;
        return new ListWindow(row, isFar ? row - rows / 2 : top, rows, count);
    }

    public ListWindow withRows(int newRows) {
        return new ListWindow(selected, top, newRows, count);
    }

    public ListWindow withCount(int newCount) {
        return new ListWindow(selected, top, rows, newCount);
    }

    /// Another list of which `row` stands where the selected one stood on the screen.
    public ListWindow over(int newCount, int row) {
        return new ListWindow(row, row - (selected - top), rows, newCount);
    }

    /// The wheel: what is seen moves, and the selected row only where it must.
    public ListWindow scroll(int lines) {
        int newTop = Math.clamp((long) top + lines, 0, Math.max(0, count - rows));
        int row = Math.clamp(selected, newTop, newTop + rows - 1);
        return new ListWindow(row, newTop, rows, count);
    }

    private ListWindow page(int lines) {
        return new ListWindow(selected + lines, top + lines, rows, count);
    }

    /// The commands that move in any list; this where the command is none of them.
    public ListWindow move(Command command) {
        return switch (command) {
            case NEXT_ENTRY -> select(selected + 1);
            case PREVIOUS_ENTRY -> select(selected - 1);
            case NEXT_PAGE -> page(rows);
            case PREVIOUS_PAGE -> page(-rows);
            case HALF_DOWN -> page(Math.max(1, rows / 2));
            case HALF_UP -> page(-Math.max(1, rows / 2));
            case FIRST_ENTRY -> select(0);
            case LAST_ENTRY -> select(count - 1);
            case PAGE_TOP -> select(top);
            case PAGE_MIDDLE -> select((top + end() - 1) / 2);
            case PAGE_BOTTOM -> select(end() - 1);
            default -> this;
        };
    }

    /// The row that was clicked, where there is one.
    public ListWindow click(int row) {
        return top + row < end() ? select(top + row) : this;
    }

    /// Where there is nothing to list, a sentence that says so.
    public static Frame nothing(String sentence) {
        return Frame.of(List.of(Line.EMPTY, Line.of(Role.DIM, "   " + sentence)));
    }

    /// The rows to be seen, the selected one as a bar with a mark before it.
    public Frame frame(Size size, IntFunction<Line> row) {
        var lines = new ArrayList<Line>();
        for (int i = top; i < end() && lines.size() < size.rows(); i++) {
            Line line = row.apply(i);
            lines.add(
                    i == selected
                            ? Line.of(
                                    Role.SELECTED, Columns.fit("> " + line.text(), size.columns()))
                            : line.after(List.of(new Span(Role.PLAIN, "  "))));
        }
        return Frame.of(lines);
    }
}
