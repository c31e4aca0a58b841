package hazel.screen.message;

import hazel.command.Command;
import hazel.mime.Preference;
import hazel.text.Columns;
import hazel.ui.Frame;
import hazel.ui.Line;
import hazel.ui.Role;
import hazel.ui.Scene;
import hazel.ui.Span;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A message laid out for one width: rows, and what can be named on them.
///
/// Made once for each message, width and [Look], and kept, so that a key in a message of a hundred
/// thousand lines costs what it costs in one of ten. Equality is identity for the same reason.
///
/// @param depths how deep each row is quoted
/// @param dates rows that tell a date, which is drawn in the reader's zone
/// @param links targets in the order of their numbers, which begin at 1; harmless
/// @param suggested commands that make more sense with this message than with others
@SuppressWarnings("ArrayRecordComponent") // made once, read often, never compared
record Layout(
        List<Line> rows,
        int[] depths,
        List<String> links,
        Map<Integer, OffsetDateTime> dates,
        List<Command> suggested) {

    static final Layout EMPTY = new Layout(List.of(), new int[0], List.of(), Map.of(), List.of());

    /// Where the bodies of the usual fields begin.
    static final int FIELD_INDENT = 9;

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm xx", Locale.ENGLISH);
    private static final DateTimeFormatter THERE =
            DateTimeFormatter.ofPattern("HH:mm xx", Locale.ENGLISH);

    /// What of a message the user wants to see.
    enum Shown {
        MESSAGE,
        RAW,
        STRUCTURE;

        /// For the title, where it is not the usual.
        String word() {
            return switch (this) {
                case MESSAGE -> "";
                case RAW -> "as stored";
                case STRUCTURE -> "structure";
            };
        }
    }

    /// How the user wants to see a message.
    ///
    /// @param widest columns that text is wrapped to at most
    record Look(Shown shown, Fields fields, Quotes quotes, Preference preference, int widest) {
        static final Look USUAL =
                new Look(Shown.MESSAGE, Fields.FEW, Quotes.OPEN, Preference.PLAIN_FIRST, 100);

        Look with(Preference other) {
            return new Look(shown, fields, quotes, other, widest);
        }

        Look wrapped(int columns) {
            return new Look(shown, fields, quotes, preference, columns);
        }

        /// That, or the message where it is that already.
        Look showing(Shown other) {
            Shown next = shown == other ? Shown.MESSAGE : other;
            return new Look(next, fields, quotes, preference, widest);
        }

        Look otherFields() {
            Fields other = fields == Fields.FEW ? Fields.ALL : Fields.FEW;
            return new Look(Shown.MESSAGE, other, quotes, preference, widest);
        }

        Look otherQuotes() {
            Quotes other = quotes == Quotes.OPEN ? Quotes.FOLDED : Quotes.OPEN;
            return new Look(Shown.MESSAGE, fields, other, preference, widest);
        }
    }

    enum Fields {
        FEW,
        ALL
    }

    enum Quotes {
        OPEN,
        FOLDED
    }

    boolean isQuoting() {
        return Arrays.stream(depths).anyMatch(depth -> depth > 0);
    }

    /// The first row below `top` that is not quoted and follows one that is; -1 for none.
    int afterQuote(int top) {
        boolean quoted = false;
        for (int i = top; i < depths.length; i++) {
            if (quoted && depths[i] == 0 && !rows.get(i).text().isBlank()) {
                return i;
            }
            quoted |= depths[i] > 0;
        }
        return -1;
    }

    /// The rows of a frame that begins with `top`, dates as the clock of the zone tells them and,
    /// where that is another, as the sender's does.
    Frame inZone(Frame frame, int top, Scene scene) {
        var lines = new ArrayList<>(frame.lines());
        dates.forEach((row, date) -> {
            if (row >= top && row < top + lines.size()) {
                lines.set(row - top, dated(date, scene));
            }
        });
        return new Frame(lines, frame.cursor());
    }

    private static Line dated(OffsetDateTime date, Scene scene) {
        var here = date.atZoneSameInstant(scene.zoneId());
        String there =
                here.getOffset().equals(date.getOffset())
                        ? ""
                        : "  (" + THERE.format(date) + " there)";
        String name = Columns.fit("Date:", FIELD_INDENT);
        int room = Math.max(1, scene.size().columns() - FIELD_INDENT);
        String whole = WHEN.format(here) + there;
        String fitting = Columns.width(whole) <= room ? whole : WHEN.format(here);
        return Line.of(
                new Span(Role.HEADER_NAME, name),
                new Span(Role.HEADER, Columns.cut(fitting, room)));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
