package hazel.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Reads SMTP's lines with the exact rule of RFC 5321 section 2.3.8: a line ends with CR LF, and
/// neither stands alone. Server and client share it.
///
/// Memory is bounded: a line keeps at most its limit, and the rest of a longer one is skipped only
/// so far. Blocks as its stream blocks; used by one thread at a time.
public final class LineReader {

    /// A command line, with its line end (RFC 5321 section 4.5.3.1.4), widened as the extensions in
    /// use ask for.
    public static final int COMMAND_LIMIT = 2048;

    /// A reply line. RFC 5321 section 4.5.3.1.5 says 512; servers exceed it.
    public static final int REPLY_LIMIT = 4096;

    /// How far beyond its limit a line is skipped before it counts as a flood.
    private static final int SKIP_LIMIT = 64 * 1024;

    private static final int NOTHING = -2;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int start;
    private int end;
    private int pushedBack = NOTHING;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /// The next line, whatever is wrong with it.
    ///
    /// @param limit the most octets kept, without the line end
    public Line next(int limit) throws IOException {
        var octets = new ByteArrayOutputStream(80);
        int skipped = 0;
        while (true) {
            int b = read();
            switch (b) {
                case -1 -> {
                    return line(octets, Line.Ending.CLOSED);
                }
                case '\n' -> {
                    return line(octets, skipped > 0 ? Line.Ending.TOO_LONG : Line.Ending.BARE_LF);
                }
                case '\r' -> {
                    int after = read();
                    if (after == '\n') {
                        return line(octets, skipped > 0 ? Line.Ending.TOO_LONG : Line.Ending.CRLF);
                    }
                    pushedBack = after;
                    if (skipped == 0) {
                        return line(octets, Line.Ending.BARE_CR);
                    }
                }
                default -> {
                    if (octets.size() < limit) {
                        octets.write(b);
                    } else if (++skipped > SKIP_LIMIT) {
                        return line(octets, Line.Ending.FLOOD);
                    }
                }
            }
        }
    }

    /// Whether the other side has sent something that was not read yet. After the 220 to STARTTLS
    /// it must not have: such octets came in clear and would be taken for protected ones.
    public boolean hasMore() throws IOException {
        return pushedBack >= 0 || start < end || in.available() > 0;
    }

    /// Reads so many octets, whatever they are, into a stream: a chunk of RFC 3030.
    ///
    /// @return whether they all came before the connection ended
    public boolean octets(long count, OutputStream into) throws IOException {
        long left = count;
        while (left > 0) {
            if (pushedBack != NOTHING || start == end) {
                int b = read();
                if (b < 0) {
                    return false;
                }
                into.write(b);
                left--;
            }
            int some = (int) Math.min(left, end - start);
            into.write(buffer, start, some);
            start += some;
            left -= some;
        }
        return true;
    }

    /// The next octet, or -1 at the end.
    int read() throws IOException {
        if (pushedBack != NOTHING) {
            int b = pushedBack;
            pushedBack = NOTHING;
            return b;
        }
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[start++] & 0xff;
    }

    private static Line line(ByteArrayOutputStream octets, Line.Ending ending) {
        return new Line(octets.toString(StandardCharsets.UTF_8), ending);
    }
}
