package hazel.mime;

import hazel.mime.RenderedHtml.Line;
import hazel.mime.RenderedHtml.Link;
import hazel.mime.RenderedHtml.Mark;
import hazel.mime.RenderedHtml.Span;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Walks a document and sets it in rows; one use each.
///
/// Inline text gathers until a block begins or ends, then is wrapped behind the current prefix:
/// quote marks, the indents of lists, a bullet on the first row.
final class HtmlLayout {

    private static final int ROWS = 100_000;
    private static final int LINKS = 10_000;

    /// Columns that must be left for text before a list or quote indents no further.
    private static final int NARROWEST = 16;

    private static final Set<String> DROPPED =
            Set.of(
                    "head",
                    "script",
                    "style",
                    "template",
                    "iframe",
                    "object",
                    "embed",
                    "applet",
                    "svg",
                    "math",
                    "video",
                    "audio",
                    "canvas",
                    "select",
                    "textarea",
                    "title",
                    "map",
                    "noframes",
                    "frameset",
                    "datalist");

    /// Blocks with a blank row around.
    private static final Set<String> SPACED =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "figure", "fieldset");

    private static final Set<String> BLOCKS =
            Set.of(
                    "div",
                    "section",
                    "article",
                    "header",
                    "footer",
                    "main",
                    "nav",
                    "aside",
                    "address",
                    "center",
                    "form",
                    "li",
                    "dt",
                    "dd",
                    "tr",
                    "caption",
                    "figcaption",
                    "details",
                    "summary",
                    "legend",
                    "body",
                    "tbody",
                    "thead",
                    "tfoot",
                    "td",
                    "th");

    private final int columns;
    private final List<Line> lines = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    private final List<Span> inline = new ArrayList<>();
    private boolean spaceDue;
    private boolean gapDue;

    private String prefix = "";
    private String marker = "";
    private int quoteDepth;
    private int listDepth;
    private boolean pre;
    private Set<Mark> marks = Set.of();
    private int link;

    HtmlLayout(int columns) {
        this.columns = columns;
    }

    RenderedHtml result() {
        flush();
        return new RenderedHtml(lines, links);
    }

    void notice(String sentence) {
        gap();
        inline.add(new Span(sentence, Set.of(Mark.ORNAMENT), 0));
        gap();
    }

    void walk(Node node) {
        if (lines.size() >= ROWS) {
            return;
        }
        if (node instanceof TextNode text) {
            text(text.getWholeText());
        } else if (node instanceof Element element
                && !DROPPED.contains(element.normalName())
                && !HtmlHidden.isHidden(element)) {
            element(element);
        }
    }

    private void element(Element element) {
        String name = element.normalName();
        switch (name) {
            case "br" -> lineBreak();
            case "hr" -> rule();
            case "img" -> image(element);
            case "a" -> anchor(element);
            case "pre", "listing", "xmp" -> preformatted(element);
            case "blockquote" -> quotation(element);
            case "ul", "ol", "menu" -> list(element);
            case "table" -> table(element);
            case "q" -> {
                text("“");
                children(element);
                text("”");
            }
            case "dd" -> indented(element, "    ", "");
            case "input" -> {}
            default -> plain(element, name);
        }
    }

    private void plain(Element element, String name) {
        Set<Mark> before = marks;
        Mark mark = mark(name);
        if (mark != null) {
            EnumSet<Mark> more = EnumSet.of(mark);
            more.addAll(marks);
            marks = more;
        }
        if (SPACED.contains(name)) {
            gap();
            children(element);
            gap();
        } else if (BLOCKS.contains(name)) {
            flush();
            children(element);
            flush();
        } else {
            children(element);
        }
        marks = before;
    }

    private static @org.jspecify.annotations.Nullable Mark mark(String name) {
        return switch (name) {
            case "b", "strong", "th", "dt" -> Mark.BOLD;
            case "i", "em", "cite", "var", "dfn", "address" -> Mark.ITALIC;
            case "u", "ins" -> Mark.UNDERLINE;
            case "s", "strike", "del" -> Mark.STRUCK;
            case "code", "tt", "kbd", "samp" -> Mark.CODE;
            case "h1", "h2", "h3", "h4", "h5", "h6" -> Mark.HEADING;
            default -> null;
        };
    }

    void children(Element element) {
        for (Node child : element.childNodes()) {
            walk(child);
        }
    }

    private void text(String whole) {
        if (pre) {
            preText(whole);
            return;
        }
        var word = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            boolean space =
                    c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0xa0;
            if (!space) {
                if (spaceDue) {
                    word.append(' ');
                    spaceDue = false;
                }
                word.append(c);
            } else {
                spaceDue = spaceDue || !word.isEmpty() || !inline.isEmpty();
            }
        }
        if (!word.isEmpty()) {
            add(word.toString(), marks, link);
        }
    }

    private void preText(String whole) {
        int start = 0;
        for (int end = whole.indexOf('\n'); end >= 0; end = whole.indexOf('\n', start)) {
            add(whole.substring(start, end), marks, link);
            lineBreak();
            start = end + 1;
        }
        add(whole.substring(start), marks, link);
    }

    private void add(String text, Set<Mark> style, int number) {
        String tabbed = pre && text.indexOf('\t') >= 0 ? text.replace("\t", "        ") : text;
        String shown =
                Harmless.line(
                        tabbed.endsWith("\r") ? tabbed.substring(0, tabbed.length() - 1) : tabbed);
        if (!shown.isEmpty()) {
            inline.add(new Span(shown, style, number));
        }
    }

    private void lineBreak() {
        if (inline.isEmpty()) {
            if (lines.isEmpty() || gapDue || isBlank(lines.getLast())) {
                gapDue = !lines.isEmpty() && !isBlank(lines.getLast()) && gapDue;
                return;
            }
            lines.add(blank());
        } else {
            flush();
        }
    }

    private static boolean isBlank(Line line) {
        return line.spans().stream()
                .noneMatch(s -> !s.marks().contains(Mark.ORNAMENT) && !s.text().isBlank());
    }

    private Line blank() {
        String bare = prefix.stripTrailing();
        return new Line(
                quoteDepth,
                bare.isEmpty() ? List.of() : List.of(new Span(bare, Set.of(Mark.ORNAMENT), 0)));
    }

    /// Ends the paragraph and asks for a blank row before what follows.
    private void gap() {
        flush();
        gapDue = !lines.isEmpty() && marker.isEmpty();
    }

    /// Sets the gathered text in rows.
    private void flush() {
        spaceDue = false;
        if (inline.isEmpty()) {
            return;
        }
        if (gapDue && !isBlank(lines.getLast())) {
            lines.add(blank());
        }
        gapDue = false;
        int room = Math.max(4, columns - Columns.width(prefix));
        for (List<Span> row : rows(inline, room)) {
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
            lines.add(new Line(quoteDepth, spans));
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

    private void rule() {
        gap();
        inline.add(
                new Span(
                        "─".repeat(Math.max(4, Math.min(columns, 72) - prefix.length())),
                        Set.of(Mark.ORNAMENT),
                        0));
        gap();
    }

    private void image(Element image) {
        String alt = image.attr("alt").strip();
        if (!alt.isEmpty()) {
            text("[" + (alt.length() > 200 ? alt.substring(0, 200) + "…" : alt) + "]");
        }
    }

    private void anchor(Element anchor) {
        String target = target(anchor.attr("href"));
        boolean counts = !target.isEmpty() && !target.startsWith("#") && link == 0;
        if (!counts || links.size() >= LINKS) {
            children(anchor);
            return;
        }
        int number = links.size() + 1;
        links.add(new Link(number, "", target));
        Set<Mark> before = marks;
        EnumSet<Mark> linked = EnumSet.of(Mark.LINK);
        linked.addAll(before);
        marks = linked;
        link = number;
        int row = lines.size();
        int piece = inline.size();
        children(anchor);
        link = 0;
        marks = before;
        String shown = shown(number, row, row == lines.size() ? piece : 0);
        if (shown.isBlank()) {
            if (links.size() == number) {
                links.removeLast();
            }
            return;
        }
        links.set(number - 1, new Link(number, shown, target));
        inline.add(new Span("[" + number + "]", Set.of(Mark.ORNAMENT), number));
    }

    /// The text of a link just set, from the rows and pieces it may lie in.
    private String shown(int number, int row, int piece) {
        var text = new StringBuilder();
        for (Line line : lines.subList(Math.min(row, lines.size()), lines.size())) {
            line.spans().stream()
                    .filter(s -> s.link() == number)
                    .forEach(s -> text.append(s.text()).append(' '));
        }
        for (Span span : inline.subList(Math.min(piece, inline.size()), inline.size())) {
            if (span.link() == number) {
                text.append(span.text());
            }
        }
        return text.toString().strip();
    }

    private static String target(String href) {
        var out = new StringBuilder();
        href.strip()
                .chars()
                .limit(8192)
                .filter(c -> c > ' ' && c != 0x7f)
                .forEach(c -> out.append((char) c));
        String target = Harmless.line(out.toString());
        return target.toLowerCase(Locale.ROOT).startsWith("javascript:") ? "" : target;
    }

    private void preformatted(Element element) {
        boolean before = pre;
        Set<Mark> marksBefore = marks;
        gap();
        pre = true;
        EnumSet<Mark> code = EnumSet.of(Mark.CODE);
        code.addAll(marks);
        marks = code;
        children(element);
        pre = before;
        marks = marksBefore;
        gap();
    }

    private void quotation(Element element) {
        gap();
        boolean room = columns - prefix.length() >= NARROWEST + 2;
        String before = prefix;
        prefix = room ? prefix + "> " : prefix;
        quoteDepth++;
        children(element);
        flush();
        quoteDepth--;
        prefix = before;
        gap();
    }

    private void list(Element list) {
        boolean outer = listDepth == 0;
        if (outer) {
            gap();
        } else {
            flush();
        }
        listDepth++;
        int number = list.normalName().equals("ol") ? start(list) : 0;
        for (Node child : list.childNodes()) {
            boolean item = child instanceof Element e && e.normalName().equals("li");
            if (item && child instanceof Element e && !HtmlHidden.isHidden(e)) {
                String bullet = list.normalName().equals("ol") ? number++ + ". " : "• ";
                indented(e, " ".repeat(bullet.length()), bullet);
            } else if (!item) {
                walk(child);
            }
        }
        listDepth--;
        if (outer) {
            gap();
        } else {
            flush();
        }
    }

    private static int start(Element list) {
        String start = list.attr("start").strip();
        return start.matches("\\d{1,6}") ? Integer.parseInt(start) : 1;
    }

    private void indented(Element element, String indent, String bullet) {
        flush();
        String before = prefix;
        boolean room = columns - prefix.length() >= NARROWEST + indent.length();
        if (gapDue && !bullet.isEmpty() && !lines.isEmpty() && !isBlank(lines.getLast())) {
            lines.add(blank());
        }
        gapDue = gapDue && bullet.isEmpty();
        prefix = room ? prefix + indent : prefix;
        marker = room ? bullet : "";
        children(element);
        flush();
        marker = "";
        prefix = before;
    }

    private void table(Element table) {
        var data = HtmlTable.of(table);
        if (data.isPresent()) {
            var grid = new ArrayList<List<List<Span>>>();
            gap();
            for (List<Element> row : data.get().rows()) {
                grid.add(row.stream().map(this::cell).toList());
            }
            List<List<Span>> rows = HtmlTable.aligned(grid, columns - Columns.width(prefix));
            for (List<Span> row : rows) {
                inline.addAll(row);
                flush();
            }
            gap();
            return;
        }
        flush();
        children(table);
        flush();
    }

    /// The text of one cell of a data table, taken out of the running text.
    private List<Span> cell(Element cell) {
        Set<Mark> before = marks;
        if (cell.normalName().equals("th")) {
            EnumSet<Mark> bold = EnumSet.of(Mark.BOLD);
            bold.addAll(marks);
            marks = bold;
        }
        children(cell);
        marks = before;
        List<Span> spans = List.copyOf(inline);
        inline.clear();
        spaceDue = false;
        return spans;
    }
}
