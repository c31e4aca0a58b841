package hazel.mime;

import hazel.mime.RenderedHtml.Link;
import hazel.mime.RenderedHtml.Mark;
import hazel.mime.RenderedHtml.Span;
import hazel.text.Harmless;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Walks a document and says what is text, block, link and style; [HtmlRows] sets it. One use each.
final class HtmlLayout {

    private static final int LINKS = 10_000;

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

    private final HtmlRows rows;
    private final List<Link> links = new ArrayList<>();
    private int listDepth;
    private boolean pre;
    private Set<Mark> marks = Set.of();
    private int link;

    HtmlLayout(int columns) {
        rows = new HtmlRows(columns);
    }

    RenderedHtml result() {
        return new RenderedHtml(rows.finished(), links);
    }

    void notice(String sentence) {
        rows.gap();
        rows.ornament(sentence, 0);
        rows.gap();
    }

    void walk(Node node) {
        if (rows.isFull()) {
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
            case "br" -> rows.lineBreak();
            case "hr" -> rows.rule();
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
            case "dd" -> indented(element, "", "    ");
            case "input" -> {}
            default -> plain(element, name);
        }
    }

    private void plain(Element element, String name) {
        Set<Mark> before = marks;
        mark(name).ifPresent(mark -> marks = with(mark));
        if (SPACED.contains(name)) {
            rows.gap();
            children(element);
            rows.gap();
        } else if (BLOCKS.contains(name)) {
            rows.flush();
            children(element);
            rows.flush();
        } else {
            children(element);
        }
        marks = before;
    }

    private static Optional<Mark> mark(String name) {
        return switch (name) {
            case "b", "strong", "th", "dt" -> Optional.of(Mark.BOLD);
            case "i", "em", "cite", "var", "dfn", "address" -> Optional.of(Mark.ITALIC);
            case "u", "ins" -> Optional.of(Mark.UNDERLINE);
            case "s", "strike", "del" -> Optional.of(Mark.STRUCK);
            case "code", "tt", "kbd", "samp" -> Optional.of(Mark.CODE);
            case "h1", "h2", "h3", "h4", "h5", "h6" -> Optional.of(Mark.HEADING);
            default -> Optional.empty();
        };
    }

    private Set<Mark> with(Mark mark) {
        EnumSet<Mark> more = EnumSet.of(mark);
        more.addAll(marks);
        return more;
    }

    void children(Element element) {
        for (Node child : element.childNodes()) {
            walk(child);
        }
    }

    private void text(String whole) {
        if (pre) {
            rows.preformatted(whole, marks, link);
        } else {
            rows.text(whole, marks, link);
        }
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
        marks = with(Mark.LINK);
        link = number;
        HtmlRows.Place start = rows.place();
        children(anchor);
        link = 0;
        marks = before;
        String shown = rows.linked(number, start);
        if (shown.isBlank()) {
            if (links.size() == number) {
                links.removeLast();
            }
            return;
        }
        links.set(number - 1, new Link(number, shown, target));
        rows.ornament("[" + number + "]", number);
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
        rows.gap();
        pre = true;
        marks = with(Mark.CODE);
        children(element);
        pre = before;
        marks = marksBefore;
        rows.gap();
    }

    private void quotation(Element element) {
        rows.gap();
        HtmlRows.Indent before = rows.quote();
        children(element);
        rows.outdent(before);
        rows.gap();
    }

    private void list(Element list) {
        boolean outer = listDepth == 0;
        if (outer) {
            rows.gap();
        } else {
            rows.flush();
        }
        listDepth++;
        int number = list.normalName().equals("ol") ? start(list) : 0;
        for (Node child : list.childNodes()) {
            boolean item = child instanceof Element e && e.normalName().equals("li");
            if (item && child instanceof Element e && !HtmlHidden.isHidden(e)) {
                String bullet = list.normalName().equals("ol") ? number++ + ". " : "• ";
                indented(e, bullet, " ".repeat(bullet.length()));
            } else if (!item) {
                walk(child);
            }
        }
        listDepth--;
        if (outer) {
            rows.gap();
        } else {
            rows.flush();
        }
    }

    private static int start(Element list) {
        String start = list.attr("start").strip();
        return start.matches("\\d{1,6}") ? Integer.parseInt(start) : 1;
    }

    private void indented(Element element, String bullet, String blanks) {
        HtmlRows.Indent before = rows.indent(bullet, blanks);
        children(element);
        rows.outdent(before);
    }

    private void table(Element table) {
        var data = HtmlTable.of(table);
        if (data.isPresent()) {
            var grid = new ArrayList<List<List<Span>>>();
            rows.gap();
            for (List<Element> row : data.get().rows()) {
                grid.add(row.stream().map(this::cell).toList());
            }
            HtmlTable.aligned(grid, rows.room()).forEach(rows::row);
            rows.gap();
            return;
        }
        rows.flush();
        children(table);
        rows.flush();
    }

    /// The text of one cell of a data table, taken out of the running text.
    private List<Span> cell(Element cell) {
        Set<Mark> before = marks;
        if (cell.normalName().equals("th")) {
            marks = with(Mark.BOLD);
        }
        children(cell);
        marks = before;
        return rows.take();
    }
}
