package hazel.store.imap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which messages are kept on this machine before anybody reads them. What was read is kept always.
public sealed interface Keeping {

    record All() implements Keeping {}

    /// Those that came lately.
    record Recent(Duration window) implements Keeping {}

    record OnlyRead() implements Keeping {}

    /// Since when; empty where none is.
    default Optional<Instant> since(Instant now) {
        return switch (this) {
            case All _ -> Optional.of(Instant.EPOCH);
            case Recent(Duration window) -> Optional.of(now.minus(window));
            case OnlyRead _ -> Optional.empty();
        };
    }
}
