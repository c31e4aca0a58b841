package hazel.spool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RetryScheduleTest {

    @Test
    void theDefaultIsTheOldRuleOfQuartersThenGrowthThenSixHours() {
        List<Double> minutes = attempts();

        assertThat(minutes)
                .startsWith(
                        0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0, 120.0, 180.0, 270.0, 405.0,
                        607.5, 911.25, 1366.875, 1726.875)
                .endsWith(5686.875, 6046.875)
                .hasSize(28);
    }

    @Test
    void jitterMovesTheIntervalByItsShare() {
        assertThat(RetrySchedule.DEFAULT.next(Duration.ZERO, Duration.ZERO, 0.1))
                .contains(Duration.ofSeconds(990));
        assertThat(RetrySchedule.DEFAULT.next(Duration.ZERO, Duration.ZERO, -0.1))
                .contains(Duration.ofSeconds(810));
    }

    @Test
    void anIntervalThatJitterShortenedStillGrows() {
        assertThat(RetrySchedule.DEFAULT.next(Duration.ofHours(3), Duration.ofMinutes(54), 0))
                .contains(Duration.ofMinutes(81));
    }

    @Test
    void afterFourDaysThereIsNoNextAttempt() {
        assertThat(RetrySchedule.DEFAULT.next(Duration.ofDays(4), Duration.ofHours(6), 0))
                .isEmpty();
        assertThat(RetrySchedule.DEFAULT.next(Duration.ofDays(400), Duration.ZERO, 0)).isEmpty();
    }

    private static List<Double> attempts() {
        List<Double> minutes = new ArrayList<>();
        Duration age = Duration.ZERO;
        Duration previous = Duration.ZERO;
        Optional<Duration> next;
        do {
            minutes.add(age.toMillis() / 60_000.0);
            next = RetrySchedule.DEFAULT.next(age, previous, 0);
            previous = next.orElse(Duration.ZERO);
            age = age.plus(previous);
        } while (next.isPresent());
        return minutes;
    }
}
