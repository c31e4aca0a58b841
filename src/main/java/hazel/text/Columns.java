package hazel.text;

import org.jline.utils.WCWidth;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How wide text is on a terminal.
///
/// `String.length()` counts UTF-16 units and is wrong for `世` (two columns), for `é` written as two
/// code points (one), and for most emoji. Widths are summed over code points, as terminals without
/// mode 2027 do, so a family emoji is as wide as its members.
///
/// Text is never cut inside a grapheme cluster (UAX #29).
public final class Columns {

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private Columns() {}

    /// The columns `text` takes. Control characters count nothing: make the text harmless first.
    public static int width(String text) {
        int width = 0;
        int length = text.length();
        for (int i = 0; i < length; ) {
            char c = text.charAt(i);
            if (c < 0x7f) {
                width += c < ' ' ? 0 : 1;
                i++;
            } else {
                int codePoint = text.codePointAt(i);
                width += width(codePoint);
                i += Character.charCount(codePoint);
            }
        }
        return width;
    }

    /// Exactly `columns` wide: cut with an ellipsis, or padded with spaces on the right.
    public static String fit(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - width(cut)));
    }

    /// Exactly `columns` wide: cut with an ellipsis, or padded with spaces on the left, as numbers
    /// are.
    public static String fitRight(String text, int columns) {
        String cut = cut(text, columns);
        return " ".repeat(Math.max(0, columns - width(cut))) + cut;
    }

    /// At most `columns` wide, with an ellipsis where something was cut off.
    public static String cut(String text, int columns) {
        if (columns <= 0) {
            return "";
        }
        int used = 0;
        int room = 0; // end of what still leaves a column for the ellipsis
        Matcher matcher = CLUSTER.matcher(text);
        for (int i = 0; i < text.length(); ) {
            int end = next(text, i, matcher);
            used += width(text.substring(i, end));
            if (used > columns) {
                return text.substring(0, room) + '…';
            }
            if (used < columns) {
                room = end;
            }
            i = end;
        }
        return text;
    }

    /// The grapheme clusters of `text`, in order; joined they are `text` again.
    public static List<String> clusters(String text) {
        var clusters = new ArrayList<String>();
        Matcher matcher = CLUSTER.matcher(text);
        for (int i = 0; i < text.length(); ) {
            int end = next(text, i, matcher);
            clusters.add(text.substring(i, end));
            i = end;
        }
        return clusters;
    }

    /// A matcher for [#next], one for each pass over a text.
    static Matcher matcher(String text) {
        return CLUSTER.matcher(text);
    }

    /// Where the cluster that begins at `from` ends.
    static int next(String text, int from, Matcher matcher) {
        char c = text.charAt(from);
        boolean plain = c >= ' ' && c < 0x7f;
        if (plain && (from + 1 == text.length() || text.charAt(from + 1) < 0x7f)) {
            return from + 1;
        }
        return matcher.region(from, text.length()).lookingAt() ? matcher.end() : from + 1;
    }

    private static int width(int codePoint) {
        return Math.max(0, WCWidth.wcwidth(codePoint));
    }
}
