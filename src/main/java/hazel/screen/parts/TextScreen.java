package hazel.screen.parts;

import hazel.store.MessageRef;
import hazel.text.Harmless;
import hazel.text.Wrap;
import hazel.ui.Effect;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Screen;
import hazel.ui.Size;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Any lines to read: a part of a message, a log.
///
/// @param of the message a part of which is awaited or shown
public record TextScreen(String name, Optional<MessageRef> of, List<String> content, Pager pager)
        implements PagedScreen {

    public static TextScreen of(String name, List<String> content) {
        return new TextScreen(
                Harmless.line(name),
                Optional.empty(),
                content,
                Pager.of(laidOut(content, Pager.USUAL.columns())));
    }

    /// To be opened with [Effect.ViewPart].
    public static TextScreen loading(MessageRef message, String name) {
        TextScreen screen = of(name, List.of("Loading…"));
        return new TextScreen(screen.name, Optional.of(message), screen.content, screen.pager);
    }

    @Override
    public Title title() {
        return new Title(name, "", pager.progress());
    }

    @Override
    public Screen sized(Size area) {
        return area.columns() == pager.room().columns()
                ? with(new Pager(pager.lines(), pager.top(), area, pager.sought()))
                : with(pager.with(laidOut(content, area.columns()), area));
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.TextLoaded(var message, var title, var lines)
                    when of.filter(message::equals).isPresent() ->
                    Next.stay(loaded(title, lines));
            case Msg.Failed(Effect.ViewPart(var message, _), var problem)
                    when of.filter(message::equals).isPresent() ->
                    Next.stay(loaded(name, List.of(problem.message())));
            default -> Next.stay(this);
        };
    }

    private TextScreen loaded(String title, List<String> lines) {
        var rows = laidOut(lines, pager.room().columns());
        return new TextScreen(
                Harmless.line(title),
                Optional.empty(),
                lines,
                new Pager(rows, 0, pager.room(), pager.sought()));
    }

    @Override
    public TextScreen with(Pager other) {
        return new TextScreen(name, of, content, other);
    }

    public static List<Line> laidOut(List<String> content, int columns) {
        var rows = new ArrayList<Line>(content.size());
        for (String line : content) {
            for (String part : Harmless.block(line.isEmpty() ? "\n" : line)) {
                for (String row : Wrap.lines(part, Math.max(1, columns))) {
                    rows.add(Line.of(Role.PLAIN, row));
                }
            }
        }
        return rows;
    }
}
