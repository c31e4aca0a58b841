package hazel.app;

import java.time.Duration;
import java.time.Instant;

/// Tells that the machine slept, by a clock that is looked at often and was ahead suddenly.
/// Connections are most likely dead then, and a server that could not be reached may be there.
///
/// For one thread.
final class Sleep {

    private static final Duration SHORTEST = Duration.ofSeconds(15);

    private Instant last;

    Sleep(Instant now) {
        this.last = now;
    }

    /// Whether there was a sleep since the last time this was asked. A clock that is set forward
    /// counts as one, one that is set back does not.
    boolean isOver(Instant now) {
        boolean was = Duration.between(last, now).compareTo(SHORTEST) > 0;
        last = now;
        return was;
    }
}
