package hazel.ui;

import java.util.List;

/// A screen's answer: what becomes of it, and what it wants done.
public sealed interface Next {

    List<Effect> effects();

    /// Go on with `screen` in place of the one that answered.
    record Stay(Screen screen, List<Effect> effects) implements Next {}

    /// Put a new screen on top; `under` is what the user comes back to.
    record Open(Screen under, Screen top, List<Effect> effects) implements Next {}

    /// Take this screen away. Closing the last one ends the program.
    record Close(List<Effect> effects) implements Next {}

    /// Take this screen away and hand a call to the one beneath, as a prompt does with what was
    /// typed.
    record CloseAndCall(hazel.command.Call call, List<Effect> effects) implements Next {}

    static Stay stay(Screen screen, Effect... effects) {
        return new Stay(screen, List.of(effects));
    }

    static Open open(Screen under, Screen top, Effect... effects) {
        return new Open(under, top, List.of(effects));
    }

    static Close close(Effect... effects) {
        return new Close(List.of(effects));
    }
}
