package hazel.term;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;

import hazel.text.Columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Makes cells of text, each made once. Not for more than one thread.
///
/// Lanterna 3.1.5 takes every cluster of more than one `char` to be two columns wide, and every
/// single one outside CJK one: wrong for `é` written as two code points and for `⚡`. A cell knows
/// its true width.
final class Cells {

    private static final int MOST = 20_000;
    private static final String[] ASCII = new String[0x7f];

    static {
        Arrays.setAll(ASCII, c -> String.valueOf((char) c));
    }

    static final class Cell extends TextCharacter {

        private final Theme.Style style;
        private final boolean isWide;

        @SuppressWarnings("deprecation") // the one constructor a subclass can use
        Cell(TextCharacter character, Theme.Style style, boolean isWide) {
            super(character);
            this.style = style;
            this.isWide = isWide;
        }

        Theme.Style style() {
            return style;
        }

        @Override
        public boolean isDoubleWidth() {
            return isWide;
        }

        int columns() {
            return isWide ? 2 : 1;
        }
    }

    /// By the style itself: a theme has each only once.
    private final Map<Theme.Style, Map<String, Cell>> made = new IdentityHashMap<>();

    private int count;

    Cell cell(String text, Theme.Style style) {
        if (count > MOST) {
            made.clear();
            count = 0;
        }
        Map<String, Cell> ofStyle = made.computeIfAbsent(style, _ -> new HashMap<>());
        Cell cell = ofStyle.get(text);
        if (cell == null) {
            cell = make(text, style);
            ofStyle.put(text, cell);
            count++;
        }
        return cell;
    }

    private static Cell make(String text, Theme.Style style) {
        EnumSet<SGR> attributes = EnumSet.noneOf(SGR.class);
        attributes.addAll(style.attributes());
        TextCharacter[] characters =
                TextCharacter.fromString(text, style.foreground(), style.background(), attributes);
        return new Cell(characters[0], style, Columns.width(text) == 2);
    }

    /// The pieces of a text that get a cell each: grapheme clusters, but those wider than two
    /// columns taken apart, as a terminal without mode 2027 shows them. What takes no column goes
    /// with what is before it, or is left out.
    static List<String> pieces(String text) {
        if (isPlain(text)) {
            var characters = new ArrayList<String>(text.length());
            for (int i = 0; i < text.length(); i++) {
                characters.add(ASCII[text.charAt(i)]);
            }
            return characters;
        }
        var pieces = new ArrayList<String>();
        for (String cluster : Columns.clusters(text)) {
            int width = Columns.width(cluster);
            if (cluster.chars().anyMatch(Character::isISOControl)) {
                pieces.add("\ufffd");
            } else if (width == 1 || width == 2) {
                pieces.add(cluster);
            } else if (width > 2) {
                takeApart(cluster, pieces);
            }
        }
        return pieces;
    }

    private static void takeApart(String cluster, List<String> pieces) {
        cluster.codePoints()
                .mapToObj(Character::toString)
                .filter(c -> Columns.width(c) > 0)
                .forEach(pieces::add);
    }

    /// Whether each `char` is a character of ASCII that takes a column.
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
