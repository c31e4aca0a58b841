package hazel.ui;

import java.time.Instant;
import java.time.ZoneId;

/// What a view depends on besides the screen itself.
///
/// @param size the area to fill, without title, notice and keys lines
/// @param now the moment of drawing, for dates that are told as times today
/// @param zone the reader's
public record Scene(Size size, Instant now, ZoneId zone) {

    /// With so many columns less.
    public Scene narrower(int columns) {
        return new Scene(new Size(size.columns() - columns, size.rows()), now, zone);
    }
}
