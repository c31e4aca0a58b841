package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class SleepTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void aClockThatIsFarAheadTellsOfASleepOnce() {
        var sleep = new Sleep(NOON);
        assertThat(sleep.isOver(NOON.plusSeconds(1))).isFalse();
        assertThat(sleep.isOver(NOON.plusSeconds(3_601))).isTrue();
        assertThat(sleep.isOver(NOON.plusSeconds(3_602))).isFalse();
        assertThat(sleep.isOver(NOON.plusSeconds(10))).isFalse();
        assertThat(sleep.isOver(NOON.plusSeconds(11))).isFalse();
    }
}
