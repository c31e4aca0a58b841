package hazel.screen.editor;

import java.util.Comparator;

/// A place between two characters of a [TextBuffer].
///
/// @param line counted from 0
/// @param offset in UTF-16 units from the start of the line
public record Place(int line, int offset) implements Comparable<Place> {

    public static final Place START = new Place(0, 0);

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::line).thenComparingInt(Place::offset);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
