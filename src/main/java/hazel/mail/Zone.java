package hazel.mail;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;

/// What the clock on the wall says at an instant, where the reader lives.
///
/// By the table of `java.util`, which is the one of `java.time`: the latter asks every jar whether
/// it has another before it answers, and the first screen would wait for that.
public final class Zone {

    private final TimeZone table;

    private Zone(TimeZone table) {
        this.table = table;
    }

    /// This machine's.
    public static Zone here() {
        return new Zone(TimeZone.getDefault());
    }

    public static Zone of(ZoneId id) {
        return new Zone(TimeZone.getTimeZone(id));
    }

    /// A clock's own.
    public static Zone of(Clock clock) {
        return clock instanceof Here ? here() : of(clock.getZone());
    }

    /// The system's clock, with this machine's zone.
    public static Clock clock() {
        return new Here();
    }

    public LocalDateTime at(Instant instant) {
        int offset = Math.toIntExact(table.getOffset(instant.toEpochMilli()) / 1000L);
        return LocalDateTime.ofEpochSecond(
                instant.getEpochSecond(), instant.getNano(), ZoneOffset.ofTotalSeconds(offset));
    }

    public ZoneId id() {
        return table.toZoneId();
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Zone other && table.equals(other.table);
    }

    @Override
    public int hashCode() {
        return table.hashCode();
    }

    @Override
    public String toString() {
        return table.getID();
    }

    private static final class Here extends Clock {

        private final Clock clock = Clock.systemUTC();

        @Override
        public ZoneId getZone() {
            return ZoneId.systemDefault();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public long millis() {
            return clock.millis();
        }
    }
}
