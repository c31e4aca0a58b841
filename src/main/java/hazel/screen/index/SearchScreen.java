package hazel.screen.index;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.index.Query;
import hazel.screen.parts.TypedLine;
import hazel.store.MailboxRef;
import hazel.store.Searches;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.ScreenFactory;
import hazel.ui.Size;
import hazel.ui.Span;
import hazel.ui.Title;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A search of all mailboxes: a line to type on, and above it an index of what was found so far.
///
/// While the line has the keyboard, the arrows move in the index; Enter gives it the keyboard, and
/// then all that an index does is done here, to each message in its own mailbox.
///
/// @param asked the search that was asked for last, once there was one
public record SearchScreen(
        TypedLine line, Optional<MailboxRef> asked, IndexScreen results, Mode mode)
        implements Screen {

    /// What has the keyboard.
    public enum Mode {
        TYPING,
        READING
    }

    private static final String LABEL = " Search all for: ";

    private static final List<Command> WHILE_TYPING =
            Stream.concat(Stream.of(Command.ACCEPT, Command.CANCEL), TypedLine.COMMANDS.stream())
                    .toList();

    public static SearchScreen typing(ScreenFactory screens) {
        return new SearchScreen(
                TypedLine.EMPTY,
                Optional.empty(),
                IndexScreen.opening(screens, Searches.query("")),
                Mode.TYPING);
    }

    private SearchScreen with(IndexScreen newResults) {
        return new SearchScreen(line, asked, newResults, mode);
    }

    private SearchScreen with(Mode newMode) {
        return new SearchScreen(line, asked, results, newMode);
    }

    private boolean isTyping() {
        return mode == Mode.TYPING;
    }

    // Screen

    @Override
    public Context context() {
        return isTyping() ? Context.PROMPT : results.context();
    }

    @Override
    public Title title() {
        Title found = results.title();
        String place = line.text().isBlank() ? "all mailboxes" : "all mailboxes: " + line.text();
        return new Title(Harmless.line(place), found.news(), isShown() ? found.amount() : "");
    }

    /// Whether the index shows what was asked for last.
    private boolean isShown() {
        return asked.isPresent() && asked.get().equals(results.mailbox());
    }

    @Override
    public List<Command> offers() {
        return isTyping() ? WHILE_TYPING : results.offers();
    }

    @Override
    public Next perform(Call call) {
        if (isTyping()) {
            return performTyping(call.command());
        }
        return call.command() == Command.SEARCH_ALL
                ? Next.stay(with(Mode.TYPING))
                : inResults(results.perform(call));
    }

    private Next performTyping(Command command) {
        return switch (command) {
            case ACCEPT ->
                    results.isEmpty()
                            ? Next.stay(this, new Effect.Notify("nothing found"))
                            : Next.stay(with(Mode.READING));
            case CANCEL -> new Next.Close(leaving());
            default -> edited(line.perform(command));
        };
    }

    /// What the index answers, with this screen in its place.
    private Next inResults(Next next) {
        return switch (next) {
            case Next.Stay stay -> heard(stay);
            case Next.Open(Screen under, Screen top, var effects) ->
                    new Next.Open(with((IndexScreen) under), top, effects);
            case Next.Close _, Next.CloseAndCall _ -> next;
        };
    }

    private Next.Stay heard(Next.Stay stay) {
        return new Next.Stay(with((IndexScreen) stay.screen()), stay.effects());
    }

    @Override
    public Next type(Key key) {
        if (!isTyping()) {
            return Next.stay(this);
        }
        return switch (key.name()) {
            case "<Up>" -> inResults(results.perform(Call.of(Command.PREVIOUS_ENTRY)));
            case "<Down>" -> inResults(results.perform(Call.of(Command.NEXT_ENTRY)));
            case "<PageUp>" -> inResults(results.perform(Call.of(Command.PREVIOUS_PAGE)));
            case "<PageDown>" -> inResults(results.perform(Call.of(Command.NEXT_PAGE)));
            default -> key.text().isEmpty() ? Next.stay(this) : edited(line.insert(key.text()));
        };
    }

    @Override
    public Next paste(String text) {
        return isTyping() ? edited(line.insert(text.strip().replace('\n', ' '))) : Next.stay(this);
    }

    private Next edited(TypedLine now) {
        String query = now.text().strip();
        var next = new SearchScreen(now, asked, results, mode);
        boolean isNew = !query.equals(line.text().strip()) && !query.isEmpty();
        if (!isNew
                || mistake(query).isPresent()
                || query.chars().anyMatch(Character::isISOControl)) {
            return Next.stay(next);
        }
        MailboxRef search = Searches.query(query);
        return Next.stay(
                new SearchScreen(now, Optional.of(search), results, mode),
                new Effect.SearchAll(search));
    }

    /// What a query that is still being typed lacks.
    private static Optional<String> mistake(String query) {
        return Query.parse(query, LocalDate.EPOCH) instanceof Query.Wrong(int column, var sentence)
                ? Optional.of("column " + column + ": " + sentence)
                : Optional.empty();
    }

    @Override
    public Next click(int column, int row) {
        return inResults(results.click(column, row));
    }

    @Override
    public Next scroll(int lines) {
        return inResults(results.scroll(lines));
    }

    @Override
    public Screen sized(Size area) {
        var above = new Size(area.columns(), Math.max(1, area.rows() - 1));
        return with((IndexScreen) results.sized(above));
    }

    @Override
    public List<Effect> leaving() {
        var closed = new ArrayList<Effect>(results.leaving());
        asked.filter(search -> !search.equals(results.mailbox()))
                .ifPresent(search -> closed.add(new Effect.CloseMailbox(search)));
        return closed;
    }

    /// The index stays as it was until the first of what was asked for last is there.
    @Override
    public Next.Stay hear(Msg.News news) {
        boolean isNext =
                news instanceof Msg.MailboxOpened opened
                        && !isShown()
                        && asked.equals(Optional.of(opened.mailbox()));
        if (!isNext) {
            return heard(results.hear(news));
        }
        MailboxRef before = results.mailbox();
        Next.Stay shown = heard(results.goingTo(asked.orElseThrow()).hear(news));
        var effects = new ArrayList<>(shown.effects());
        effects.add(new Effect.CloseMailbox(before));
        return new Next.Stay(shown.screen(), effects);
    }

    // Drawing

    @Override
    public Frame view(Scene scene) {
        Size size = scene.size();
        var lines = new ArrayList<Line>();
        lines.addAll(asked.isEmpty() ? hints() : results.view(scene.lower(1)).lines());
        while (lines.size() < size.rows() - 1) {
            lines.add(Line.EMPTY);
        }
        lines.add(typed(size.columns()));
        Optional<Frame.Position> cursor =
                isTyping()
                        ? Optional.of(
                                new Frame.Position(
                                        Columns.width(LABEL)
                                                + Columns.width(Harmless.line(line.before())),
                                        lines.size() - 1))
                        : Optional.empty();
        return new Frame(lines, cursor);
    }

    private Line typed(int columns) {
        String text = Columns.cut(Harmless.line(line.text()), columns - Columns.width(LABEL) - 1);
        Optional<String> mistake =
                line.text().isBlank() ? Optional.empty() : mistake(line.text().strip());
        return Line.of(
                new Span(Role.PROMPT, LABEL),
                new Span(Role.PLAIN, text),
                new Span(Role.DIM, mistake.map(m -> "   " + m).orElse("")));
    }

    private static List<Line> hints() {
        return List.of(
                Line.EMPTY,
                Line.of(Role.DIM, "   Words: in From, To and Subject; text:word in bodies too"),
                Line.of(Role.DIM, "   from:ada  to:bob  subject:lunch  body:\"harvest supper\""),
                Line.of(
                        Role.DIM,
                        "   is:unread  is:flagged  has:attachment  in:Lists  after:7d  -word"));
    }
}
