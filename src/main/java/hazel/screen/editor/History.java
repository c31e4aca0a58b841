package hazel.screen.editor;

import java.util.Optional;

/// What can be taken back: the buffers before this one, newest first. Equality is identity, since a
/// comparison would walk the whole past.
final class History {

    static final History NONE = new History();

    private static final int DEEPEST = 1000;

    private final Optional<Step> last;
    private final int depth;

    /// A state to go back to.
    record Step(TextBuffer text, Place cursor, History before) {}

    private History() {
        last = Optional.empty();
        depth = 0;
    }

    private History(Step step, int depth) {
        last = Optional.of(step);
        this.depth = depth;
    }

    /// The step that undo takes, or empty where nothing is left.
    Optional<Step> last() {
        return last;
    }

    /// With one more step. Of more than two thousand, the older half is forgotten.
    History with(TextBuffer text, Place cursor) {
        History before = depth >= 2 * DEEPEST ? newest(DEEPEST) : this;
        return new History(new Step(text, cursor, before), before.depth + 1);
    }

    private History newest(int count) {
        var steps = new java.util.ArrayDeque<Step>();
        History at = this;
        while (steps.size() < count && at.last.isPresent()) {
            Step step = at.last.get();
            steps.push(step);
            at = step.before();
        }
        History result = NONE;
        for (Step step : steps) {
            result = new History(new Step(step.text(), step.cursor(), result), result.depth + 1);
        }
        return result;
    }
}
