package hazel.term;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.BitSet;
import java.util.Objects;

/// Lanterna's screen, which tells the terminal by runs what changed: one string for neighbours of
/// one style.
///
/// Lanterna 3.1.5 puts each changed cell into a sorted map, and copies its set of attributes once
/// for every attribute there is: most of the time of a first frame.
final class RunScreen extends TerminalScreen {

    private static final int NOWHERE = -1;

    private final BitSet touched = new BitSet();
    private final StringBuilder run = new StringBuilder();

    // What the terminal is at, while runs are written.
    private int row = NOWHERE;
    private int column;
    private Theme.Style style = Theme.Style.PLAIN;

    /// Where the terminal was last told to have its cursor, if it was and has it still.
    private boolean isPlaced;

    private @Nullable TerminalPosition placed;

    RunScreen(Terminal terminal) throws IOException {
        super(terminal);
    }

    /// Has a row looked at by the next refresh.
    void touch(int touchedRow) {
        touched.set(touchedRow);
    }

    @Override
    public synchronized void refresh(RefreshType type) throws IOException {
        if (type == RefreshType.DELTA) {
            writeChanged();
        } else {
            super.refresh(type);
            isPlaced = false;
        }
        touched.clear();
    }

    private void writeChanged() throws IOException {
        row = NOWHERE;
        for (int y = touched.nextSetBit(0); y >= 0; y = touched.nextSetBit(y + 1)) {
            writeChanged(y);
        }
        TerminalPosition cursor = getCursorPosition();
        if (row == NOWHERE && isPlaced && Objects.equals(cursor, placed)) {
            return; // not an octet for a frame that shows the same: the line may be slow
        }
        placeCursor(cursor);
        getTerminal().flush();
    }

    private void writeChanged(int y) throws IOException {
        int columns = getTerminalSize().getColumns();
        boolean isSpoiled = false; // the right half of a wide character was here
        for (int x = 0; x < columns; x++) {
            TextCharacter cell = getBackBuffer().getCharacterAt(x, y);
            TextCharacter before = getFrontBuffer().getCharacterAt(x, y);
            // Cells are made once: nearly always the same one is there, and equals is slow.
            if (isSpoiled || (cell != before && !cell.equals(before))) {
                write(cell, x, y);
                getFrontBuffer().setCharacterAt(x, y, cell);
            }
            isSpoiled = before.isDoubleWidth() && !cell.isDoubleWidth();
            if (cell.isDoubleWidth()) {
                x++; // the other half
            }
        }
        endRun();
    }

    private void write(TextCharacter cell, int x, int y) throws IOException {
        Theme.Style wanted = cell instanceof Cells.Cell ours ? ours.style() : Theme.Style.PLAIN;
        boolean isFirst = row == NOWHERE;
        if (row != y || column != x) {
            endRun();
            getTerminal().setCursorPosition(x, y);
            row = y;
            column = x;
        }
        if (isFirst || wanted != style) {
            endRun();
            style(wanted);
        }
        String text = cell.getCharacterString();
        if (text.length() == 1 && text.charAt(0) < 0x7f) {
            run.append(text);
        } else {
            endRun(); // of what a terminal may think otherwise, each is put by itself
            getTerminal().putString(text);
        }
        column += cell.isDoubleWidth() ? 2 : 1;
    }

    private void endRun() throws IOException {
        if (!run.isEmpty()) {
            getTerminal().putString(run.toString());
            run.setLength(0);
        }
    }

    private void style(Theme.Style wanted) throws IOException {
        getTerminal().resetColorAndSGR();
        for (SGR attribute : wanted.attributes()) {
            getTerminal().enableSGR(attribute);
        }
        if (wanted.foreground() != TextColor.ANSI.DEFAULT) {
            getTerminal().setForegroundColor(wanted.foreground());
        }
        if (wanted.background() != TextColor.ANSI.DEFAULT) {
            getTerminal().setBackgroundColor(wanted.background());
        }
        style = wanted;
    }

    private void placeCursor(@Nullable TerminalPosition cursor) throws IOException {
        isPlaced = true;
        placed = cursor;
        getTerminal().setCursorVisible(cursor != null);
        if (cursor != null) {
            getTerminal().setCursorPosition(cursor.getColumn(), cursor.getRow());
        }
    }
}
