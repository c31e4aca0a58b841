package hazel.screen.compose;

import java.util.List;
import java.util.Optional;

/// Addresses that what is being typed could become.
///
/// @param start where in the field it begins
record Completion(List<String> candidates, int start) {

    static final Completion NONE = new Completion(List.of(), 0);

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /// The candidate to go on to: the one after `token`, or the first where they were only shown.
    Optional<String> after(String token) {
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get((candidates.indexOf(token) + 1) % candidates.size()));
    }
}
