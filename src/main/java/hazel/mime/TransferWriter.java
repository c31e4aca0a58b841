package hazel.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Content-Transfer-Encodings, writing side (RFC 2045 section 6): which one a body needs, and the
/// body in it.
final class TransferWriter {

    /// Octets in a line without its CR LF (RFC 5322 section 2.1.1).
    static final int LONGEST_LINE = 998;

    private static final int QP_LINE = 76;

    private static final byte[] CRLF = {'\r', '\n'};

    private TransferWriter() {}

    /// An encoding's name and a body in it, with CR LF line ends.
    @SuppressWarnings("ArrayRecordComponent") // a body is not copied
    record Encoded(String encoding, byte[] body) {}

    /// What a body is made of, as far as the choice of an encoding goes.
    ///
    /// @param eightBit octets of 128 and above
    /// @param controls NUL, CR and others that no line of text should carry; TAB is not one
    /// @param longest octets of the longest line
    /// @param fromLine whether a line begins `From `, which mbox files mangle
    record Survey(int length, int eightBit, int controls, int longest, boolean fromLine) {

        /// @param octets text with LF line ends
        static Survey of(byte[] octets) {
            int eightBit = 0;
            int controls = 0;
            int longest = 0;
            int start = 0;
            boolean fromLine = false;
            for (int i = 0; i <= octets.length; i++) {
                if (i == octets.length || octets[i] == '\n') {
                    longest = Math.max(longest, i - start);
                    start = i + 1;
                    continue;
                }
                if (i == start) {
                    fromLine |= startsWithFrom(octets, i);
                }
                byte octet = octets[i];
                if (octet < 0) {
                    eightBit++;
                } else if ((octet < ' ' && octet != '\t') || octet == 0x7f) {
                    controls++;
                }
            }
            return new Survey(octets.length, eightBit, controls, longest, fromLine);
        }

        boolean isPlain() {
            return controls == 0 && longest <= LONGEST_LINE;
        }
    }

    /// Text in the simplest encoding that carries it: as it is, quoted-printable, or base64 where
    /// quoted-printable would be the longer.
    ///
    /// @param octets with LF line ends; each becomes CR LF
    static Encoded text(byte[] octets, WireForm form) {
        Survey survey = Survey.of(octets);
        if (survey.isPlain() && !survey.fromLine()) {
            if (survey.eightBit() == 0) {
                return new Encoded("7bit", CrLf.normalized(octets));
            }
            if (form == WireForm.EIGHT_BIT) {
                return new Encoded("8bit", CrLf.normalized(octets));
            }
        }
        long quoted = survey.length() + 2L * (survey.eightBit() + survey.controls());
        boolean bulky = quoted > survey.length() * 5L / 3;
        return bulky && survey.controls() == 0
                ? new Encoded("base64", base64(CrLf.normalized(octets)))
                : new Encoded("quoted-printable", quotedPrintable(octets));
    }

    /// Base64 in lines of 76.
    static byte[] base64(byte[] octets) {
        byte[] lines = Base64.getMimeEncoder(QP_LINE, CRLF).encode(octets);
        if (lines.length == 0) {
            return lines;
        }
        byte[] ended = new byte[lines.length + 2];
        System.arraycopy(lines, 0, ended, 0, lines.length);
        ended[lines.length] = '\r';
        ended[lines.length + 1] = '\n';
        return ended;
    }

    /// Quoted-printable (RFC 2045 section 6.7) of text with LF line ends. A CR is data, `=0D`.
    /// `From ` and `.` at the beginning of a line are encoded too, so that neither an mbox file nor
    /// SMTP's transparency can touch them.
    static byte[] quotedPrintable(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 8);
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                out.writeBytes(CRLF);
                column = 0;
                continue;
            }
            boolean lineStart = i == 0 || octets[i - 1] == '\n';
            boolean lineEnd = i + 1 == octets.length || octets[i + 1] == '\n';
            boolean literal = isLiteral(octet, lineEnd) && !(lineStart && isRisky(octets, i));
            int needed = literal ? 1 : 3;
            if (column + needed > (lineEnd ? QP_LINE : QP_LINE - 1)) {
                out.write('=');
                out.writeBytes(CRLF);
                column = 0;
                // a soft break may bring these to the beginning of a line
                literal = isLiteral(octet, lineEnd) && !isRisky(octets, i);
                needed = literal ? 1 : 3;
            }
            if (literal) {
                out.write(octet);
            } else {
                out.write('=');
                out.write(hex(octet >> 4));
                out.write(hex(octet));
            }
            column += needed;
        }
        return out.toByteArray();
    }

    private static boolean isLiteral(byte octet, boolean lineEnd) {
        return switch (octet) {
            case ' ', '\t' -> !lineEnd;
            case '=' -> false;
            default -> octet > ' ' && octet < 0x7f;
        };
    }

    private static boolean isRisky(byte[] octets, int at) {
        return startsWithFrom(octets, at) || octets[at] == '.';
    }

    static boolean startsWithFrom(byte[] octets, int at) {
        byte[] from = "From ".getBytes(StandardCharsets.US_ASCII);
        if (at + from.length > octets.length) {
            return false;
        }
        for (int i = 0; i < from.length; i++) {
            if (octets[at + i] != from[i]) {
                return false;
            }
        }
        return true;
    }

    static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xf);
    }
}
