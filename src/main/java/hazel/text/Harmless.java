package hazel.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes text from outside fit for a terminal: nothing in the result moves the cursor, sends an
/// escape sequence, reorders its neighbours or hides.
///
/// What a reader should know of is shown: control characters as their pictures (U+2400 to U+2426),
/// C1 controls, halves of surrogate pairs and non-characters as U+FFFD, bidirectional overrides,
/// embeddings and isolates (UAX #9) as `[U+202E]`. What only hides is left out: zero-width spaces,
/// tag characters, stray variation selectors and joiners. A joiner stays where a script or an emoji
/// needs it, and the three implicit direction marks where the line has right-to-left letters.
public final class Harmless {

    /// Marks that may stand on one base letter. Real text has up to five; a thousand of them paint
    /// over the rows above.
    static final int MARKS = 12;

    private static final int TAB = 8;

    private Harmless() {}

    /// One line for the screen: a tab becomes a space, a line end its picture.
    public static String line(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return filtered(text, i);
            }
        }
        return text;
    }

    /// The lines of a text, divided at CRLF, LF and CR, each harmless, with tabs expanded to every
    /// eighth column. A line end at the very end begins no further line.
    public static List<String> block(String text) {
        var lines = new ArrayList<String>();
        int start = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(line(untabbed(text.substring(start, i))));
                if (c == '\r' && i + 1 < length && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < length) {
            lines.add(line(untabbed(text.substring(start))));
        }
        return lines;
    }

    private static String untabbed(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            return line;
        }
        var out = new StringBuilder(line.length() + 2 * TAB);
        int column = 0;
        int start = 0;
        while (tab >= 0) {
            String before = line.substring(start, tab);
            out.append(before);
            column += Columns.width(line(before));
            int gap = TAB - column % TAB;
            out.repeat(' ', gap);
            column += gap;
            start = tab + 1;
            tab = line.indexOf('\t', start);
        }
        return out.append(line, start, line.length()).toString();
    }

    private static String filtered(String text, int clean) {
        var out = new StringBuilder(text.length() + 16).append(text, 0, clean);
        boolean rightToLeft = hasRightToLeft(text);
        int before = clean == 0 ? -1 : text.charAt(clean - 1); // the last code point kept
        int marks = 0;
        for (int i = clean; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= ' ' && c < 0x7f) {
                out.append((char) c);
                before = c;
                marks = 0;
                continue;
            }
            String shown = shown(c);
            if (!shown.isEmpty()) {
                out.append(shown);
                before = ' ';
                marks = 0;
            } else if (isDirectionMark(c) ? rightToLeft : !hides(c, before)) {
                marks = isMark(c) ? marks + 1 : 0;
                if (marks <= MARKS) {
                    out.appendCodePoint(c);
                    before = c;
                }
            }
        }
        return out.toString();
    }

    /// What stands for a code point that must be seen, or nothing for any other.
    private static String shown(int c) {
        if (c == '\t') {
            return " ";
        }
        if (c < ' ') {
            return Character.toString(0x2400 + c);
        }
        if (c == 0x7f) {
            return "\u2421";
        }
        if (c == 0x2028 || c == 0x2029) {
            return "\u2424";
        }
        if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) {
            return "[U+" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "]";
        }
        boolean filler = c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
        if (filler) {
            return " ";
        }
        boolean broken =
                (c >= 0x80 && c < 0xa0)
                        || (c >= 0xd800 && c <= 0xdfff)
                        || (c >= 0xfff9 && c <= 0xfffb)
                        || (c & 0xfffe) == 0xfffe
                        || (c >= 0xfdd0 && c <= 0xfdef);
        return broken ? "\ufffd" : "";
    }

    /// Whether an invisible code point has no business after `before`.
    private static boolean hides(int c, int before) {
        if (c == 0x200c) {
            return !joins(before);
        }
        if (c == 0x200d) {
            return !joins(before) && !endsEmoji(before);
        }
        if (c == 0xfe0e || c == 0xfe0f) {
            return before < 0 || !Character.isEmoji(before);
        }
        if ((c >= 0xfe00 && c <= 0xfe0d) || (c >= 0xe0100 && c <= 0xe01ef)) {
            return before < 0 || !Character.isIdeographic(before);
        }
        if (c >= 0x180b && c <= 0x180f && c != 0x180e) {
            return before < 0 || UnicodeScript.of(before) != UnicodeScript.MONGOLIAN;
        }
        return c == 0xad
                || c == 0x34f
                || c == 0x17b4
                || c == 0x17b5
                || c == 0x180e
                || c == 0x200b
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0x1bca0 && c <= 0x1bca3)
                || (c >= 0x1d173 && c <= 0x1d17a)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    /// Whether letters of this script change shape at a joiner, as Arabic and the Indic ones do.
    private static boolean joins(int before) {
        if (before < 0x80) {
            return false;
        }
        return switch (UnicodeScript.of(before)) {
            case LATIN,
                    GREEK,
                    CYRILLIC,
                    HAN,
                    HIRAGANA,
                    KATAKANA,
                    HANGUL,
                    COMMON,
                    INHERITED,
                    UNKNOWN ->
                    before == 0x94d || isMark(before);
            default -> true;
        };
    }

    private static boolean endsEmoji(int before) {
        return before >= 0x80
                && (before == 0xfe0f
                        || Character.isExtendedPictographic(before)
                        || Character.isEmojiModifier(before));
    }

    private static boolean isDirectionMark(int c) {
        return c == 0x200e || c == 0x200f || c == 0x61c;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean hasRightToLeft(String text) {
        return text.codePoints()
                .anyMatch(c -> {
                    if (c < 0x590 || !Character.isLetter(c)) {
                        return false;
                    }
                    byte direction = Character.getDirectionality(c);
                    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                            || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
                });
    }
}
