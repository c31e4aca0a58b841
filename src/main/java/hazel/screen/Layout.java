package hazel.screen;

import hazel.mime.Preference;
import hazel.ui.Line;

import java.util.List;

/// A message laid out for one width: rows, and what can be named on them.
///
/// Made once for each message, width and [Look], and kept, so that a key in a message of a hundred
/// thousand lines costs what it costs in one of ten. Equality is identity for the same reason.
///
/// @param depths how deep each row is quoted
/// @param links targets in the order of their numbers, which begin at 1; harmless
@SuppressWarnings("ArrayRecordComponent") // made once, read often, never compared
record Layout(List<Line> rows, int[] depths, List<String> links) {

    static final Layout EMPTY = new Layout(List.of(), new int[0], List.of());

    /// What of a message the user wants to see.
    enum Shown {
        MESSAGE,
        RAW,
        STRUCTURE
    }

    /// How the user wants to see a message.
    record Look(Shown shown, Fields fields, Quotes quotes, Preference preference) {
        static final Look USUAL =
                new Look(Shown.MESSAGE, Fields.FEW, Quotes.OPEN, Preference.PLAIN_FIRST);

        Look with(Preference other) {
            return new Look(shown, fields, quotes, other);
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

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
