package hazel.ui;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.command.Keymap;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.text.Wrap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What stands around every screen: the title above, the notice and the keys below.
record Chrome(Keymap keymap) {

    private static final Size LEAST = new Size(40, 10);
    private static final int MENU_COLUMNS = 6;
    private static final int MENU_ROWS = 2;

    /// From here on keys stand further apart.
    private static final int ROOMY = 100;

    /// What every keyboard says by itself, where text is typed.
    private static final Set<Command> OBVIOUS =
            EnumSet.of(
                    Command.CURSOR_LEFT,
                    Command.CURSOR_RIGHT,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.LINE_START,
                    Command.LINE_END,
                    Command.ERASE_BACK,
                    Command.ERASE,
                    Command.NEWLINE);

    /// What the screen drew, and what lies over its bottom rows.
    record Body(Frame frame, Optional<Frame> overlay) {}

    record Parts(Size size, Title title, Body body, List<Line> notice, KeysLine keys) {}

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
        return keymap.look() == Keymap.Look.MENU ? MENU_ROWS : 1;
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
        int rows = Math.min(parts.notice().size(), area.rows());
        Optional<Frame.Position> cursor = parts.body().frame().cursor().map(p -> below(p, 1));
        int covered = rows - 1;
        int first = lines.size() - covered;
        if (cursor.isPresent() && cursor.get().row() >= first && cursor.get().row() > covered) {
            first = cursor.get().row() - covered; // never the line that is typed on
            cursor = cursor.map(p -> below(p, -covered));
        }
        lines.subList(first, first + covered).clear();
        lines.addAll(parts.notice().subList(0, rows));
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
        int wanted = Math.min(10, Columns.width(place));
        int room = room(columns, left, right);
        if (room < wanted) {
            left = " ";
            room = room(columns, left, right);
        }
        if (room < wanted) {
            right = amount;
            room = room(columns, left, right);
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

    /// What is left between two texts, with a blank on either side of the second.
    private static int room(int columns, String left, String right) {
        return columns - Columns.width(left) - Columns.width(right) - 2;
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
    /// @param turns how often the user asked for other keys than these
    KeysLine keys(Screen screen, boolean hasBefore, int turns, int columns) {
        var wanted = new ArrayList<Command>();
        Context context = screen.context();
        wanted.add(Command.HELP);
        if (!context.takesText()) {
            wanted.add(hasBefore ? Command.BACK : Command.QUIT);
        }
        screen.offers().stream()
                .filter(c -> !wanted.contains(c))
                .filter(c -> !context.takesText() || !OBVIOUS.contains(c))
                .forEach(wanted::add);
        var entries = new ArrayList<Entry>();
        for (Command command : wanted) {
            keyFor(context, command).ifPresent(key -> entries.add(new Entry(key, command)));
        }
        Optional<Entry> other =
                keyFor(context, Command.OTHER_KEYS).map(k -> new Entry(k, Command.OTHER_KEYS));
        List<Entry> seen = other.map(o -> turned(entries, o, turns)).orElse(entries);
        return keymap.look() == Keymap.Look.MENU ? menu(seen, columns) : line(seen, columns);
    }

    /// The first key stays, the key for others stands second, and the rest goes by.
    private static List<Entry> turned(List<Entry> entries, Entry other, int turns) {
        if (entries.size() <= MENU_ROWS * MENU_COLUMNS) {
            return entries;
        }
        List<Entry> rest = entries.subList(1, entries.size());
        int step = MENU_ROWS * MENU_COLUMNS - 2;
        int pages = (rest.size() + step - 1) / step;
        int from = turns % pages * step;
        var seen = new ArrayList<>(List.of(entries.getFirst(), other));
        seen.addAll(rest.subList(from, Math.min(rest.size(), from + step)));
        return seen;
    }

    private static KeysLine line(List<Entry> entries, int columns) {
        String gap = " ".repeat(columns < ROOMY ? 2 : 3);
        var spans = new ArrayList<Span>();
        var zones = new ArrayList<KeysLine.Zone>();
        int at = 1;
        spans.add(new Span(Role.KEY_LABEL, " "));
        for (Entry entry : entries) {
            if (at + entry.width() > columns) {
                break;
            }
            spans.add(new Span(Role.KEY, entry.key()));
            spans.add(new Span(Role.KEY_LABEL, " " + entry.command().label() + gap));
            zones.add(new KeysLine.Zone(0, at, at + entry.width(), Call.of(entry.command())));
            at += entry.width() + gap.length();
        }
        return new KeysLine(List.of(new Line(spans, Role.KEY_LABEL)), zones);
    }

    /// Filled column by column, so that what belongs together stands one above the other. As many
    /// columns as there is room for, all of one width where they can be.
    private static KeysLine menu(List<Entry> entries, int columns) {
        int most = Math.min(MENU_COLUMNS, (entries.size() + MENU_ROWS - 1) / MENU_ROWS);
        var all = new ArrayList<MenuColumn>();
        int used = 0;
        for (int i = 0; i < most; i++) {
            int from = i * MENU_ROWS;
            int to = Math.min(entries.size(), from + MENU_ROWS);
            MenuColumn column = MenuColumn.of(entries.subList(from, to));
            if (used + column.width() > columns) {
                break;
            }
            used += column.width();
            all.add(column);
        }
        int even = columns / MENU_COLUMNS;
        boolean isEven = all.stream().allMatch(c -> c.width() <= even);
        int spare = (columns - used) / Math.max(1, all.size());
        List<List<Span>> rows = List.of(new ArrayList<>(), new ArrayList<>());
        var zones = new ArrayList<KeysLine.Zone>();
        int at = 0;
        for (MenuColumn column : all) {
            int width = isEven ? even : column.width() + spare;
            for (int row = 0; row < column.entries().size(); row++) {
                Entry entry = column.entries().get(row);
                rows.get(row).addAll(column.spans(entry, width));
                Call call = Call.of(entry.command());
                zones.add(new KeysLine.Zone(row, at, at + width, call));
            }
            at += width;
        }
        return new KeysLine(
                rows.stream().map(spans -> new Line(spans, Role.KEY_LABEL)).toList(), zones);
    }

    /// Keys one above the other.
    ///
    /// @param key columns of the keys, which end together
    /// @param width with a space behind the longest
    private record MenuColumn(List<Entry> entries, int key, int width) {

        static MenuColumn of(List<Entry> entries) {
            int key = 3;
            int label = 0;
            for (Entry entry : entries) {
                key = Math.max(key, Columns.width(entry.key()));
                label = Math.max(label, Columns.width(entry.command().label()));
            }
            return new MenuColumn(entries, key, key + 1 + label + 1);
        }

        List<Span> spans(Entry entry, int columns) {
            String label = " " + entry.command().label();
            return List.of(
                    new Span(Role.KEY, Columns.fitRight(entry.key(), key)),
                    new Span(Role.KEY_LABEL, Columns.fit(label, columns - key)));
        }
    }
}
