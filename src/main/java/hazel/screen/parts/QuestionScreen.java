package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.text.Columns;
import hazel.text.Wrap;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Line;
import hazel.ui.Msg;
import hazel.ui.Next;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Screen;
import hazel.ui.Span;
import hazel.ui.Title;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A question at the bottom of the screen, answered with one letter. Any other key leaves it
/// standing; cancel takes it away.
public record QuestionScreen(String question, List<Choice> choices) implements Screen {

    /// @param letter pressed to choose it, small
    /// @param call handed to the screen beneath; empty where nothing is to be done
    public record Choice(String letter, String label, Optional<Call> call) {}

    public QuestionScreen {
        choices = List.copyOf(choices);
    }

    /// Yes makes the call; no does nothing.
    ///
    /// @param question harmless
    public static QuestionScreen of(String question, Call yes) {
        return new QuestionScreen(
                question,
                List.of(
                        new Choice("y", "yes", Optional.of(yes)),
                        new Choice("n", "no", Optional.empty())));
    }

    /// Does what a command asks for once it was asked whether that is meant. The answer comes as
    /// the same command with `what` as its argument, so that it is of nothing else that is selected
    /// by then.
    ///
    /// @param what names the one thing it is done to
    public static Next sure(Screen on, Call call, String what, String question, Next done) {
        return call.argument().equals(what)
                ? done
                : Next.open(on, of(question, new Call(call.command(), what)));
    }

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title(question, "", "");
    }

    @Override
    public List<Command> offers() {
        return List.of(Command.CANCEL);
    }

    @Override
    public Next perform(Call call) {
        return Next.close();
    }

    @Override
    public Next type(Key key) {
        String letter = key.text().toLowerCase(Locale.ROOT);
        return choices.stream()
                .filter(choice -> choice.letter().equals(letter))
                .findFirst()
                .map(QuestionScreen::chosen)
                .orElseGet(() -> Next.stay(this));
    }

    private static Next chosen(Choice choice) {
        return choice.call()
                .<Next>map(call -> new Next.CloseAndCall(call, List.of()))
                .orElseGet(Next::close);
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return Next.stay(this);
    }

    @Override
    public int overlayRows() {
        return 1;
    }

    /// As many rows as it takes: neither the question nor a choice is ever cut.
    @Override
    public Frame view(Scene scene) {
        int columns = scene.size().columns();
        var rows = new ArrayList<List<Span>>();
        for (String row : Wrap.lines(question, Math.max(8, columns - 2))) {
            rows.add(new ArrayList<>(List.of(new Span(Role.PROMPT, " " + row))));
        }
        for (Choice choice : choices) {
            List<Span> last = rows.getLast();
            var letter = new Span(Role.KEY, "  " + choice.letter());
            var label = new Span(Role.KEY_LABEL, " " + choice.label());
            if (width(last) + Columns.width(letter.text() + label.text()) >= columns) {
                last = new ArrayList<>();
                rows.add(last);
            }
            last.add(letter);
            last.add(label);
        }
        int column = Math.min(width(rows.getLast()) + 2, columns - 1);
        return new Frame(
                rows.stream().map(spans -> new Line(spans, Role.PLAIN)).toList(),
                Optional.of(new Frame.Position(column, rows.size() - 1)));
    }

    private static int width(List<Span> spans) {
        return spans.stream().mapToInt(span -> Columns.width(span.text())).sum();
    }
}
