package hazel.screen;

import hazel.command.Command;
import hazel.text.Columns;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;

import java.util.ArrayList;
import java.util.function.IntFunction;

/// A list of which one entry is selected and a screenful is seen.
///
/// @param selected 0 in an empty list
record Listing(int count, int selected, int top, Size room) {

    Listing {
        selected = Math.clamp(selected, 0, Math.max(0, count - 1));
        int rows = Math.max(1, room.rows());
        top = Math.clamp(top, Math.max(0, selected - rows + 1), selected);
    }

    static Listing of(int count) {
        return new Listing(count, 0, 0, Pager.USUAL);
    }

    Listing perform(Command command) {
        int page = Math.max(1, room.rows() - 1);
        return switch (command) {
            case NEXT_ENTRY -> select(selected + 1);
            case PREVIOUS_ENTRY -> select(selected - 1);
            case NEXT_PAGE -> select(selected + page);
            case PREVIOUS_PAGE -> select(selected - page);
            case FIRST_ENTRY -> select(0);
            case LAST_ENTRY -> select(count - 1);
            default -> this;
        };
    }

    Listing select(int entry) {
        return new Listing(count, entry, top, room);
    }

    Listing sized(Size size) {
        return new Listing(count, selected, top, size);
    }

    Listing counting(int entries) {
        return new Listing(entries, selected, top, room);
    }

    Frame view(Size size, IntFunction<Line> row) {
        var lines = new ArrayList<Line>();
        for (int i = top; i < count && lines.size() < size.rows(); i++) {
            Line line = row.apply(i);
            lines.add(
                    i == selected
                            ? Line.of(Role.SELECTED, Columns.fit(line.text(), size.columns()))
                            : line);
        }
        while (lines.size() < size.rows()) {
            lines.add(Line.EMPTY);
        }
        return Frame.of(lines);
    }
}
