package hazel.screen.editor;

import hazel.text.Columns;
import hazel.text.Harmless;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person takes for one character: the steps of a cursor (UAX #29).
final class Clusters {

    private static final Pattern CLUSTER = Pattern.compile("\\X");
    private static final int TAB = 8;

    private Clusters() {}

    /// Where the cluster after `offset`, itself a boundary, ends; the line's end at the end.
    static int next(String line, int offset) {
        if (offset >= line.length()) {
            return line.length();
        }
        if (isPlain(line, offset) && (offset + 1 == line.length() || isPlain(line, offset + 1))) {
            return offset + 1;
        }
        Matcher matcher = CLUSTER.matcher(line).region(offset, line.length());
        return matcher.lookingAt() ? matcher.end() : offset + 1;
    }

    /// The boundary before `offset`; 0 at the start.
    static int previous(String line, int offset) {
        if (offset <= 1) {
            return 0;
        }
        if (isPlain(line, offset - 1) && isPlain(line, offset - 2)) {
            return offset - 1;
        }
        int before = 0;
        for (int at = 0; at < offset; at = next(line, at)) {
            before = at;
        }
        return before;
    }

    /// The first boundary at or after `offset`.
    static int boundary(String line, int offset) {
        if (offset <= 0 || offset >= line.length()) {
            return Math.clamp(offset, 0, line.length());
        }
        if (isPlain(line, offset - 1) && isPlain(line, offset)) {
            return offset;
        }
        int at = 0;
        while (at < offset) {
            at = next(line, at);
        }
        return at;
    }

    /// What is drawn for the cluster between two offsets, where `column` columns of the row are
    /// drawn already.
    static String shown(String line, int from, int to, int column) {
        char c = line.charAt(from);
        if (c == '\t') {
            return " ".repeat(TAB - column % TAB);
        }
        return to - from == 1 && c >= ' ' && c < 0x7f
                ? String.valueOf(c)
                : Harmless.line(line.substring(from, to));
    }

    /// The columns [#shown] takes.
    static int width(String line, int from, int to, int column) {
        char c = line.charAt(from);
        return to - from == 1 && c >= ' ' && c < 0x7f
                ? 1
                : Columns.width(shown(line, from, to, column));
    }

    /// Whether no cluster can begin or end elsewhere than around this character, if its neighbour
    /// is such a one too.
    private static boolean isPlain(String line, int at) {
        char c = line.charAt(at);
        return c >= ' ' && c < 0x7f;
    }
}
