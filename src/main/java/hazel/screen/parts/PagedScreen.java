package hazel.screen.parts;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;
import hazel.ui.Frame;
import hazel.ui.Key;
import hazel.ui.Next;
import hazel.ui.Scene;
import hazel.ui.Screen;

import java.util.List;

/// A screen that is lines to read and nothing else.
public interface PagedScreen extends Screen {

    Pager pager();

    /// The same screen, the lines seen from another place.
    PagedScreen with(Pager other);

    @Override
    default Context context() {
        return Context.TEXT;
    }

    @Override
    default List<Command> offers() {
        return List.of(
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
    }

    @Override
    default Next perform(Call call) {
        return switch (call.command()) {
            case BACK -> Next.close();
            case SEARCH, SEARCH_REVERSE, SEARCH_NEXT -> pager().search(this, call, this::with);
            default -> Next.stay(with(pager().perform(call)));
        };
    }

    @Override
    default Next type(Key key) {
        return Next.stay(this);
    }

    @Override
    default Next scroll(int lines) {
        return Next.stay(with(pager().scroll(lines)));
    }

    @Override
    default Frame view(Scene scene) {
        return pager().view(scene.size());
    }
}
