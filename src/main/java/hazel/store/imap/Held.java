package hazel.store.imap;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Operations for which the server had no room (RFC 5530 OVERQUOTA), and those behind them about
/// the same messages: they stay in the queue and are passed over until there may be room again. All
/// others go on.
final class Held {

    private static final Duration PAUSE = Duration.ofMinutes(30);

    private final Set<Long> operations = new HashSet<>();
    private final Set<Long> messages = new HashSet<>();
    private long since = System.nanoTime();

    void add(Collection<? extends Operation> refused) {
        refused.forEach(this::add);
        since = System.nanoTime();
    }

    private void add(Operation operation) {
        operations.add(operation.id());
        messages.addAll(messages(operation));
    }

    private static List<Long> messages(Operation operation) {
        return switch (operation) {
            case Operation.Copy copy -> List.of(copy.message(), copy.copy());
            case Operation.Move move -> List.of(move.message(), move.copy());
            case Operation.Append _, Operation.Store _, Operation.Expunge _ ->
                    List.of(operation.message());
        };
    }

    int count() {
        return operations.size();
    }

    /// Of operations in their order, those that need not wait.
    List<Operation> free(List<Operation> all) {
        if (System.nanoTime() - since > PAUSE.toNanos()) {
            operations.clear();
            messages.clear();
        }
        return all.stream().filter(o -> !isHeld(o)).toList();
    }

    private boolean isHeld(Operation operation) {
        boolean isHeld =
                operations.contains(operation.id())
                        || messages(operation).stream().anyMatch(messages::contains);
        if (isHeld) {
            add(operation);
        }
        return isHeld;
    }
}
