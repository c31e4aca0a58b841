package hazel.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys pressed since the last whole sequence, and what the next one makes of them.
///
/// A context's own table is asked first, then the one it falls back on.
///
/// @param pending begins at least one sequence, or is empty
public record KeyMatcher(List<String> pending) {

    public static final KeyMatcher IDLE = new KeyMatcher(List.of());

    public KeyMatcher {
        pending = List.copyOf(pending);
    }

    /// What a key meant. After [Matched] and [Unbound] matching begins anew.
    public sealed interface Outcome {
        record Matched(Call call) implements Outcome {}

        record Pending(KeyMatcher next) implements Outcome {}

        /// No sequence goes on like this.
        record Unbound(List<String> keys) implements Outcome {}
    }

    public Outcome press(Keymap keymap, Context context, String key) {
        var keys = new ArrayList<>(pending);
        keys.add(key);
        Optional<Call> call = keymap.find(context, keys);
        if (call.isPresent()) {
            return new Outcome.Matched(call.get());
        }
        return keymap.isPrefix(context, keys)
                ? new Outcome.Pending(new KeyMatcher(keys))
                : new Outcome.Unbound(List.copyOf(keys));
    }
}
