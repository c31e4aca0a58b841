package hazel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// Breaks a line into rows of a given width.
///
/// Rows end at a space, which is left out, or beside a wide character (CJK text has no spaces),
/// though not before closing punctuation. A word longer than a row is cut between grapheme
/// clusters.
public final class Wrap {

    private static final String NOT_FIRST = "、。，．・：；？！）」』】〉》〕］｝ー…‥々";

    private Wrap() {}

    /// The rows of one line; at least one. A row is wider than `columns` only where a single
    /// cluster is. Spaces at the beginning of the line stay.
    ///
    /// @param columns at least 1
    public static List<String> lines(String line, int columns) {
        if (line.length() <= columns && Columns.width(line) <= columns) {
            return List.of(line);
        }
        var rows = new ArrayList<String>();
        Matcher matcher = Columns.matcher(line);
        int length = line.length();
        int start = 0; // of the row
        int used = 0; // columns of the row so far
        int breakEnd = -1; // where the row could end, without its spaces
        int breakNext = 0; // where the next one would begin
        boolean afterWide = false;
        for (int i = 0; i < length; ) {
            int end = Columns.next(line, i, matcher);
            boolean space = line.charAt(i) == ' ';
            int width =
                    end - i == 1 && line.charAt(i) < 0x7f
                            ? 1
                            : Columns.width(line.substring(i, end));
            boolean wide = width > 1;
            if (!space
                    && i > start
                    && (wide || afterWide)
                    && NOT_FIRST.indexOf(line.charAt(i)) < 0) {
                if (line.charAt(i - 1) != ' ') {
                    breakEnd = i;
                    breakNext = i;
                }
            }
            if (space && i > start && line.charAt(i - 1) != ' ') {
                breakEnd = i;
            }
            if (space && breakEnd > start) {
                breakNext = end;
            }
            if (used + width > columns && i > start && !space) {
                boolean here = breakEnd <= start || isBlank(line, start, breakEnd);
                int rowEnd = here ? i : breakEnd;
                int next = here ? i : breakNext;
                rows.add(line.substring(start, rowEnd));
                start = next;
                used = Columns.width(line.substring(start, i));
                breakEnd = -1;
            }
            used += width;
            afterWide = wide;
            i = end;
        }
        int last = length;
        while (!rows.isEmpty() && last > start && line.charAt(last - 1) == ' ') {
            last--;
        }
        if (start < last || rows.isEmpty()) {
            rows.add(line.substring(start, last));
        }
        return rows;
    }

    private static boolean isBlank(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }
}
