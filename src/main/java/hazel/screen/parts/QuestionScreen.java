package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.text.Columns;
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

    @Override
    public Frame view(Scene scene) {
        var answers = new ArrayList<Span>();
        int width = 0;
        for (Choice choice : choices) {
            String label = " " + choice.label() + "  ";
            answers.add(new Span(Role.KEY, choice.letter()));
            answers.add(new Span(Role.KEY_LABEL, label));
            width += Columns.width(choice.letter()) + Columns.width(label);
        }
        int room = Math.max(8, scene.size().columns() - width - 3);
        String text = " " + Columns.cut(question, room) + "  ";
        int used = Columns.width(text) + width;
        var spans = new ArrayList<Span>(List.of(new Span(Role.PROMPT, text)));
        spans.addAll(answers);
        int column = Math.min(used, scene.size().columns() - 1);
        return new Frame(
                List.of(new Line(spans, Role.PLAIN)), Optional.of(new Frame.Position(column, 0)));
    }
}
