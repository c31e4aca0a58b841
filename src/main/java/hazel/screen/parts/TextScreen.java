package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.store.MessageRef;
import hazel.text.Harmless;
import hazel.text.Wrap;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
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
        implements Screen {

    private static final List<Command> OFFERS =
            List.of(
                    Command.BACK,
                    Command.NEXT_PAGE,
                    Command.PREVIOUS_PAGE,
                    Command.SEARCH,
                    Command.SEARCH_NEXT,
                    Command.SEARCH_REVERSE,
                    Command.NEXT_ENTRY,
                    Command.PREVIOUS_ENTRY,
                    Command.HALF_DOWN,
                    Command.HALF_UP,
                    Command.FIRST_ENTRY,
                    Command.LAST_ENTRY,
                    Command.JUMP);

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
    public Context context() {
        return Context.TEXT;
    }

    @Override
    public Title title() {
        return new Title(name, "", pager.progress());
    }

    @Override
    public List<Command> offers() {
        return OFFERS;
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case BACK -> Next.close();
            case SEARCH, SEARCH_REVERSE -> search(call);
            case SEARCH_NEXT -> search(new Call(Command.SEARCH, pager.sought()));
            default -> Next.stay(with(pager.perform(call)));
        };
    }

    private Next search(Call call) {
        if (call.argument().isEmpty()) {
            return Next.open(this, PromptScreen.asking("Search for: ", call.command()));
        }
        var way =
                call.command() == Command.SEARCH
                        ? Effect.Direction.FORWARD
                        : Effect.Direction.BACKWARD;
        return pager.search(call.argument(), way)
                .<Next>map(found -> Next.stay(with(found)))
                .orElseGet(() -> Pager.nothingFound(this, call.argument()));
    }

    @Override
    public Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    public Next scroll(int lines) {
        return Next.stay(with(pager.scroll(lines)));
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

    @Override
    public Frame view(Scene scene) {
        return pager.view(scene.size());
    }

    private TextScreen loaded(String title, List<String> lines) {
        var rows = laidOut(lines, pager.room().columns());
        return new TextScreen(
                Harmless.line(title),
                Optional.empty(),
                lines,
                new Pager(rows, 0, pager.room(), pager.sought()));
    }

    private TextScreen with(Pager other) {
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
