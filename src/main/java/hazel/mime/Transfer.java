package hazel.mime;

import java.util.Arrays;

/// The content transfer encodings (RFC 2045 section 6) and uuencode, decoded without complaint.
///
/// The result is never longer than the input, so what a message can make us hold is bounded by its
/// own size.
final class Transfer {

    private static final byte[] BASE64 = new byte[128];

    static {
        Arrays.fill(BASE64, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            BASE64[alphabet.charAt(i)] = (byte) i;
        }
    }

    private Transfer() {}

    /// The octets of `[from, to)` decoded; as they are where the encoding is unknown (RFC 2045
    /// section 6.2).
    static byte[] decode(byte[] octets, int from, int to, String encoding) {
        return switch (encoding) {
            case "base64" -> base64(octets, from, to);
            case "quoted-printable" -> quotedPrintable(octets, from, to);
            case "x-uuencode", "uuencode", "x-uue", "uue" -> uuencode(octets, from, to);
            default -> Arrays.copyOfRange(octets, from, to);
        };
    }

    /// The value of a base64 digit, or -1. Only for characters below 128.
    static int base64(int c) {
        return BASE64[c];
    }

    /// Skips what is not in the alphabet, and goes on after padding: some programs join encoded
    /// pieces.
    static byte[] base64(byte[] octets, int from, int to) {
        byte[] out = new byte[(int) ((to - from) * 3L / 4) + 3];
        int length = 0;
        int held = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            byte c = octets[i];
            int digit = c < 0 ? -1 : BASE64[c];
            if (digit >= 0) {
                held = held << 6 | digit;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out[length++] = (byte) (held >> bits);
                }
            } else if (c == '=') {
                bits = 0;
                held = 0;
            }
        }
        return Arrays.copyOf(out, length);
    }

    /// An `=` that begins nothing stays. White space at the end of a line goes (RFC 2045 section
    /// 6.7, rule 3).
    static byte[] quotedPrintable(byte[] octets, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        int solid = 0; // end of what is not white space at the end of a line
        for (int i = from; i < to; i++) {
            byte c = octets[i];
            if (c == '=') {
                int soft = softBreak(octets, i + 1, to);
                if (soft > 0) {
                    i = soft - 1;
                    solid = length;
                    continue;
                }
                int value = i + 2 < to ? hex(octets[i + 1], octets[i + 2]) : -1;
                if (value >= 0) {
                    c = (byte) value;
                    i += 2;
                }
                out[length++] = c;
                solid = length;
            } else if (c == '\n' || c == '\r') {
                length = c == '\n' && length > 0 && out[length - 1] == '\r' ? length : solid;
                out[length++] = c;
                solid = length;
            } else {
                out[length++] = c;
                if (c != ' ' && c != '\t') {
                    solid = length;
                }
            }
        }
        return Arrays.copyOf(out, length);
    }

    /// Where the next line begins if only white space lies between; 0 where something does.
    private static int softBreak(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = octets[i];
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < to && octets[i + 1] == '\n' ? i + 2 : i + 1;
            }
            if ((c != ' ' && c != '\t') || i - from > 998) {
                return 0;
            }
        }
        return to;
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    /// The first `begin` to `end` block; without a `begin`, as it is.
    static byte[] uuencode(byte[] octets, int from, int to) {
        int at = from;
        while (at < to && !startsWith(octets, at, to, "begin ")) {
            at = Lines.next(octets, at, to);
        }
        if (at >= to) {
            return Arrays.copyOfRange(octets, from, to);
        }
        byte[] out = new byte[to - at];
        int length = 0;
        for (at = Lines.next(octets, at, to); at < to; at = Lines.next(octets, at, to)) {
            if (startsWith(octets, at, to, "end")) {
                break;
            }
            int end = Lines.end(octets, at, to);
            int count = end > at ? octets[at] - ' ' & 0x3f : 0;
            int held = 0;
            int bits = 0;
            for (int i = at + 1; i < end && count > 0; i++) {
                held = held << 6 | (octets[i] - ' ' & 0x3f);
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    out[length++] = (byte) (held >> bits);
                    count--;
                }
            }
        }
        return Arrays.copyOf(out, length);
    }

    static boolean startsWith(byte[] octets, int from, int to, String start) {
        if (to - from < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (octets[from + i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
