package hazel.ui;

import hazel.text.Columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// One row of the screen, left to right.
///
/// @param fill the role of what is left of the row after the last span
public record Line(List<Span> spans, Role fill) {

    public static final Line EMPTY = new Line(List.of(), Role.PLAIN);

    public Line {
        spans = List.copyOf(spans);
    }

    /// Whether another looks the same.
    public boolean isAs(Line other) {
        if (this == other) {
            return true;
        }
        if (fill != other.fill || spans.size() != other.spans.size()) {
            return false;
        }
        for (int i = 0; i < spans.size(); i++) {
            Span mine = spans.get(i);
            Span its = other.spans.get(i);
            if (mine.role() != its.role() || !mine.text().equals(its.text())) {
                return false;
            }
        }
        return true;
    }

    public static Line of(Role role, String text) {
        return new Line(List.of(new Span(role, text)), role);
    }

    public static Line of(Span... spans) {
        return new Line(Arrays.asList(spans), Role.PLAIN);
    }

    /// This with something before it.
    public Line after(List<Span> before) {
        var all = new ArrayList<>(before);
        all.addAll(spans);
        return new Line(all, fill);
    }

    /// Exactly as wide as that.
    public Line fitted(int columns) {
        var fitted = new ArrayList<Span>();
        int left = columns;
        for (Span span : spans) {
            String text = Columns.cut(span.text(), left);
            fitted.add(new Span(span.role(), text));
            left -= Columns.width(text);
            if (left <= 0) {
                break;
            }
        }
        if (left > 0) {
            fitted.add(new Span(fill, " ".repeat(left)));
        }
        return new Line(fitted, fill);
    }

    public String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }
}
