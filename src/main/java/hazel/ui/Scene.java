package hazel.ui;

import hazel.mail.Zone;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// What a view depends on besides the screen itself.
///
/// @param size the area to fill, without title, notice and keys lines
/// @param now the moment of drawing, for dates that are told as times today
/// @param zone the reader's
public record Scene(Size size, Instant now, Zone zone) {

    Scene(Size size, Clock clock) {
        this(size, clock.instant(), Zone.of(clock));
    }

    public Scene(Size size, Instant now, ZoneId zone) {
        this(size, now, Zone.of(zone));
    }

    /// What the reader's clock says at an instant.
    public LocalDateTime local(Instant instant) {
        return zone.at(instant);
    }

    public ZoneId zoneId() {
        return zone.id();
    }

    /// With so many columns less.
    public Scene narrower(int columns) {
        return new Scene(new Size(size.columns() - columns, size.rows()), now, zone);
    }

    /// With so many rows less, of which one stays.
    public Scene lower(int rows) {
        return new Scene(new Size(size.columns(), Math.max(1, size.rows() - rows)), now, zone);
    }
}
