package hazel.store.imap;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// What a server sends, as long as it is within bounds. Angus allocates a literal by the size that
/// is announced, grows a line without end and reads lists by recursion: here is where that ends.
///
/// Bounded are a line, a literal, how deep parentheses nest, and the octets and the time that one
/// command's answers may take in all. Used by the connection's thread alone.
final class Guard extends InputStream {

    /// A SEARCH of a million messages fits.
    private static final int LONGEST_LINE = 8 << 20;

    private static final int DEEPEST = 64;

    /// Angus keeps each as an object, until the last is there.
    private static final int MOST_LINES = 200_000;

    /// Digits of a literal's size that are looked at.
    private static final int DIGITS = 10;

    /// An answer that is out of bounds.
    static final class OutOfBounds extends IOException {

        private static final long serialVersionUID = 1;

        OutOfBounds(String what) {
            super(what);
        }
    }

    /// Follows an answer as it comes.
    interface Watch {

        /// Of nobody who wants to know.
        Watch NONE = _ -> {};

        /// Called for each piece that comes, and now and then where none does.
        ///
        /// @param octets of the answer so far; may throw to listen no longer, and then the
        ///   connection is of no use any more
        void heard(long octets);
    }

    private InputStream in;
    private Watch watch = Watch.NONE;
    private long heard;

    /// When something came last, by [System#nanoTime]; read by other threads.
    private volatile long heardAt = System.nanoTime();

    /// How long the server may be silent beyond the socket's own patience, in nanoseconds.
    private long patience;

    private long octetsLeft = 1 << 16;
    private int linesLeft = MOST_LINES;
    private long literalLimit;
    private long deadline = System.nanoTime() + Duration.ofHours(1).toNanos();

    private long literalLeft;
    private int line;
    private int depth;
    private boolean isQuoted;
    private boolean isEscaped;

    /// Only CR LF ends a line, for Angus too.
    private boolean isAfterReturn;

    /// How far a literal's announcement has come: -1 outside one, else its digits.
    private int digits = -1;

    private long announced;
    private boolean isAnnounced;

    Guard(InputStream in) {
        this.in = in;
    }

    /// What the answers to the next command may cost.
    ///
    /// @param octets in all
    /// @param literal the longest
    /// @param nanos from now
    void allow(long octets, long literal, long nanos) {
        octetsLeft = octets;
        linesLeft = MOST_LINES;
        literalLimit = literal;
        deadline = System.nanoTime() + nanos;
    }

    /// From now on somebody follows what comes.
    ///
    /// @param nanos for which the server may be silent, however short the socket's own patience is
    void watch(Watch other, long nanos) {
        watch = other;
        patience = nanos;
        heard = 0;
    }

    long heardAt() {
        return heardAt;
    }

    /// What comes from now on is compressed (RFC 4978). The bounds hold for what it comes to.
    void inflate() {
        in = new InflaterInputStream(in, new Inflater(/* nowrap= */ true));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (System.nanoTime() - deadline > 0) {
            throw new SocketTimeoutException("the answer takes too long");
        }
        int count = patiently(buffer, offset, length);
        if (count > 0) {
            heard += count;
            heardAt = System.nanoTime();
            watch.heard(heard);
            octetsLeft -= count;
            if (octetsLeft < 0) {
                throw new OutOfBounds("it answers more than was asked for");
            }
            check(buffer, offset, offset + count);
        }
        return count;
    }

    private int patiently(byte[] buffer, int offset, int length) throws IOException {
        long end = System.nanoTime() + patience;
        while (true) {
            try {
                return in.read(buffer, offset, length);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - end >= 0 || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                watch.heard(heard);
            }
        }
    }

    private void check(byte[] buffer, int from, int to) throws OutOfBounds {
        int at = from;
        while (at < to) {
            if (literalLeft > 0) {
                int inside = (int) Math.min(literalLeft, to - at);
                literalLeft -= inside;
                at += inside;
            } else {
                check(buffer[at++]);
            }
        }
    }

    private void check(byte b) throws OutOfBounds {
        if (++line > LONGEST_LINE) {
            throw new OutOfBounds("it sends a line without end");
        }
        if (b == '\n' && isAfterReturn) {
            isAfterReturn = false;
            endOfLine();
            return;
        }
        if (b == '\r' && !isAfterReturn) {
            isAfterReturn = true;
            return;
        }
        isAfterReturn = false;
        announce(b);
        if (isEscaped) {
            isEscaped = false;
        } else if (isQuoted && b == '\\') {
            isEscaped = true;
        } else if (b == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && b == '(' && ++depth > DEEPEST) {
            throw new OutOfBounds("it sends lists within lists without end");
        } else if (!isQuoted && b == ')') {
            depth--;
        }
    }

    /// `{123}` at the end of a line; Angus does not mind what stands before it.
    private void announce(byte b) {
        if (b == '{') {
            digits = 0;
            announced = 0;
            isAnnounced = false;
        } else if (b >= '0' && b <= '9' && digits >= 0 && !isAnnounced) {
            digits++;
            announced = digits > DIGITS ? Long.MAX_VALUE : announced * 10 + (b - '0');
        } else if (b == '}' && digits > 0) {
            isAnnounced = true;
        } else {
            digits = -1;
            isAnnounced = false;
        }
    }

    private void endOfLine() throws OutOfBounds {
        if (isAnnounced) {
            if (announced > literalLimit) {
                throw new OutOfBounds("it announces more than was asked for");
            }
            literalLeft = announced;
        } else if (--linesLeft < 0) {
            throw new OutOfBounds("it answers more than was asked for");
        } else {
            line = 0;
            depth = 0;
            isQuoted = false;
        }
        isEscaped = false;
        isAnnounced = false;
        digits = -1;
    }

    @Override
    public int available() throws IOException {
        return in instanceof InflaterInputStream ? 0 : in.available(); // that one always says 1
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
