package hazel.mime;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// HTML laid out for a terminal of a given width. Harmless.
///
/// @param links in the order of their numbers, which begin at 1
public record RenderedHtml(List<Line> lines, List<Link> links) {

    public RenderedHtml {
        lines = List.copyOf(lines);
        links = List.copyOf(links);
    }

    /// How a span differs from plain text.
    public enum Mark {
        BOLD,
        ITALIC,
        UNDERLINE,
        STRUCK,
        HEADING,
        CODE,
        LINK,
        /// Ours, not the sender's: quote marks, bullets, link numbers, rules.
        ORNAMENT
    }

    /// Text in one style.
    ///
    /// @param link the number of the link it is part of, or 0
    public record Span(String text, Set<Mark> marks, int link) {
        public Span {
            marks = Set.copyOf(marks);
        }
    }

    /// One row.
    ///
    /// @param quoteDepth how many quotations it is inside; their marks are in its spans
    public record Line(int quoteDepth, List<Span> spans) {
        public Line {
            spans = List.copyOf(spans);
        }

        /// The row without its styles.
        public String text() {
            return spans.stream().map(Span::text).collect(Collectors.joining());
        }
    }

    /// Where a link leads.
    ///
    /// @param text what the sender shows
    /// @param target the address it really has, harmless, not resolved against anything
    public record Link(int number, String text, String target) {}

    /// All rows, one to a line.
    public String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }
}
