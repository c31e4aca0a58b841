package hazel.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What was done, last first, to take it back. For any thread.
final class History {

    private static final int KEPT = 100;

    private final Deque<Undoable> done = new ArrayDeque<>();

    synchronized void add(Undoable undoable) {
        done.push(undoable);
        if (done.size() > KEPT) {
            done.removeLast();
        }
    }

    /// The last deed, taken out.
    synchronized Optional<Undoable> take() {
        return Optional.ofNullable(done.poll());
    }
}
