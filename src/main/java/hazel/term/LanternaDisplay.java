package hazel.term;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.terminal.Terminal;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;

import hazel.ui.Display;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Size;
import hazel.ui.Span;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Draws frames with Lanterna's screen buffer, which sends the terminal only the cells that
/// changed. Used by the UI thread alone.
public final class LanternaDisplay implements Display {

    private final RunScreen screen;
    private final Theme theme;
    private final Cells cells = new Cells();
    private boolean isKnown;

    /// Whether a plain blank is what a cleared terminal has.
    private final boolean isPlainBlank;

    /// What the screen's buffer has.
    private List<Line> shown = List.of();

    public LanternaDisplay(Terminal terminal, Theme theme) throws IOException {
        this.theme = theme;
        this.isPlainBlank = theme.style(Role.PLAIN).isPlain();
        screen = new RunScreen(terminal);
        screen.startScreen();
        screen.setCursorPosition(null);
        isKnown = true; // nothing but blanks: starting clears it
    }

    /// Loads what every cell needs.
    static void prepare() {
        var _ =
                new TextCharacter('\u00e9', TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT)
                        .isDoubleWidth();
    }

    /// One that draws on a terminal in memory, which nobody sees.
    public static LanternaDisplay unseen(Size size, Theme theme) throws IOException {
        return new LanternaDisplay(
                new DefaultVirtualTerminal(new TerminalSize(size.columns(), size.rows())), theme);
    }

    @Override
    public Size size() {
        try {
            screen.getTerminal().getTerminalSize(); // The screen hears of a new size from this.
            if (screen.doResizeIfNecessary() != null) {
                isKnown = false;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TerminalSize size = screen.getTerminalSize();
        return new Size(size.getColumns(), size.getRows());
    }

    @Override
    public void invalidate() {
        isKnown = false;
    }

    @Override
    public void show(Frame frame) {
        TerminalSize size = screen.getTerminalSize();
        for (int row = 0; row < size.getRows(); row++) {
            Line line = row < frame.lines().size() ? frame.lines().get(row) : Line.EMPTY;
            if (!isThere(row, line)) {
                draw(row, line, size);
                screen.touch(row);
            }
        }
        shown = frame.lines();
        screen.setCursorPosition(
                frame.cursor().map(at -> new TerminalPosition(at.column(), at.row())).orElse(null));
        try {
            // Never AUTOMATIC, which clears the screen first where much has changed: a flash.
            screen.refresh(isKnown ? RefreshType.DELTA : RefreshType.COMPLETE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        isKnown = true;
    }

    /// Whether the buffer has this line already.
    private boolean isThere(int row, Line line) {
        return isKnown
                && (row < shown.size()
                        ? line.isAs(shown.get(row))
                        : isPlainBlank && line.isAs(Line.EMPTY));
    }

    private void draw(int row, Line line, TerminalSize size) {
        int columns = size.getColumns();
        int column = 0;
        for (Span span : line.spans()) {
            Theme.Style style = theme.style(span.role());
            for (String piece : Cells.pieces(span.text())) {
                Cells.Cell cell = cells.cell(piece, style);
                if (column + cell.columns() > columns) {
                    fill(row, column, columns, span.role());
                    return;
                }
                screen.setCharacter(column, row, cell);
                column += cell.columns();
            }
        }
        fill(row, column, columns, line.fill());
    }

    private void fill(int row, int from, int to, Role role) {
        Cells.Cell blank = cells.cell(" ", theme.style(role));
        for (int column = from; column < to; column++) {
            screen.setCharacter(column, row, blank);
        }
    }
}
