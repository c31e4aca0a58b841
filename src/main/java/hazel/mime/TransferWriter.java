package hazel.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
                    fromLine |= startsWithFrom(octets, i, octets.length);
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

    /// Whether text would be the longer in quoted-printable.
    ///
    /// @param length in octets
    /// @param quoted how many of them need three characters
    static boolean isBulky(long length, long quoted) {
        return length + 2 * quoted > length * 5 / 3;
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
        boolean bulky = isBulky(survey.length(), survey.eightBit() + survey.controls());
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
        try {
            quotedPrintable(octets, 0, octets.length, 1, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return out.toByteArray();
    }

    /// The same of a stretch of octets, to a stream.
    ///
    /// @param ending octets of a line end: 1 for LF, 2 for CR LF
    static void quotedPrintable(byte[] octets, int from, int to, int ending, OutputStream out)
            throws IOException {
        int column = 0;
        boolean isLineStart = true;
        for (int i = from; i < to; i++) {
            if (isLineEnd(octets, i, to, ending)) {
                out.write(CRLF);
                i += ending - 1;
                column = 0;
                isLineStart = true;
                continue;
            }
            byte octet = octets[i];
            boolean lineEnd = i + 1 == to || isLineEnd(octets, i + 1, to, ending);
            boolean literal = isLiteral(octet, lineEnd) && !(isLineStart && isRisky(octets, i, to));
            int needed = literal ? 1 : 3;
            if (column + needed > (lineEnd ? QP_LINE : QP_LINE - 1)) {
                out.write('=');
                out.write(CRLF);
                column = 0;
                // a soft break may bring these to the beginning of a line, or make a delimiter
                literal = isLiteral(octet, lineEnd) && !isRisky(octets, i, to) && octet != '-';
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
            isLineStart = false;
        }
    }

    private static boolean isLineEnd(byte[] octets, int at, int to, int ending) {
        return ending == 1
                ? octets[at] == '\n'
                : octets[at] == '\r' && at + 1 < to && octets[at + 1] == '\n';
    }

    /// Base64 in lines of 76, the last one without its CR LF, to a stream.
    static void base64(byte[] octets, int from, int to, OutputStream out) throws IOException {
        int step = QP_LINE / 4 * 3;
        for (int at = from; at < to; at += step) {
            if (at > from) {
                out.write(CRLF);
            }
            byte[] line = Arrays.copyOfRange(octets, at, Math.min(to, at + step));
            out.write(Base64.getEncoder().encode(line));
        }
    }

    private static boolean isLiteral(byte octet, boolean lineEnd) {
        return switch (octet) {
            case ' ', '\t' -> !lineEnd;
            case '=' -> false;
            default -> octet > ' ' && octet < 0x7f;
        };
    }

    private static boolean isRisky(byte[] octets, int at, int to) {
        return (octets[at] == 'F' && startsWithFrom(octets, at, to)) || octets[at] == '.';
    }

    private static boolean startsWithFrom(byte[] octets, int at, int to) {
        return Transfer.startsWith(octets, at, to, "From ");
    }

    static char hex(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xf);
    }
}
