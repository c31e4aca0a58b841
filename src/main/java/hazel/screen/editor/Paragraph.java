package hazel.screen.editor;

import hazel.text.Flowed;
import hazel.text.Quote;
import hazel.text.Wrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines that belong together: quoted alike, with no empty line between.
///
/// @param from the first line
/// @param to the line after the last
/// @param filled its words again, in rows of at most [#COLUMNS] behind the same quoting
record Paragraph(int from, int to, List<String> filled) {

    /// As wide as leaves room for being quoted a few times (RFC 5322 section 2.1.1 allows 78).
    static final int COLUMNS = 72;

    /// The paragraph a line is in; empty on a line without words and on a signature's first.
    static Optional<Paragraph> around(TextBuffer text, int line) {
        if (!isProse(text.line(line))) {
            return Optional.empty();
        }
        int depth = Quote.depth(text.line(line));
        int from = line;
        while (from > 0 && belongs(text.line(from - 1), depth)) {
            from--;
        }
        int to = line + 1;
        while (to < text.size() && belongs(text.line(to), depth)) {
            to++;
        }
        var words = new StringBuilder();
        for (int i = from; i < to; i++) {
            words.append(i == from ? "" : " ").append(Quote.rest(text.line(i)).strip());
        }
        String prefix = Quote.prefix(text.line(from));
        var filled = new ArrayList<String>();
        for (String row : Wrap.lines(words.toString(), Math.max(20, COLUMNS - prefix.length()))) {
            filled.add(prefix + row);
        }
        return Optional.of(new Paragraph(from, to, filled));
    }

    private static boolean belongs(String line, int depth) {
        return isProse(line) && Quote.depth(line) == depth;
    }

    private static boolean isProse(String line) {
        return !Quote.rest(line).isBlank() && !line.equals(Flowed.SIGNATURE);
    }
}
