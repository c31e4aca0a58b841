package hazel.screen.parts;

import hazel.command.Command;
import hazel.ui.Key;
import hazel.ui.Next;
import hazel.ui.Screen;
import hazel.ui.Size;

import java.util.List;
import java.util.stream.Stream;

/// A screen that is a list: all of them move alike.
public interface ListScreen extends Screen {

    ListWindow window();

    /// The same with another window on the list.
    Screen with(ListWindow other);

    /// How many of an area's rows are the list's.
    default int listRows(Size area) {
        return area.rows();
    }

    /// What moves in the list, where the command does.
    default Next moved(Command command) {
        return Next.stay(with(window().move(command)));
    }

    @Override
    default Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    default Next click(int column, int row) {
        return Next.stay(with(window().click(row)));
    }

    @Override
    default Next scroll(int lines) {
        return Next.stay(with(window().scroll(lines)));
    }

    @Override
    default Screen sized(Size area) {
        return with(window().withRows(listRows(area)));
    }

    /// What a list offers: some commands, then those that move, then some that are wanted least.
    static List<Command> offering(List<Command> first, Command... last) {
        return Stream.of(first.stream(), ListWindow.MOVES.stream(), Stream.of(last))
                .flatMap(commands -> commands)
                .toList();
    }
}
