package hazel.dns;

import java.time.Duration;

/// When everything has to be over.
///
/// @param nanos as [System#nanoTime] counts
public record Deadline(long nanos) {

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// How long there is yet, and at most the time given; never negative.
    public Duration atMost(Duration time) {
        Duration left = Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
        return left.compareTo(time) < 0 ? left : time;
    }

    public boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}
