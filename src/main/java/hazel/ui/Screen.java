package hazel.ui;

import hazel.command.Call;
import hazel.command.Command;
import hazel.command.Context;

import java.util.List;

/// One thing the user can be looking at: an index, a message, a composer.
///
/// Implementations are records, and all methods are pure: the same screen and the same argument
/// give the same answer.
public interface Screen {

    Context context();

    Title title();

    /// What makes sense here and now, most wanted first. The keys line shows the keys of these, `?`
    /// and `:` offer these and no others.
    List<Command> offers();

    /// The user asked for a command that [#offers] names, by key or by name.
    Next perform(Call call);

    /// A key that no binding took, while this screen was on top: text for an editor or a prompt,
    /// news of an unbound key for any other.
    Next type(Key key);

    /// Text pasted by the terminal: never commands.
    default Next paste(String text) {
        return Next.stay(this);
    }

    /// A click in the area this screen draws, zero-based.
    default Next click(int column, int row) {
        return Next.stay(this);
    }

    /// The mouse's wheel.
    ///
    /// @param lines below zero for up
    default Next scroll(int lines) {
        return Next.stay(this);
    }

    /// Whether another screen may be put upon it unasked: not while something is being typed, which
    /// would go there.
    default boolean mayBeCovered() {
        return !context().takesText();
    }

    /// What is wanted when this screen is left for the one beneath.
    default List<Effect> leaving() {
        return List.of();
    }

    /// Told before the first drawing and whenever it changes: the area [#view] is going to be
    /// given. What a page is depends on it.
    default Screen sized(Size area) {
        return this;
    }

    /// How many rows this screen takes at the bottom, as a prompt takes one, with the screen
    /// beneath still to be seen above; 0 for one that takes the whole area.
    default int overlayRows() {
        return 0;
    }

    /// How many columns this screen takes on the right, with the screen beneath still to be seen on
    /// the left; 0 for one that takes them all. Asked only of a screen that has one beneath.
    ///
    /// @param columns there are
    default int besideColumns(int columns) {
        return 0;
    }

    /// Something happened elsewhere. Also called on screens under the top one, which is why news
    /// can change a screen but not open or close one.
    Next.Stay hear(Msg.News news);

    Frame view(Scene scene);
}
