package hazel.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The transparency of RFC 5321 section 4.5.2: how a message travels after DATA, and where it ends.
///
/// Only CR LF `.` CR LF ends one. The writer never sends a CR or LF alone, whatever the message
/// holds, so nothing it sends can be read as two messages by a server with a looser rule.
public final class DotStuffing {

    /// How much of a message that is too large is read past its limit before giving up.
    public static final long DISCARD_FACTOR = 4;

    private DotStuffing() {}

    /// Reads a message up to and with its dot.
    ///
    /// @param limit the most octets, as stored
    public static Received read(LineReader in, long limit) throws IOException {
        var message = new ByteArrayOutputStream(4096);
        long octets = 0;
        int column = 0; // octets of this line so far, as they came
        int longest = 0;
        boolean dotted = false; // the line began with a dot
        boolean eightBit = false;
        while (true) {
            int b = in.read();
            if (b < 0 || octets > limit * DISCARD_FACTOR) {
                return new Received.Cut();
            }
            if (b == '\n') {
                return new Received.BareLineEnd();
            }
            if (b == '\r') {
                if (in.read() != '\n') {
                    return new Received.BareLineEnd();
                }
                if (dotted && column == 1) {
                    return octets > limit
                            ? new Received.TooLarge(octets)
                            : new Received.Complete(message.toByteArray(), longest, eightBit);
                }
                longest = Math.max(longest, dotted ? column - 1 : column);
                octets += 2;
                keep(message, octets, limit, '\r');
                keep(message, octets, limit, '\n');
                column = 0;
                dotted = false;
                continue;
            }
            boolean first = column++ == 0;
            if (first && b == '.') {
                dotted = true;
                continue;
            }
            eightBit |= b > 0x7f;
            octets++;
            keep(message, octets, limit, b);
        }
    }

    private static void keep(ByteArrayOutputStream message, long octets, long limit, int b) {
        if (octets <= limit) {
            message.write(b);
        }
    }

    /// Writes a message and the dot that ends it, and flushes. CR LF, bare CR and bare LF all
    /// become CR LF; a message that does not end with one gets one.
    public static void write(byte[] message, OutputStream out) throws IOException {
        writeLines(message, out);
        out.write(new byte[] {'.', '\r', '\n'});
        out.flush();
    }

    /// The message alone, stuffed, without the dot that ends it and not flushed, for a caller that
    /// has to do something before the point of no return.
    public static void writeLines(byte[] message, OutputStream out) throws IOException {
        write(message, out, /* isStuffed= */ true);
    }

    /// The message as it is counted, with the same line ends and no dots added (RFC 3030).
    static void writeUnstuffed(byte[] message, OutputStream out) throws IOException {
        write(message, out, /* isStuffed= */ false);
    }

    private static void write(byte[] message, OutputStream out, boolean isStuffed)
            throws IOException {
        int i = 0;
        while (i < message.length) {
            int end = lineEnd(message, i);
            if (isStuffed && message[i] == '.') {
                out.write('.');
            }
            out.write(message, i, end - i);
            out.write('\r');
            out.write('\n');
            i = afterLineEnd(message, end);
        }
    }

    /// The same for who has the message piece by piece: writes on to `out` what is written to it,
    /// in which every line end is CR LF. Its `close` ends a last line that has none, and leaves
    /// `out` open.
    static OutputStream stuffing(OutputStream out) {
        return new Stuffing(out);
    }

    private static final class Stuffing extends OutputStream {
        private final OutputStream out;
        private boolean isLineStart = true;

        Stuffing(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            if (isLineStart && octet == '.') {
                out.write('.');
            }
            out.write(octet);
            isLineStart = octet == '\n';
        }

        @Override
        public void close() throws IOException {
            if (!isLineStart) {
                out.write('\r');
                out.write('\n');
            }
        }
    }

    /// Octets of the message as RFC 1870 counts them for SIZE: with CRLF line ends, before
    /// stuffing.
    public static long size(byte[] message) {
        long size = 0;
        int i = 0;
        while (i < message.length) {
            int end = lineEnd(message, i);
            size += end - i + 2;
            i = afterLineEnd(message, end);
        }
        return size;
    }

    /// Whether the message needs 8BITMIME (RFC 6152): an octet above 0x7F.
    public static boolean needs8bit(byte[] message) {
        for (byte b : message) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private static int lineEnd(byte[] message, int from) {
        int i = from;
        while (i < message.length && message[i] != '\r' && message[i] != '\n') {
            i++;
        }
        return i;
    }

    private static int afterLineEnd(byte[] message, int end) {
        boolean crlf = end + 1 < message.length && message[end] == '\r' && message[end + 1] == '\n';
        return end + (crlf ? 2 : 1);
    }
}
