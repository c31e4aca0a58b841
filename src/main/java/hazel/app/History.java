package hazel.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What was done and how it is called, last first, to take it back. For any thread.
final class History {

    private static final int KEPT = 100;

    /// @param what `3 messages moved to lists`
    record Deed(Undoable undoable, String what) {}

    private final Deque<Deed> done = new ArrayDeque<>();

    synchronized void add(Undoable undoable, String what) {
        done.push(new Deed(undoable, what));
        if (done.size() > KEPT) {
            done.removeLast();
        }
    }

    /// The last deed, taken out.
    synchronized Optional<Deed> take() {
        return Optional.ofNullable(done.poll());
    }
}
