package hazel.mime;

/// UTF-7 (RFC 2152), decoding only: nobody should write it, some old mail is in it.
///
/// What is not UTF-7 comes through as it is. Half a surrogate pair stays half of one, for
/// [hazel.text.Harmless] to show.
final class Utf7 {

    private Utf7() {}

    static String decode(String text) {
        var out = new StringBuilder(text.length());
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c != '+') {
                out.append(c);
                continue;
            }
            if (i + 1 < length && text.charAt(i + 1) == '-') {
                out.append('+');
                i++;
                continue;
            }
            int bits = 0;
            int held = 0;
            int at = i + 1;
            for (; at < length; at++) {
                int digit = digit(text.charAt(at));
                if (digit < 0) {
                    break;
                }
                held = (held << 6 | digit) & 0xffffff;
                bits += 6;
                if (bits >= 16) {
                    bits -= 16;
                    out.append((char) (held >> bits));
                }
            }
            if (at == i + 1) {
                out.append('+');
            } else {
                i = at < length && text.charAt(at) == '-' ? at : at - 1;
            }
        }
        return out.toString();
    }

    private static int digit(char c) {
        return c < 0x80 ? Transfer.base64(c) : -1;
    }
}
