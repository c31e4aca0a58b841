package hazel.screen.editor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a cursor gets to.
final class Moves {

    private Moves() {}

    static Place left(TextBuffer text, Place at) {
        if (at.offset() > 0) {
            return new Place(at.line(), Clusters.previous(text.line(at.line()), at.offset()));
        }
        return at.line() == 0 ? at : new Place(at.line() - 1, text.line(at.line() - 1).length());
    }

    static Place right(TextBuffer text, Place at) {
        String line = text.line(at.line());
        if (at.offset() < line.length()) {
            return new Place(at.line(), Clusters.next(line, at.offset()));
        }
        return at.line() + 1 == text.size() ? at : new Place(at.line() + 1, 0);
    }

    /// The start of this word, or of the one before.
    static Place wordLeft(TextBuffer text, Place at) {
        Place to = left(text, at);
        while (!to.equals(Place.START) && !(isWord(text, to) && !isWord(text, left(text, to)))) {
            to = left(text, to);
        }
        return to;
    }

    /// The start of the next word, or the end.
    static Place wordRight(TextBuffer text, Place at) {
        Place end = text.end();
        Place to = right(text, at);
        while (!to.equals(end) && !(isWord(text, to) && !isWord(text, left(text, to)))) {
            to = right(text, to);
        }
        return to;
    }

    /// The column on the screen, where rows are so many columns wide.
    static int column(TextBuffer text, Place at, int columns) {
        return Rows.of(text.line(at.line()), columns).columnOf(at.offset());
    }

    /// So many rows of the screen down, or up where below zero.
    static Place vertically(TextBuffer text, Place at, int by, int column, int columns) {
        int line = at.line();
        Rows rows = Rows.of(text.line(line), columns);
        int row = rows.rowOf(at.offset()) + by;
        while (row >= rows.count() && line + 1 < text.size()) {
            row -= rows.count();
            rows = Rows.of(text.line(++line), columns);
        }
        while (row < 0 && line > 0) {
            rows = Rows.of(text.line(--line), columns);
            row += rows.count();
        }
        return new Place(line, rows.offsetAt(Math.clamp(row, 0, rows.count() - 1), column));
    }

    /// The nearest place with that text, upper and lower case alike, going round at the end.
    static Optional<Place> find(TextBuffer text, Place from, String wanted, boolean back) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        int flags = Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        Matcher matcher = Pattern.compile(wanted, flags).matcher("");
        int size = text.size();
        for (int i = 0; i <= size; i++) {
            int number = Math.floorMod(from.line() + (back ? -i : i), size);
            int limit = i == 0 ? from.offset() : back ? Integer.MAX_VALUE : -1;
            int found = inLine(matcher.reset(text.line(number)), limit, back);
            if (found >= 0) {
                return Optional.of(new Place(number, found));
            }
        }
        return Optional.empty();
    }

    /// The first match after `limit`, or the last before it; -1 for none.
    private static int inLine(Matcher matcher, int limit, boolean back) {
        int last = -1;
        while (matcher.find()) {
            if (!back && matcher.start() > limit) {
                return matcher.start();
            }
            if (back && matcher.start() < limit) {
                last = matcher.start();
            }
        }
        return last;
    }

    private static boolean isWord(TextBuffer text, Place at) {
        String line = text.line(at.line());
        return at.offset() < line.length()
                && Character.isLetterOrDigit(line.codePointAt(at.offset()));
    }
}
