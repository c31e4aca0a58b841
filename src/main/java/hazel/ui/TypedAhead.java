package hazel.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/// Keys typed while a composer is being made, held back so that they do not become commands of the
/// screen it was asked from.
final class TypedAhead {

    private final List<Msg> held = new ArrayList<>();
    private boolean isComposerComing;

    void composerAskedFor() {
        isComposerComing = true;
    }

    /// Keeps what is typed for the composer that is coming, if one is.
    ///
    /// @return false where it is to be handled now: nothing is coming, or it takes that back
    boolean holds(Msg msg) {
        boolean isTyped =
                msg instanceof Msg.Pasted || msg instanceof Msg.Pressed(Key key) && !isCancel(key);
        if (isComposerComing && isTyped) {
            held.add(msg);
            return true;
        }
        return false;
    }

    private static boolean isCancel(Key key) {
        return key.name().equals("<Esc>") || key.name().equals("<C-g>");
    }

    /// Puts what was held back before whatever waits, for the screen now on top.
    void release(BlockingQueue<Msg> waiting) {
        isComposerComing = false;
        if (held.isEmpty()) {
            return;
        }
        var after = new ArrayList<>(held);
        held.clear();
        waiting.drainTo(after);
        waiting.addAll(after);
    }

    /// No composer comes; what was meant for it is nobody's.
    void drop() {
        isComposerComing = false;
        held.clear();
    }
}
