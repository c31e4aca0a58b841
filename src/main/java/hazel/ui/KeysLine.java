package hazel.ui;

import hazel.command.Call;

import java.util.List;
import java.util.Optional;

/// The keys at the bottom of the screen, and what a click on each calls.
record KeysLine(List<Line> lines, List<Zone> zones) {

    static final KeysLine EMPTY = new KeysLine(List.of(), List.of());

    /// From one column to before another.
    record Zone(int row, int from, int to, Call call) {}

    KeysLine {
        lines = List.copyOf(lines);
        zones = List.copyOf(zones);
    }

    Optional<Call> at(int column, int row) {
        return zones.stream()
                .filter(z -> z.row() == row && z.from() <= column && column < z.to())
                .map(Zone::call)
                .findFirst();
    }
}
