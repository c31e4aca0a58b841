package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Span;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Laid-out lines, of which a screenful is seen.
///
/// @param lines kept as they are given, never copied: there may be a hundred thousand
/// @param sought what is searched, empty for nothing
public record Pager(List<Line> lines, int top, Size room, String sought) {

    public static final Set<Command> COMMANDS =
            Set.copyOf(ListScreen.offering(List.of(Command.JUMP)));

    public static final Size USUAL = new Size(80, 21);

    public Pager {
        top = Math.clamp(top, 0, Math.max(0, lines.size() - 1));
    }

    public static Pager of(List<Line> lines) {
        return new Pager(lines, 0, USUAL, "");
    }

    public Pager perform(Call call) {
        int page = Math.max(1, room.rows() - 1);
        int half = Math.max(1, room.rows() / 2);
        return switch (call.command()) {
            case NEXT_ENTRY -> down(1);
            case PREVIOUS_ENTRY -> at(top - 1);
            case NEXT_PAGE -> down(page);
            case PREVIOUS_PAGE -> at(top - page);
            case HALF_DOWN -> down(half);
            case HALF_UP -> at(top - half);
            case FIRST_ENTRY -> at(0);
            case LAST_ENTRY -> at(lines.size() - room.rows());
            case JUMP ->
                    call.argument().matches("\\d{1,9}")
                            ? at(Integer.parseInt(call.argument()) - 1)
                            : this;
            default -> this;
        };
    }

    public boolean isAtEnd() {
        return top + room.rows() >= lines.size();
    }

    /// The wheel; below the last screenful there is nothing.
    public Pager scroll(int by) {
        return by > 0 && top + by > last() ? at(Math.max(top, last())) : at(top + by);
    }

    private int last() {
        return Math.max(0, lines.size() - room.rows());
    }

    public Pager at(int row) {
        return new Pager(lines, row, room, sought);
    }

    /// The same reading place in another layout of the same text.
    public Pager with(List<Line> other, Size size) {
        long place = lines.isEmpty() ? 0 : (long) top * other.size() / lines.size();
        return new Pager(other, (int) place, size, sought);
    }

    /// The next row with that text below the top one, or above it, going round; the same pager
    /// where there is none.
    public Optional<Pager> search(String wanted, Effect.Direction direction) {
        String low = wanted.toLowerCase(Locale.ROOT);
        int step = direction == Effect.Direction.FORWARD ? 1 : -1;
        for (int i = 1; i <= lines.size() && !low.isEmpty(); i++) {
            int row = Math.floorMod(top + step * i, lines.size());
            if (lines.get(row).text().toLowerCase(Locale.ROOT).contains(low)) {
                return Optional.of(new Pager(lines, row, room, wanted));
            }
        }
        return Optional.empty();
    }

    public Frame view(Size size) {
        var rows = new ArrayList<Line>(size.rows());
        for (int i = top; i < lines.size() && rows.size() < size.rows(); i++) {
            rows.add(sought.isEmpty() ? lines.get(i) : marked(lines.get(i)));
        }
        while (rows.size() < size.rows()) {
            rows.add(Line.EMPTY);
        }
        return Frame.of(rows);
    }

    /// How far down this is, for the title: `all`, `12%`.
    public String progress() {
        if (top == 0 && isAtEnd()) {
            return "all";
        }
        long seen = Math.min(lines.size(), top + (long) room.rows());
        return seen * 100 / Math.max(1, lines.size()) + "%";
    }

    private Pager down(int by) {
        return isAtEnd() ? this : at(top + by);
    }

    private Line marked(Line line) {
        var spans = new ArrayList<Span>();
        for (Span span : line.spans()) {
            String text = span.text();
            String low = text.toLowerCase(Locale.ROOT);
            String wanted = sought.toLowerCase(Locale.ROOT);
            int from = 0;
            // Lower case is longer than upper case in a few letters; such a row is left unmarked.
            for (int at = low.length() == text.length() ? low.indexOf(wanted) : -1;
                    at >= 0;
                    at = low.indexOf(wanted, from)) {
                if (at > from) {
                    spans.add(new Span(span.role(), text.substring(from, at)));
                }
                spans.add(new Span(Role.MATCH, text.substring(at, at + wanted.length())));
                from = at + wanted.length();
            }
            if (from < text.length()) {
                spans.add(new Span(span.role(), text.substring(from)));
            }
        }
        return new Line(spans, line.fill());
    }

    /// What a screen does that is asked to search in these lines, or for the same again.
    ///
    /// @param with the screen with another pager
    public Next search(Screen screen, Call call, Function<Pager, Screen> with) {
        boolean isAgain = call.command() == Command.SEARCH_NEXT;
        String wanted = isAgain ? sought : call.argument();
        if (wanted.isEmpty()) {
            Command asked = isAgain ? Command.SEARCH : call.command();
            return Next.open(screen, PromptScreen.asking("Search for: ", asked));
        }
        var way =
                call.command() == Command.SEARCH_REVERSE
                        ? Effect.Direction.BACKWARD
                        : Effect.Direction.FORWARD;
        return search(wanted, way)
                .<Next>map(found -> Next.stay(with.apply(found)))
                .orElseGet(() ->
                        Next.stay(
                                screen, new Effect.Notify("not found: " + Harmless.line(wanted))));
    }
}
