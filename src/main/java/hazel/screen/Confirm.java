package hazel.screen;

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
import hazel.ui.Title;

import java.util.List;

/// A question to be answered with `y` or `n`; on `y` the call goes to the screen beneath.
///
/// @param question harmless
record Confirm(String question, Call yes) implements Screen {

    @Override
    public Context context() {
        return Context.PROMPT;
    }

    @Override
    public Title title() {
        return new Title(question, "", "");
    }

    @Override
    public int overlayRows() {
        return 1;
    }

    @Override
    public List<Command> offers() {
        return List.of(Command.CANCEL, Command.BACK);
    }

    @Override
    public Next perform(Call call) {
        return Next.close();
    }

    /// Any other key is no answer: nothing happens by a slip of the finger.
    @Override
    public Next type(Key key) {
        return switch (key.name()) {
            case "y", "Y" -> new Next.CloseAndCall(yes, List.of());
            case "n", "N" -> Next.close();
            default -> Next.stay(this);
        };
    }

    @Override
    public Next.Stay hear(Msg.News news) {
        return Next.stay(this);
    }

    @Override
    public Frame view(Scene scene) {
        int room = Math.max(1, scene.size().columns() - 8);
        return Frame.of(List.of(Line.of(Role.PROMPT, Columns.cut(question, room) + " (y/n) ")));
    }
}
