package hazel.ui;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One complete picture of an area of the screen, top row first.
///
/// @param cursor where the terminal's cursor stands, where it is to be seen
public record Frame(List<Line> lines, Optional<Position> cursor) {

    /// Zero-based, in columns and rows.
    public record Position(int column, int row) {}

    public Frame {
        lines = List.copyOf(lines);
    }

    public static Frame of(List<Line> lines) {
        return new Frame(lines, Optional.empty());
    }

    /// The words alone, for tests and for a line-by-line reader.
    public String text() {
        return lines.stream()
                .map(line -> line.text().stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
