package hazel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.util.Locale;

/// The two forms in which DKIM signs (RFC 6376 section 3.4): as it is, or with white space made
/// alike.
enum Canonical {
    SIMPLE,
    RELAXED;

    /// A field of the header without its last line end.
    String field(String text) {
        if (this == SIMPLE) {
            return text;
        }
        int colon = text.indexOf(':');
        String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).replace("\r\n", "");
        return name + ":" + spaced(value).strip();
    }

    private static String spaced(String text) {
        var out = new StringBuilder(text.length());
        boolean isSpace = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isNow = c == ' ' || c == '\t';
            if (!isNow) {
                out.append(c);
            } else if (!isSpace) {
                out.append(' ');
            }
            isSpace = isNow;
        }
        return out.toString();
    }

    /// Gives the body of a message to a digest.
    ///
    /// @param most octets of it, as `l=` says
    /// @return how many octets the body has in this form
    long body(RawMessage message, long most, MessageDigest digest) {
        var out = new Limited(digest, most);
        byte[] octets = message.octets();
        byte[] line = new byte[0];
        long empty = 0; // lines that do not count where the body ends with them
        for (int at = message.bodyStart(); at < octets.length; ) {
            int end = RawMessage.lineEnd(octets, at);
            line = line.length < end - at ? new byte[2 * (end - at)] : line;
            int length = line(octets, at, end, line);
            if (length == 0) {
                empty++;
            } else {
                for (; empty > 0; empty--) {
                    out.lineEnd();
                }
                out.put(line, length);
                out.lineEnd();
            }
            at = end + RawMessage.ending(octets, end);
        }
        if (this == SIMPLE && out.count == 0) {
            out.lineEnd();
        }
        return out.count;
    }

    private int line(byte[] octets, int from, int to, byte[] into) {
        if (this == SIMPLE) {
            System.arraycopy(octets, from, into, 0, to - from);
            return to - from;
        }
        int length = 0;
        int kept = 0; // without white space at the end
        for (int i = from; i < to; i++) {
            boolean isSpace = octets[i] == ' ' || octets[i] == '\t';
            if (!isSpace) {
                into[length++] = octets[i];
                kept = length;
            } else if (length == kept) {
                into[length++] = ' ';
            }
        }
        return kept;
    }

    /// Hands on no more than was asked for, and counts all.
    private static final class Limited {
        private static final byte[] LINE_END = "\r\n".getBytes(ISO_8859_1);

        private final MessageDigest digest;
        private final long most;
        private long count;

        Limited(MessageDigest digest, long most) {
            this.digest = digest;
            this.most = most;
        }

        void put(byte[] octets, int length) {
            long left = Math.clamp(most - count, 0, length);
            digest.update(octets, 0, (int) left);
            count += length;
        }

        void lineEnd() {
            put(LINE_END, LINE_END.length);
        }
    }
}
