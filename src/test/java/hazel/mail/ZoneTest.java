package hazel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

class ZoneTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "UTC", "+05:30", "Z"})
    void saysWhatTheTableOfJavaTimeSays(String name) {
        ZoneId id = ZoneId.of(name);
        Zone zone = Zone.of(id);
        Instant at = Instant.parse("1970-01-01T00:00:00.5Z");
        for (int i = 0; i < 2000; i++, at = at.plus(Duration.ofHours(251))) {
            assertThat(zone.at(at)).isEqualTo(LocalDateTime.ofInstant(at, id));
        }
        assertThat(zone.id().getRules().getOffset(at)).isEqualTo(id.getRules().getOffset(at));
    }

    @Test
    void aClockBringsItsOwn() {
        Instant at = Instant.parse("2026-07-06T10:00:00Z");
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        assertThat(Zone.of(Clock.fixed(at, tokyo))).isEqualTo(Zone.of(tokyo));
        assertThat(Zone.of(Zone.clock())).isEqualTo(Zone.here());
        assertThat(Zone.here().at(at))
                .isEqualTo(LocalDateTime.ofInstant(at, ZoneId.systemDefault()));
    }
}
