package hazel.mime;

import hazel.mime.RenderedHtml.Span;
import hazel.text.Columns;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A table that holds data. Most tables in mail only place things on the page; those are read cell
/// by cell.
///
/// @param rows the cells of each row
record HtmlTable(List<List<Element>> rows) {

    private static final int MOST_COLUMNS = 12;
    private static final int MOST_ROWS = 2000;
    private static final int LONGEST_CELL = 60;

    private static final Set<String> INLINE =
            Set.of(
                    "a", "b", "strong", "i", "em", "u", "s", "span", "font", "code", "tt", "sup",
                    "sub", "small", "big", "abbr", "del", "ins", "time", "label");

    /// The data of a table: at least two rows of two cells, all of them short and without blocks or
    /// tables inside.
    static Optional<HtmlTable> of(Element table) {
        if (table.attr("role").equalsIgnoreCase("presentation")) {
            return Optional.empty();
        }
        var rows = new ArrayList<List<Element>>();
        for (Element child : table.children()) {
            boolean group = Set.of("tbody", "thead", "tfoot").contains(child.normalName());
            for (Element row : group ? child.children() : List.of(child)) {
                if (!row.normalName().equals("tr") || HtmlHidden.isHidden(row)) {
                    if (row.normalName().equals("caption")) {
                        return Optional.empty();
                    }
                    continue;
                }
                List<Element> cells = row.children().stream().filter(HtmlTable::isCell).toList();
                boolean fits =
                        cells.size() <= MOST_COLUMNS && cells.stream().allMatch(HtmlTable::isData);
                if (!fits || rows.size() >= MOST_ROWS) {
                    return Optional.empty();
                }
                if (!cells.isEmpty()) {
                    rows.add(cells);
                }
            }
        }
        boolean data = rows.size() > 1 && rows.stream().filter(r -> r.size() > 1).count() > 1;
        return data ? Optional.of(new HtmlTable(rows)) : Optional.empty();
    }

    private static boolean isCell(Element element) {
        String name = element.normalName();
        return (name.equals("td") || name.equals("th")) && !HtmlHidden.isHidden(element);
    }

    private static boolean isData(Element cell) {
        return isInline(cell) && cell.text().length() <= LONGEST_CELL;
    }

    /// Whether all elements inside are inline ones. Stops at the first that is not: tables within
    /// tables would be searched once for each level.
    private static boolean isInline(Element element) {
        for (Node child = element.firstChild(); child != null; child = child.nextSibling()) {
            if (child instanceof Element inner
                    && !(INLINE.contains(inner.normalName()) && isInline(inner))) {
                return false;
            }
        }
        return true;
    }

    /// Rows with their cells below each other, two spaces between; where that is too wide, one row
    /// for each cell.
    static List<List<Span>> aligned(List<List<List<Span>>> grid, int room) {
        int count = grid.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[count];
        for (List<List<Span>> row : grid) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        int total = 2 * (count - 1);
        for (int width : widths) {
            total += width;
        }
        var rows = new ArrayList<List<Span>>();
        for (List<List<Span>> row : grid) {
            if (total > room) {
                row.stream().filter(cell -> !cell.isEmpty()).forEach(rows::add);
            } else {
                rows.add(line(row, widths));
            }
        }
        return rows;
    }

    private static List<Span> line(List<List<Span>> row, int[] widths) {
        var line = new ArrayList<Span>();
        int gap = 0;
        for (int i = 0; i < row.size(); i++) {
            if (gap > 0 && !row.get(i).isEmpty()) {
                line.add(new Span(" ".repeat(gap), Set.of(), 0));
                gap = 0;
            }
            line.addAll(row.get(i));
            gap += widths[i] - width(row.get(i)) + 2;
        }
        return line;
    }

    private static int width(List<Span> cell) {
        return cell.stream().mapToInt(s -> Columns.width(s.text())).sum();
    }
}
