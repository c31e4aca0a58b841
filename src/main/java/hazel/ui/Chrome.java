package hazel.ui;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.command.Keymap;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands around every screen: the title above, the notice and the keys below.
record Chrome(Keymap keymap) {

    private static final Size LEAST = new Size(40, 10);
    private static final int MENU_COLUMNS = 6;

    /// What the screen drew, and what lies over its bottom rows.
    record Body(Frame frame, Optional<Frame> overlay) {}

    record Parts(Size size, Title title, Body body, Line notice, KeysLine keys) {}

    static boolean isTooSmall(Size size) {
        return size.columns() < LEAST.columns() || size.rows() < LEAST.rows();
    }

    /// All there is to say where nothing fits.
    static Frame sorry(Size size) {
        String text =
                "Hazel needs %d columns and %d rows; here are %d and %d. Make the window larger, please."
                        .formatted(LEAST.columns(), LEAST.rows(), size.columns(), size.rows());
        return Frame.of(
                Wrap.lines(text, Math.max(1, size.columns())).stream()
                        .limit(Math.max(1, size.rows()))
                        .map(line -> Line.of(Role.PLAIN, line))
                        .toList());
    }

    int keysRows() {
        return keymap.look() == Keymap.Look.MENU ? 2 : 1;
    }

    /// What is left for a screen.
    Size area(Size size) {
        return new Size(size.columns(), Math.max(1, size.rows() - 2 - keysRows()));
    }

    Frame frame(Parts parts) {
        int columns = parts.size().columns();
        Size area = area(parts.size());
        var lines = new ArrayList<Line>(parts.size().rows());
        lines.add(title(parts.title(), columns));
        List<Line> body = parts.body().frame().lines();
        for (int row = 0; row < area.rows(); row++) {
            lines.add(row < body.size() ? body.get(row) : Line.EMPTY);
        }
        lines.add(parts.notice());
        Optional<Frame.Position> cursor = parts.body().frame().cursor().map(p -> below(p, 1));
        if (parts.body().overlay().isPresent()) {
            Frame over = parts.body().overlay().get();
            int count = Math.min(over.lines().size(), lines.size() - 1);
            int from = lines.size() - count;
            for (int i = 0; i < count; i++) {
                lines.set(from + i, over.lines().get(i));
            }
            cursor = over.cursor().map(p -> below(p, from));
        }
        lines.addAll(parts.keys().lines());
        return new Frame(lines, cursor);
    }

    private static Frame.Position below(Frame.Position position, int rows) {
        return new Frame.Position(position.column(), position.row() + rows);
    }

    private static Line title(Title title, int columns) {
        String left = " Hazel   ";
        String place = Harmless.line(title.place());
        String amount = Harmless.line(title.amount());
        String news = Harmless.line(title.news());
        String right = news.isEmpty() ? amount : amount.isEmpty() ? news : news + " · " + amount;
        int room = columns - Columns.width(left) - Columns.width(right) - 2;
        if (room < Math.min(10, Columns.width(place))) {
            left = " ";
            right = amount;
            room = columns - 1 - Columns.width(right) - 2;
        }
        if (room < 4) {
            return Line.of(Role.TITLE, Columns.fit(left + place, columns));
        }
        var spans = new ArrayList<Span>();
        spans.add(new Span(Role.TITLE, left + Columns.fit(place, room) + " "));
        if (right.startsWith(news) && !news.isEmpty()) {
            spans.add(new Span(Role.TITLE_NEW, news));
            spans.add(new Span(Role.TITLE, right.substring(news.length()) + " "));
        } else {
            spans.add(new Span(Role.TITLE, right + " "));
        }
        return new Line(spans, Role.TITLE);
    }

    // Keys

    Optional<String> keyFor(Context context, Command command) {
        return keymap.keysFor(context, command).stream().findFirst().map(KeyNames::shown);
    }

    private record Entry(String key, Command command) {
        int width() {
            return Columns.width(key) + 1 + Columns.width(command.label());
        }
    }

    /// Keys that do something here, and no others.
    ///
    /// @param hasBefore whether there is a screen to go back to
    KeysLine keys(Screen screen, boolean hasBefore, int columns) {
        var wanted = new ArrayList<Command>();
        Context context = screen.context();
        if (!context.takesText()) {
            wanted.add(Command.HELP);
            wanted.add(hasBefore ? Command.BACK : Command.QUIT);
        }
        screen.offers().stream().filter(c -> !wanted.contains(c)).forEach(wanted::add);
        var entries = new ArrayList<Entry>();
        for (Command command : wanted) {
            keyFor(context, command).ifPresent(key -> entries.add(new Entry(key, command)));
        }
        return keymap.look() == Keymap.Look.MENU ? menu(entries, columns) : line(entries, columns);
    }

    private static KeysLine line(List<Entry> entries, int columns) {
        var spans = new ArrayList<Span>();
        var zones = new ArrayList<KeysLine.Zone>();
        int at = 1;
        spans.add(new Span(Role.KEY_LABEL, " "));
        for (Entry entry : entries) {
            if (at + entry.width() > columns) {
                break;
            }
            spans.add(new Span(Role.KEY, entry.key()));
            spans.add(new Span(Role.KEY_LABEL, " " + entry.command().label() + "   "));
            zones.add(new KeysLine.Zone(0, at, at + entry.width(), Call.of(entry.command())));
            at += entry.width() + 3;
        }
        return new KeysLine(List.of(new Line(spans, Role.KEY_LABEL)), zones);
    }

    /// Filled column by column, so that what belongs together stands one above the other.
    private static KeysLine menu(List<Entry> entries, int columns) {
        int width = columns / MENU_COLUMNS;
        var lines = new ArrayList<Line>();
        var zones = new ArrayList<KeysLine.Zone>();
        for (int row = 0; row < 2; row++) {
            var spans = new ArrayList<Span>();
            for (int column = 0; column < MENU_COLUMNS; column++) {
                int i = column * 2 + row;
                if (i >= entries.size()) {
                    break;
                }
                Entry entry = entries.get(i);
                String key = Columns.fitRight(entry.key(), Math.max(3, Columns.width(entry.key())));
                spans.add(new Span(Role.KEY, key));
                spans.add(
                        new Span(
                                Role.KEY_LABEL,
                                Columns.fit(
                                        " " + entry.command().label(),
                                        Math.max(0, width - Columns.width(key)))));
                int from = column * width;
                zones.add(new KeysLine.Zone(row, from, from + width, Call.of(entry.command())));
            }
            lines.add(new Line(spans, Role.KEY_LABEL));
        }
        return new KeysLine(lines, zones);
    }
}
