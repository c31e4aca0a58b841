package hazel.screen;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.command.Keymap;
import hazel.screen.parts.ListScreen;
import hazel.screen.parts.ListWindow;
import hazel.screen.parts.Prompt;
import hazel.screen.parts.PromptScreen;
import hazel.text.Columns;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.KeyNames;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Program;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every key of a screen, and what can be asked of it by name alone. Searching shows only the lines
/// that hold what was typed.
///
/// @param wanted what the lines shown hold, in lower case; empty for all
public record HelpScreen(String place, List<Entry> entries, String wanted, ListWindow window)
        implements ListScreen {

    /// @param keys as shown, empty where no key is bound
    public record Entry(String keys, String word, String summary) {
        boolean holds(String text) {
            return text.isEmpty()
                    || (keys + " " + word + " " + summary).toLowerCase(Locale.ROOT).contains(text);
        }
    }

    public HelpScreen {
        entries = List.copyOf(entries);
    }

    public static HelpScreen of(Screen screen, Keymap keymap) {
        List<Entry> entries =
                Stream.concat(screen.offers().stream(), Program.OWN.stream())
                        .distinct()
                        .map(command -> entry(command, screen.context(), keymap))
                        .sorted(Comparator.comparing(entry -> entry.keys().isEmpty()))
                        .toList();
        return new HelpScreen("Keys of " + screen.context().word(), entries, "", ListWindow.EMPTY)
                .shown("");
    }

    private static Entry entry(Command command, Context context, Keymap keymap) {
        String keys =
                keymap.keysFor(context, command).stream()
                        .map(KeyNames::shown)
                        .collect(Collectors.joining("  "));
        return new Entry(keys, command.word(), command.summary());
    }

    private List<Entry> fitting() {
        return entries.stream().filter(e -> e.holds(wanted)).toList();
    }

    private HelpScreen shown(String text) {
        var next = new HelpScreen(place, entries, text.toLowerCase(Locale.ROOT), window);
        return next.with(window.withCount(next.fitting().size()).select(0));
    }

    @Override
    public HelpScreen with(ListWindow newWindow) {
        return new HelpScreen(place, entries, wanted, newWindow);
    }

    @Override
    public Context context() {
        return Context.TEXT;
    }

    @Override
    public Title title() {
        String where = wanted.isEmpty() ? place : place + ", with \"" + wanted + "\"";
        return new Title(
                where, "", window.count() == 1 ? "1 command" : window.count() + " commands");
    }

    @Override
    public List<Command> offers() {
        return ListScreen.offering(List.of(Command.SEARCH));
    }

    @Override
    public Next perform(Call call) {
        if (call.command() != Command.SEARCH) {
            return moved(call.command());
        }
        if (call.argument().isEmpty()) {
            return Next.open(
                    this,
                    PromptScreen.of(
                            Prompt.of("Search the keys for: ", Command.SEARCH).whenEmpty("all"),
                            ""));
        }
        HelpScreen found = shown(call.argument().equals("all") ? "" : call.argument());
        return found.window().isEmpty()
                ? Next.stay(this, new Effect.Notify("no key or command with " + call.argument()))
                : Next.stay(found);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return Next.stay(this);
    }

    /// Of all entries, so that the columns stay where they are while one searches.
    private int widest(Function<Entry, String> column) {
        return entries.stream().map(column).mapToInt(Columns::width).max().orElse(0);
    }

    @Override
    public Frame view(Scene scene) {
        int columns = scene.size().columns();
        int keys = Math.min(Math.clamp(columns / 5, 8, 24), widest(Entry::keys));
        int word = columns < 70 ? 0 : widest(Entry::word);
        List<Entry> shown = fitting();
        var lines = new ArrayList<Line>();
        for (int i = window.top(); i < window.end(); i++) {
            Entry entry = shown.get(i);
            boolean isSelected = i == window.selected();
            String left = (isSelected ? ">" : " ") + Columns.fit(entry.keys(), keys) + "  ";
            String middle = word == 0 ? "" : Columns.fit(entry.word(), word) + "  ";
            int room = columns - Columns.width(left) - Columns.width(middle);
            String right = Columns.fit(entry.summary(), room);
            lines.add(
                    isSelected
                            ? Line.of(Role.SELECTED, left + middle + right)
                            : Line.of(
                                    new Span(Role.KEY, left),
                                    new Span(Role.DIM, middle),
                                    new Span(Role.PLAIN, right)));
        }
        return Frame.of(lines);
    }
}
