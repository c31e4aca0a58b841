package hazel.index;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// Divides text into the words by which it is searched: small letters, without accents, a space
/// between each two.
///
/// A word is letters and digits of any script. Scripts that put no space between words (Chinese,
/// Japanese, Korean, Thai, Lao, Khmer, Burmese, Tibetan) are divided into single characters, and so
/// are pictographs; what is typed is divided alike and looked for as a phrase. Pairs of characters
/// were measured too: as large, no quicker, and blind to a word that a hard line end divides.
///
/// No stems are taken: nothing says which language a message is in, and English rules would join
/// what other languages keep apart. A word typed finds what begins with it instead, which does the
/// same for every language that inflects at the end.
public final class Tokens {

    /// Longer words are cut, in what is searched and in what is typed.
    static final int LONGEST = 64;

    private static final Set<UnicodeScript> WITHOUT_SPACES =
            Set.of(
                    UnicodeScript.HAN,
                    UnicodeScript.HIRAGANA,
                    UnicodeScript.KATAKANA,
                    UnicodeScript.BOPOMOFO,
                    UnicodeScript.HANGUL,
                    UnicodeScript.THAI,
                    UnicodeScript.LAO,
                    UnicodeScript.KHMER,
                    UnicodeScript.MYANMAR,
                    UnicodeScript.TIBETAN);

    private final StringBuilder out;

    /// Characters of the word under way; 0 between words.
    private int length;

    private Tokens(int capacity) {
        out = new StringBuilder(capacity);
    }

    /// The words of a text, divided by single spaces; empty where there is none.
    public static String of(String text) {
        var tokens = new Tokens(text.length());
        if (isAscii(text)) {
            tokens.addAscii(text);
        } else {
            tokens.add(Normalizer.normalize(text, Normalizer.Form.NFKC));
        }
        return tokens.out.toString();
    }

    /// Whether a word is one character of a script without spaces, which begins no other word.
    static boolean isWhole(String token) {
        return isAlone(token.codePointAt(0));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void addAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            addAscii(text.charAt(i));
        }
    }

    private void addAscii(char c) {
        if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
            append(c);
        } else if (c >= 'A' && c <= 'Z') {
            append((char) (c + ('a' - 'A')));
        } else {
            length = 0;
        }
    }

    private void add(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                addAscii((char) c);
            } else if (isAlone(c)) {
                length = 0;
                appendWhole(Character.toString(c));
                length = 0;
            } else if (isLetter(c)) {
                appendWhole(folded(c));
            } else if (!isUnseen(c)) {
                length = 0;
            }
        }
    }

    private void append(char c) {
        if (length == 0 && !out.isEmpty()) {
            out.append(' ');
        }
        if (length++ < LONGEST) {
            out.append(c);
        }
    }

    /// Characters that stay together, so that a word is not cut within one.
    private void appendWhole(String characters) {
        if (length > 0 && length + characters.length() > LONGEST) {
            length = LONGEST;
            return;
        }
        for (int i = 0; i < characters.length(); i++) {
            append(characters.charAt(i));
        }
    }

    private static boolean isAlone(int c) {
        return c >= 0x0e00
                && (isLetter(c) && (WITHOUT_SPACES.contains(UnicodeScript.of(c)) || c == 'ー')
                        || Character.isExtendedPictographic(c));
    }

    private static boolean isLetter(int c) {
        if (isUnseen(c)) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.LETTER_NUMBER ->
                    true;
            default -> Character.isLetterOrDigit(c);
        };
    }

    /// What a reader may leave out and what stands within a word without being seen: the accents of
    /// Latin, Greek and Cyrillic, the points of Hebrew, the vowels of Arabic, soft hyphens,
    /// joiners. In other scripts marks are vowels that tell words apart.
    private static boolean isUnseen(int c) {
        return c >= 0x0300 && c <= 0x036f
                || c >= 0x0591 && c <= 0x05c7
                || c >= 0x0610 && c <= 0x061a
                || c >= 0x064b && c <= 0x065f
                || c == 0x0640
                || c == 0x0670
                || c >= 0x06d6 && c <= 0x06ed
                || c >= 0x1ab0 && c <= 0x1aff
                || c >= 0x1dc0 && c <= 0x1dff
                || c >= 0x20d0 && c <= 0x20ff
                || c >= 0xfe00 && c <= 0xfe2f
                || c == 0xad
                || c == 0x200c
                || c == 0x200d
                || c == 0x2060
                || c == 0xfeff;
    }

    private static String folded(int c) {
        String plain =
                switch (Character.toLowerCase(c)) {
                    case 'ß' -> "ss";
                    case 'æ' -> "ae";
                    case 'œ' -> "oe";
                    case 'ø' -> "o";
                    case 'đ', 'ð' -> "d";
                    case 'ł' -> "l";
                    case 'ħ' -> "h";
                    case 'ŧ' -> "t";
                    case 'þ' -> "th";
                    case 'ı' -> "i";
                    case 'ς' -> "σ";
                    default -> "";
                };
        if (!plain.isEmpty()) {
            return plain;
        }
        String small = Character.toString(c).toLowerCase(Locale.ROOT);
        String apart = Normalizer.normalize(small, Normalizer.Form.NFD);
        if (apart.length() == Character.charCount(c)) {
            return apart;
        }
        var letters = new StringBuilder(apart.length());
        apart.codePoints().filter(p -> !isUnseen(p)).forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
