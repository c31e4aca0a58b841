package hazel.spool;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When to try again, as a function of how long a message has waited.
///
/// @param steps one after another, each until its end; the last one's end is when to give up
public record RetrySchedule(List<Step> steps) {

    /// A stretch of the schedule.
    ///
    /// @param until age of the message at which the next step begins
    /// @param interval between attempts; where it grows, the first
    /// @param growth by what the interval is multiplied from one attempt to the next; 1 keeps it
    public record Step(Duration until, Duration interval, double growth) {

        public Step {
            if (!interval.isPositive() || growth < 1) {
                throw new IllegalArgumentException("a retry step that does not move on");
            }
        }
    }

    /// Two hours every 15 minutes, then growing by half to 16 hours, then every six hours until
    /// four days have passed.
    public static final RetrySchedule DEFAULT =
            new RetrySchedule(
                    List.of(
                            new Step(Duration.ofHours(2), Duration.ofMinutes(15), 1),
                            new Step(Duration.ofHours(16), Duration.ofHours(1), 1.5),
                            new Step(Duration.ofDays(4), Duration.ofHours(6), 1)));

    public RetrySchedule {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a retry schedule without a step");
        }
    }

    /// How long after an attempt that failed the next one is due; empty where that attempt was the
    /// last.
    ///
    /// @param age of the message at the failed attempt, not negative
    /// @param previous how long before it the attempt before was; zero for the first
    /// @param jitter the share by which to shift the interval, -0.1 to 0.1; 0 in tests
    public Optional<Duration> next(Duration age, Duration previous, double jitter) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (age.compareTo(step.until()) < 0) {
                return Optional.of(shifted(interval(i, previous), jitter));
            }
        }
        return Optional.empty();
    }

    /// A growing interval grows from the one before; the first of its step starts afresh. An
    /// interval that jitter made a little shorter than the first must still grow.
    private Duration interval(int i, Duration previous) {
        Step step = steps.get(i);
        if (step.growth() == 1 || previous.toMillis() < step.interval().toMillis() * 0.8) {
            return step.interval();
        }
        return Duration.ofMillis(Math.round(previous.toMillis() * step.growth()));
    }

    private static Duration shifted(Duration interval, double jitter) {
        return Duration.ofMillis(Math.round(interval.toMillis() * (1 + jitter)));
    }
}
