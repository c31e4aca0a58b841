package hazel.screen.editor;

import hazel.text.Quote;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which rows of an [Editor] are to be seen.
///
/// @param line the line the top row belongs to
/// @param row which of its rows
public record Viewport(int line, int row) {

    public static final Viewport TOP = new Viewport(0, 0);

    /// The viewport nearest to this one that shows the cursor.
    public Viewport follow(Editor editor, Size room) {
        TextBuffer text = editor.text();
        int first = Math.min(line, text.size() - 1);
        Rows own = Rows.of(text.line(editor.cursor().line()), room.columns());
        int cursorLine = editor.cursor().line();
        int cursorRow = own.rowOf(editor.cursor().offset());
        if (cursorLine < first || (cursorLine == first && cursorRow < row)) {
            return new Viewport(cursorLine, cursorRow);
        }
        int last = Math.max(0, room.rows() - 1);
        int above = cursorRow - (cursorLine == first ? row : 0);
        for (int i = cursorLine - 1; i >= first && above <= last; i--) {
            int count = Rows.of(text.line(i), room.columns()).count();
            above += i == first ? count - Math.min(row, count - 1) : count;
        }
        if (above <= last) {
            return new Viewport(first, row);
        }
        int at = cursorLine;
        int up = cursorRow - last;
        while (up < 0) {
            up += Rows.of(text.line(--at), room.columns()).count();
        }
        return new Viewport(at, up);
    }

    /// Rows that a whole text takes.
    public static int rows(Editor editor, int columns) {
        TextBuffer text = editor.text();
        int rows = 0;
        for (int i = 0; i < text.size(); i++) {
            rows += Rows.of(text.line(i), columns).count();
        }
        return rows;
    }

    /// What is to be seen, with quotes in their roles and what is marked set off.
    public Frame draw(Editor editor, Size room) {
        TextBuffer text = editor.text();
        Place cursor = editor.cursor();
        var lines = new ArrayList<Line>();
        Optional<Frame.Position> position = Optional.empty();
        int from = row;
        for (int i = line; i < text.size() && lines.size() < room.rows(); i++) {
            Rows rows = Rows.of(text.line(i), room.columns());
            Role role = role(rows.line());
            for (int r = Math.min(from, rows.count() - 1);
                    r < rows.count() && lines.size() < room.rows();
                    r++) {
                if (i == cursor.line() && r == rows.rowOf(cursor.offset())) {
                    position =
                            Optional.of(
                                    new Frame.Position(
                                            rows.columnOf(cursor.offset()), lines.size()));
                }
                lines.add(Line.of(isMarked(editor, i) ? Role.SELECTED : role, rows.shown(r)));
            }
            from = 0;
        }
        while (lines.size() < room.rows()) {
            lines.add(Line.EMPTY);
        }
        return new Frame(List.copyOf(lines), position);
    }

    private static boolean isMarked(Editor editor, int line) {
        return editor.mark()
                .filter(m ->
                        line >= Math.min(m.line(), editor.cursor().line())
                                && line <= Math.max(m.line(), editor.cursor().line()))
                .isPresent();
    }

    private static Role role(String line) {
        return switch (Quote.depth(line)) {
            case 0 -> Role.PLAIN;
            case 1 -> Role.QUOTE1;
            case 2 -> Role.QUOTE2;
            default -> Role.QUOTE3;
        };
    }
}
