package hazel.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/// Keys typed while a composer is being made, held back so that they do not become commands of the
/// screen it was asked from.
///
/// Where none comes, who types on without looking is not to delete mail with the words of a letter:
/// what is typed is nobody's until there was a pause.
final class TypedAhead {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Msg> held = new ArrayList<>();
    private boolean isComposerComing;
    private Instant deafUntil = Instant.MIN;

    void composerAskedFor() {
        isComposerComing = true;
    }

    /// Keeps what is typed for the composer that is coming, or drops what was typed on for one that
    /// does not come.
    ///
    /// @return false where it is to be handled now: nothing is coming, or it takes that back
    boolean holds(Msg msg, Instant now) {
        boolean isTyped =
                msg instanceof Msg.Pasted || msg instanceof Msg.Pressed(Key key) && !isCancel(key);
        if (!isTyped) {
            return false;
        }
        if (isComposerComing) {
            held.add(msg);
            return true;
        }
        if (now.isBefore(deafUntil)) {
            deafUntil = now.plus(PAUSE);
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
        deafUntil = Instant.MIN;
        if (held.isEmpty()) {
            return;
        }
        var after = new ArrayList<>(held);
        held.clear();
        waiting.drainTo(after);
        waiting.addAll(after);
    }

    /// No composer comes; what was meant for it is nobody's, and what is being typed for it
    /// neither.
    void drop(Instant now) {
        isComposerComing = false;
        held.clear();
        deafUntil = now.plus(PAUSE);
    }
}
