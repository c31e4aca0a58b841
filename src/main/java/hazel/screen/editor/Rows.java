package hazel.screen.editor;

import java.util.Arrays;

/// Where one line breaks into rows of the screen.
///
/// Unlike the wrapping of text to read, nothing is left out: every character is on one row, so that
/// the cursor can stand on it. Rows break after spaces, or inside a word longer than a row.
///
/// @param starts the offset at which each row begins, the first 0
@SuppressWarnings("ArrayRecordComponent") // made once, read often, never compared
record Rows(String line, int columns, int[] starts) {

    /// @param columns of a row, of which one is kept free for the cursor behind the last character
    static Rows of(String line, int columns) {
        int room = Math.max(1, columns - 1);
        if (line.length() <= room && line.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return new Rows(line, columns, new int[] {0});
        }
        int[] starts = new int[8];
        int count = 1;
        int used = 0;
        int wordStart = 0;
        int usedAtWord = 0;
        for (int at = 0; at < line.length(); ) {
            int end = Clusters.next(line, at);
            int width = Clusters.width(line, at, end, used);
            char c = line.charAt(at);
            boolean space = c == ' ';
            if (used + width > room && at > starts[count - 1] && !space) {
                int start = wordStart > starts[count - 1] ? wordStart : at;
                used = start == at ? 0 : used - usedAtWord;
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = start;
                width = Clusters.width(line, at, end, used);
            }
            used += width;
            if (space || c == '\t' || c == '-') {
                wordStart = end;
                usedAtWord = used;
            }
            at = end;
        }
        return new Rows(line, columns, Arrays.copyOf(starts, count));
    }

    int count() {
        return starts.length;
    }

    /// The offset after the last character of a row.
    int end(int row) {
        return row + 1 < starts.length ? starts[row + 1] : line.length();
    }

    /// The row a cursor at `offset` is on.
    int rowOf(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /// The column a cursor at `offset` is in.
    int columnOf(int offset) {
        int column = 0;
        for (int at = starts[rowOf(offset)]; at < offset; ) {
            int end = Clusters.next(line, at);
            column += Clusters.width(line, at, end, column);
            at = end;
        }
        return Math.min(column, Math.max(0, columns - 1));
    }

    /// The offset in `row` nearest to a column, from the left.
    int offsetAt(int row, int column) {
        int at = starts[row];
        int last = row + 1 < starts.length ? Clusters.previous(line, end(row)) : line.length();
        for (int used = 0; at < last; ) {
            int end = Clusters.next(line, at);
            used += Clusters.width(line, at, end, used);
            if (used > column) {
                return at;
            }
            at = end;
        }
        return Math.min(at, Math.max(starts[row], last));
    }

    /// What is drawn of a row: harmless, tabs as spaces.
    String shown(int row) {
        var out = new StringBuilder();
        int column = 0;
        for (int at = starts[row]; at < end(row); ) {
            int end = Clusters.next(line, at);
            out.append(Clusters.shown(line, at, end, column));
            column += Clusters.width(line, at, end, column);
            at = end;
        }
        return out.toString();
    }
}
