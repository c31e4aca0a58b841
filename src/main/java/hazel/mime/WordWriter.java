package hazel.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Text as encoded words (RFC 2047), the writing side.
///
/// Always UTF-8. No word is longer than 75 characters and none divides a character. Of the two
/// encodings the whole text uses the shorter one, and within Q only the characters section 5 (3)
/// allows in a phrase, so that the same words serve everywhere.
final class WordWriter {

    private static final int LONGEST = 75;

    private static final int FRAME = "=?utf-8?B?".length() + "?=".length();

    private WordWriter() {}

    /// Whether the text has to be encoded: it is not printable ASCII, or would be taken for an
    /// encoded word.
    static boolean isNeeded(String text) {
        return text.contains("=?") || text.chars().anyMatch(c -> c < ' ' || c > '~');
    }

    /// The words, to be divided by one space or fold each.
    ///
    /// @param first how many characters the first may have, at least 40
    static List<String> encode(String text, int first) {
        boolean base64 = prefersBase64(text);
        List<String> words = new ArrayList<>();
        var piece = new StringBuilder();
        int room = first - FRAME;
        int used = 0;
        int[] codePoints = text.codePoints().toArray();
        for (int codePoint : codePoints) {
            String character = character(codePoint);
            int octets = utf8(character).length;
            int size = base64 ? octets : q(character).length();
            int capacity = base64 ? room / 4 * 3 : room;
            if (used + size > capacity && !piece.isEmpty()) {
                words.add(word(piece.toString(), base64));
                piece.setLength(0);
                room = LONGEST - FRAME;
                used = 0;
            }
            piece.append(character);
            used += size;
        }
        words.add(word(piece.toString(), base64));
        return words;
    }

    /// Half a surrogate pair has no UTF-8; it becomes the replacement character.
    private static String character(int codePoint) {
        return codePoint >= 0xd800 && codePoint <= 0xdfff
                ? "\ufffd"
                : Character.toString(codePoint);
    }

    private static String word(String text, boolean base64) {
        return base64
                ? "=?utf-8?B?" + Base64.getEncoder().encodeToString(utf8(text)) + "?="
                : "=?utf-8?Q?" + q(text) + "?=";
    }

    private static boolean prefersBase64(String text) {
        return q(text).length() > (utf8(text).length + 2) / 3 * 4;
    }

    private static String q(String text) {
        var out = new StringBuilder();
        for (byte octet : utf8(text)) {
            if (octet == ' ') {
                out.append('_');
            } else if (isSafe(octet)) {
                out.append((char) octet);
            } else {
                out.append('=')
                        .append(TransferWriter.hex(octet >> 4))
                        .append(TransferWriter.hex(octet));
            }
        }
        return out.toString();
    }

    private static boolean isSafe(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || "!*+-/".indexOf(octet) >= 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
