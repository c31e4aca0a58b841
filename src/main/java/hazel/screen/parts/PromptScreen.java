package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.text.Columns;
import hazel.text.Harmless;
import hazel.ui.Effect;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Program;
import hazel.ui.Remembering;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A line typed at the bottom of the screen. It closes with a call of its prompt's command to the
/// screen beneath, or with nothing where the user thought better of it.
///
/// @param history oldest first
/// @param shown which of the history is on the line; its size for none
/// @param candidates what completion found, where it found more than one
public record PromptScreen(
        Prompt prompt, TypedLine line, List<String> history, int shown, List<String> candidates)
        implements Remembering {

    /// What is said where nothing begins as the line does.
    private static final List<String> NOTHING = List.of("nothing begins like this");

    private static final List<Command> OFFERS =
            Stream.concat(
                            Stream.of(
                                    Command.ACCEPT,
                                    Command.CANCEL,
                                    Command.COMPLETE,
                                    Command.HISTORY_BACK,
                                    Command.HISTORY_ON),
                            TypedLine.COMMANDS.stream())
                    .toList();

    public PromptScreen {
        history = List.copyOf(history);
        candidates = List.copyOf(candidates);
    }

    /// @param typed already on the line, the cursor behind it
    public static PromptScreen of(Prompt prompt, String typed) {
        return new PromptScreen(prompt, TypedLine.of(typed), List.of(), 0, List.of());
    }

    public static PromptScreen asking(String label, Command command) {
        return of(Prompt.of(label, command), "");
    }

    public static PromptScreen askingPath(String label, Command command) {
        return of(Prompt.of(label, command).completing(Prompt.Completion.PATHS, List.of()), "");
    }

    /// For any command that makes sense on a screen.
    public static PromptScreen forCommandsOf(Screen screen) {
        List<String> words =
                Stream.concat(screen.offers().stream(), Program.OWN.stream())
                        .map(Command::word)
                        .distinct()
                        .sorted()
                        .toList();
        return of(
                Prompt.of(":", Command.COMMAND_LINE).completing(Prompt.Completion.COMMANDS, words),
                "");
    }

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title("", "", "");
    }

    @Override
    public List<Command> offers() {
        return prompt.completion() == Prompt.Completion.NONE
                ? OFFERS.stream().filter(c -> c != Command.COMPLETE).toList()
                : OFFERS;
    }

    @Override
    public Command subject() {
        return prompt.command();
    }

    @Override
    public Screen remembering(List<String> typed) {
        return new PromptScreen(prompt, line, typed, typed.size(), candidates);
    }

    @Override
    public Next perform(Call call) {
        return switch (call.command()) {
            case ACCEPT -> accept();
            case CANCEL -> Next.close();
            case COMPLETE -> complete();
            case HISTORY_BACK -> Next.stay(recall(shown - 1));
            case HISTORY_ON -> Next.stay(recall(shown + 1));
            case ERASE_BACK -> line.text().isEmpty() ? Next.close() : Next.stay(edited(call));
            default -> Next.stay(edited(call));
        };
    }

    private PromptScreen edited(Call call) {
        return with(line.perform(call.command()));
    }

    private PromptScreen with(TypedLine newLine) {
        return new PromptScreen(prompt, newLine, history, shown, List.of());
    }

    private Next accept() {
        String text = line.text().isBlank() ? prompt.whenEmpty() : line.text();
        return text.isEmpty()
                ? Next.close()
                : new Next.CloseAndCall(new Call(prompt.command(), text), List.of());
    }

    private PromptScreen recall(int which) {
        if (which < 0 || which > history.size()) {
            return this;
        }
        String text = which == history.size() ? "" : history.get(which);
        return new PromptScreen(prompt, TypedLine.of(text), history, which, List.of());
    }

    @Override
    public Next type(Key key) {
        String text = key.text();
        return Next.stay(text.isEmpty() ? this : with(line.insert(text)));
    }

    /// Lines become one.
    @Override
    public Next paste(String text) {
        return Next.stay(with(line.insert(text.strip().replace('\n', ' '))));
    }

    // Completion

    private Next complete() {
        return prompt.completion() == Prompt.Completion.PATHS
                ? Next.stay(this, new Effect.CompletePath(line.before()))
                : Next.stay(completed(prompt.words()));
    }

    private PromptScreen completed(List<String> words) {
        String typed = line.before();
        List<String> fitting = words.stream().filter(word -> word.startsWith(typed)).toList();
        if (fitting.isEmpty()) {
            return new PromptScreen(prompt, line, history, shown, NOTHING);
        }
        String common = fitting.stream().reduce(PromptScreen::commonStart).orElse(typed);
        boolean isWhole = fitting.size() == 1 && prompt.completion() == Prompt.Completion.COMMANDS;
        String start = isWhole ? common + " " : common;
        var next = new TypedLine(start + line.after(), start.length());
        return new PromptScreen(
                prompt, next, history, shown, fitting.size() == 1 ? List.of() : fitting);
    }

    private static String commonStart(String one, String other) {
        int i = 0;
        while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return one.substring(0, i);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return switch (news) {
            case Msg.Completed(String typed, var words)
                    when prompt.completion() == Prompt.Completion.PATHS
                            && typed.equals(line.before()) ->
                    Next.stay(completed(words));
            case Msg.MailboxesListed(var accounts)
                    when prompt.completion() == Prompt.Completion.MAILBOXES ->
                    Next.stay(
                            new PromptScreen(
                                    prompt.completing(
                                            prompt.completion(), MailboxNames.of(accounts)),
                                    line,
                                    history,
                                    shown,
                                    candidates));
            default -> Next.stay(this);
        };
    }

    // Drawing

    @Override
    public int overlayRows() {
        return hint().isEmpty() ? 1 : 2;
    }

    @Override
    public Frame view(Scene scene) {
        int columns = scene.size().columns();
        var lines = new ArrayList<Line>();
        hint().ifPresent(hint -> lines.add(Line.of(Role.DIM, Columns.cut(" " + hint, columns))));
        String label = " " + Harmless.line(prompt.label());
        int room = Math.max(4, columns - Columns.width(label) - 1);
        TypedLine.Shown shown = line.shown(room);
        lines.add(
                Line.of(
                        new Span(Role.PROMPT, label),
                        new Span(Role.PLAIN, shown.before()),
                        new Span(Role.PLAIN, shown.after())));
        var cursor =
                new Frame.Position(
                        Columns.width(label) + Columns.width(shown.before()), lines.size() - 1);
        return new Frame(lines, Optional.of(cursor));
    }

    /// What there is to choose from, or what the command being typed does.
    private Optional<String> hint() {
        if (!candidates.isEmpty()) {
            return Optional.of(Harmless.line(String.join("  ", candidates)));
        }
        if (prompt.completion() != Prompt.Completion.COMMANDS) {
            return Optional.empty();
        }
        String word = line.text().strip().split(" ", 2)[0];
        return Command.named(word)
                .filter(c -> prompt.words().contains(c.word()))
                .map(Command::summary)
                .or(() -> Optional.of("a command; Tab completes it"));
    }
}
