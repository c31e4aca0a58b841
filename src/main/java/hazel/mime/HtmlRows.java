package hazel.mime;

import hazel.mime.RenderedHtml.Line;
import hazel.mime.RenderedHtml.Mark;
import hazel.mime.RenderedHtml.Span;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rows of a document while they are set.
///
/// Inline text gathers until a block begins or ends, then is wrapped behind the current prefix:
/// quote marks, the indents of lists, a bullet on the first row.
final class HtmlRows {

    private static final int MOST = 100_000;

    /// Columns that must be left for text before a list or quote indents no further.
    private static final int NARROWEST = 10;

    private final int columns;
    private final List<Line> lines = new ArrayList<>();
    private final List<Span> inline = new ArrayList<>();

    private boolean spaceDue;
    private boolean gapDue;
    private Indent indent = new Indent("", 0);
    private Indent gapIndent = indent;
    private String marker = "";

    /// What stands in front of rows, and how many quotations they are in.
    record Indent(String prefix, int quoteDepth) {}

    /// How far the text has come: to ask later for what was set since.
    record Place(int row, int piece) {}

    HtmlRows(int columns) {
        this.columns = columns;
    }

    List<Line> finished() {
        flush();
        if (isFull()) {
            lines.subList(MOST, lines.size()).clear();
            var notice = new Span("[The rest is not shown.]", Set.of(Mark.ORNAMENT), 0);
            lines.add(new Line(0, List.of(notice)));
        }
        return lines;
    }

    boolean isFull() {
        return lines.size() >= MOST;
    }

    /// Columns left beside the prefix.
    int room() {
        return Math.max(4, columns - Columns.width(indent.prefix()));
    }

    /// Adds text whose white space means nothing but a division of words.
    void text(String whole, Set<Mark> marks, int link) {
        var words = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0xa0) {
                spaceDue = spaceDue || !words.isEmpty() || !inline.isEmpty();
                continue;
            }
            if (spaceDue) {
                words.append(' ');
                spaceDue = false;
            }
            words.append(c);
        }
        add(words.toString(), marks, link);
    }

    /// Adds text as it stands, a row for each line.
    void preformatted(String whole, Set<Mark> marks, int link) {
        String text = whole.replace("\r", "").replace("\t", "        ");
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            add(text.substring(start, end), marks, link);
            lineBreak();
            start = end + 1;
        }
        add(text.substring(start), marks, link);
    }

    /// Adds something of ours.
    void ornament(String text, int link) {
        inline.add(new Span(text, Set.of(Mark.ORNAMENT), link));
    }

    void row(List<Span> spans) {
        inline.addAll(spans);
        flush();
    }

    private void add(String text, Set<Mark> marks, int link) {
        String shown = Harmless.line(text);
        if (!shown.isEmpty()) {
            inline.add(new Span(shown, marks, link));
        }
    }

    /// Takes the text gathered since the last row out again.
    List<Span> take() {
        List<Span> spans = List.copyOf(inline);
        inline.clear();
        spaceDue = false;
        return spans;
    }

    Place place() {
        return new Place(lines.size(), inline.size());
    }

    /// The text of a link that began at a place.
    String linked(int link, Place since) {
        var text = new StringBuilder();
        for (Line line : lines.subList(since.row(), lines.size())) {
            line.spans().stream()
                    .filter(s -> s.link() == link)
                    .forEach(s -> text.append(s.text()).append(' '));
        }
        int piece = since.row() == lines.size() ? Math.min(since.piece(), inline.size()) : 0;
        for (Span span : inline.subList(piece, inline.size())) {
            if (span.link() == link) {
                text.append(span.text());
            }
        }
        return text.toString().strip();
    }

    /// Begins a block that is indented, with a bullet on its first row or without; gives what
    /// [#outdent] wants.
    Indent indent(String bullet, String blanks) {
        flush();
        if (!bullet.isEmpty()) {
            closeGap();
        }
        Indent before = indent;
        boolean room = columns - indent.prefix().length() >= NARROWEST + blanks.length();
        if (room) {
            indent = new Indent(indent.prefix() + blanks, indent.quoteDepth());
            marker = bullet;
        } else if (!bullet.isEmpty()) {
            ornament(bullet, 0);
        }
        return before;
    }

    /// Begins a quotation; gives what [#outdent] wants.
    Indent quote() {
        Indent before = indent;
        boolean room = columns - indent.prefix().length() >= NARROWEST + 2;
        indent =
                new Indent(
                        room ? indent.prefix() + "> " : indent.prefix(), indent.quoteDepth() + 1);
        return before;
    }

    void outdent(Indent before) {
        flush();
        marker = "";
        indent = before;
    }

    void rule() {
        gap();
        ornament("─".repeat(Math.min(72, room())), 0);
        gap();
    }

    void lineBreak() {
        if (isFull()) {
            return;
        }
        if (inline.isEmpty()) {
            if (lines.isEmpty() || gapDue || isBlank(lines.getLast())) {
                gapDue = !lines.isEmpty() && !isBlank(lines.getLast()) && gapDue;
                return;
            }
            lines.add(blank(indent));
        } else {
            flush();
        }
    }

    private static boolean isBlank(Line line) {
        return line.spans().stream()
                .noneMatch(s -> !s.marks().contains(Mark.ORNAMENT) && !s.text().isBlank());
    }

    private static Line blank(Indent indent) {
        String bare = indent.prefix().stripTrailing();
        return new Line(
                indent.quoteDepth(),
                bare.isEmpty() ? List.of() : List.of(new Span(bare, Set.of(Mark.ORNAMENT), 0)));
    }

    /// Sets the blank row that was asked for, behind the shorter prefix of the blocks around it.
    private void closeGap() {
        if (gapDue && !lines.isEmpty() && !isBlank(lines.getLast())) {
            boolean inner = indent.prefix().length() < gapIndent.prefix().length();
            lines.add(blank(inner ? indent : gapIndent));
        }
        gapDue = false;
    }

    /// Ends the paragraph and asks for a blank row before what follows.
    void gap() {
        flush();
        if (!lines.isEmpty() && marker.isEmpty()) {
            boolean outer = indent.prefix().length() < gapIndent.prefix().length();
            gapIndent = !gapDue || outer ? indent : gapIndent;
            gapDue = true;
        }
    }

    /// Sets the gathered text in rows.
    void flush() {
        spaceDue = false;
        if (inline.isEmpty()) {
            return;
        }
        if (isFull()) {
            inline.clear();
            return;
        }
        closeGap();
        String prefix = indent.prefix();
        for (List<Span> row : rows(inline, room())) {
            var spans = new ArrayList<Span>();
            String lead =
                    marker.isEmpty() || marker.length() > prefix.length()
                            ? prefix
                            : prefix.substring(0, prefix.length() - marker.length()) + marker;
            marker = "";
            if (!lead.isEmpty()) {
                spans.add(new Span(lead, Set.of(Mark.ORNAMENT), 0));
            }
            spans.addAll(row);
            lines.add(new Line(indent.quoteDepth(), spans));
        }
        inline.clear();
    }

    /// Wraps spans: wraps their text, then finds each row's spans again by offset.
    static List<List<Span>> rows(List<Span> spans, int room) {
        var text = new StringBuilder();
        spans.forEach(s -> text.append(s.text()));
        String whole = text.toString();
        var rows = new ArrayList<List<Span>>();
        int at = 0; // in the text
        int span = 0; // the span in which `at` lies
        int spanStart = 0;
        for (String row : Wrap.lines(whole, room)) {
            while (!whole.startsWith(row, at)) {
                at++;
            }
            int end = at + row.length();
            var pieces = new ArrayList<Span>();
            while (at < end) {
                Span current = spans.get(span);
                int spanEnd = spanStart + current.text().length();
                if (spanEnd <= at) {
                    spanStart = spanEnd;
                    span++;
                    continue;
                }
                int to = Math.min(end, spanEnd);
                pieces.add(new Span(whole.substring(at, to), current.marks(), current.link()));
                at = to;
            }
            rows.add(pieces);
        }
        return rows;
    }
}
