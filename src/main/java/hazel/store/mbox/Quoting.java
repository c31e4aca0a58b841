package hazel.store.mbox;

import java.io.ByteArrayOutputStream;

/// What mboxrd does to lines that would be taken for the beginning of a message: every `>*From `
/// line gets one `>` more, and loses it when read. So nothing is lost, whatever a body holds.
final class Quoting {

    private Quoting() {}

    static byte[] quote(byte[] message) {
        return each(message, 1);
    }

    /// QUIRK: mboxo quotes only `From ` and leaves `>From ` alone, so of its lines those that came
    /// with a `>` lose it. No file says which of the two it is.
    static byte[] unquote(byte[] stored) {
        return each(stored, -1);
    }

    private static byte[] each(byte[] octets, int quotes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 64);
        int copied = 0;
        for (int line = 0; line < octets.length; line = lineAfter(octets, line)) {
            int from = line;
            while (from < octets.length && octets[from] == '>') {
                from++;
            }
            boolean isMarked = isFrom(octets, from) && (quotes > 0 || from > line);
            if (isMarked) {
                out.write(octets, copied, line - copied);
                copied = line;
                if (quotes > 0) {
                    out.write('>');
                } else {
                    copied++;
                }
            }
        }
        if (copied == 0 && out.size() == 0) {
            return octets;
        }
        out.write(octets, copied, octets.length - copied);
        return out.toByteArray();
    }

    static boolean isFrom(byte[] octets, int at) {
        return isFrom(octets, at, octets.length);
    }

    static boolean isFrom(byte[] octets, int at, int to) {
        return at + 5 <= to
                && octets[at] == 'F'
                && octets[at + 1] == 'r'
                && octets[at + 2] == 'o'
                && octets[at + 3] == 'm'
                && octets[at + 4] == ' ';
    }

    static int lineAfter(byte[] octets, int at) {
        int i = at;
        while (i < octets.length && octets[i] != '\n') {
            i++;
        }
        return i + 1;
    }
}
