package hazel.text;

import java.util.ArrayList;
import java.util.List;

/// `text/plain; format=flowed` (RFC 3676): a line that ends in a space goes on in the next one.
public final class Flowed {

    /// The line before a signature (RFC 3676 section 4.3). It ends in a space and flows nowhere.
    public static final String SIGNATURE = "-- ";

    private Flowed() {}

    /// What to do with the space at which a line flows: the `delsp` parameter (section 4.2).
    public enum DelSp {
        YES,
        NO
    }

    /// One paragraph, or one line that was not to flow.
    ///
    /// @param depth how many times it is quoted
    /// @param text without quoting, stuffing and line ends
    public record Paragraph(int depth, String text) {

        /// The paragraph on one line behind its quote marks, `>> text`.
        public String quoted() {
            return depth == 0
                    ? text
                    : text.isEmpty() ? ">".repeat(depth) : ">".repeat(depth) + " " + text;
        }
    }

    /// Reads a body. A paragraph whose lines are quoted to differing depths is divided there, as
    /// section 4.5 wants.
    public static List<Paragraph> decode(String body, DelSp delSp) {
        var paragraphs = new ArrayList<Paragraph>();
        var text = new StringBuilder();
        int depth = -1; // of the open paragraph, or -1
        for (String raw : body.lines().toList()) {
            int quotes = 0;
            while (quotes < raw.length() && raw.charAt(quotes) == '>') {
                quotes++;
            }
            boolean stuffed = quotes < raw.length() && raw.charAt(quotes) == ' ';
            String line = raw.substring(stuffed ? quotes + 1 : quotes);
            boolean signature = line.equals(SIGNATURE);
            if (depth >= 0 && (depth != quotes || signature)) {
                paragraphs.add(new Paragraph(depth, text.toString()));
                text.setLength(0);
                depth = -1;
            }
            boolean flows = line.endsWith(" ") && !signature;
            text.append(line, 0, line.length() - (flows && delSp == DelSp.YES ? 1 : 0));
            depth = quotes;
            if (!flows) {
                paragraphs.add(new Paragraph(depth, text.toString()));
                text.setLength(0);
                depth = -1;
            }
        }
        if (depth >= 0) {
            paragraphs.add(new Paragraph(depth, text.toString()));
        }
        return paragraphs;
    }

    /// Writes paragraphs as lines of at most `columns`, without their line ends, for `delsp=no`.
    ///
    /// Breaks only after spaces, so a long word makes a long line. Spaces at the end of a paragraph
    /// are dropped, since they would make it flow into the next.
    public static List<String> encode(List<Paragraph> paragraphs, int columns) {
        var lines = new ArrayList<String>();
        for (Paragraph paragraph : paragraphs) {
            String quotes = ">".repeat(paragraph.depth());
            if (paragraph.text().equals(SIGNATURE)) {
                lines.add(stuffed(quotes, SIGNATURE));
                continue;
            }
            String text = paragraph.text().stripTrailing();
            int room = Math.max(1, columns - quotes.length() - 1);
            for (int start = 0; ; ) {
                int end = lineEnd(text, start, room);
                lines.add(stuffed(quotes, text.substring(start, end)));
                if (end == text.length()) {
                    break;
                }
                start = end;
            }
        }
        return lines;
    }

    /// Where the line that begins at `start` ends: after the last run of spaces that fits, or after
    /// the first one where none does.
    private static int lineEnd(String text, int start, int room) {
        int best = text.length();
        boolean found = false;
        int used = 0;
        int at = start;
        while (at < text.length()) {
            int word = at;
            while (at < text.length() && text.charAt(at) != ' ') {
                at++;
            }
            int gap = at;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            used += Columns.width(text.substring(word, gap));
            if (found && used > room) {
                return best;
            }
            used += at - gap;
            boolean leading = gap == start;
            if (!leading && at < text.length() && !text.substring(start, at).equals(SIGNATURE)) {
                best = at;
                found = true;
                if (used > room) {
                    return best;
                }
            }
        }
        return found && used > room ? best : text.length();
    }

    private static String stuffed(String quotes, String line) {
        if (!quotes.isEmpty()) {
            return line.isEmpty() ? quotes : quotes + " " + line;
        }
        boolean needed = line.startsWith(" ") || line.startsWith(">") || line.startsWith("From ");
        return needed ? " " + line : line;
    }
}
