package hazel.pop3;

import java.io.IOException;
import java.io.OutputStream;

/// Undoes what RFC 1939 section 3 does to a message on the wire: only CR LF `.` CR LF ends it, and
/// a dot before another at the beginning of a line is taken away. A CR LF becomes LF, as files of
/// this machine have it; any other CR stays.
final class DotText {

    private enum At {
        BEGIN,
        DOT,
        DOT_RETURN,
        INSIDE,
        RETURN,
        END
    }

    /// The file is in trouble, not the connection.
    static final class CannotWrite extends IOException {

        private static final long serialVersionUID = 1;

        CannotWrite(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final OutputStream out;
    private long left;
    private At at = At.BEGIN;

    /// @param most octets that are written
    DotText(OutputStream out, long most) {
        this.out = out;
        this.left = most;
    }

    boolean isEnded() {
        return at == At.END;
    }

    boolean isTooLong() {
        return left < 0;
    }

    /// @return how many octets were taken: fewer than there are where the message ends among them
    int take(byte[] octets, int from, int to) throws CannotWrite {
        int i = from;
        while (i < to && at != At.END && left >= 0) {
            take(octets[i++]);
        }
        return i - from;
    }

    private void take(byte b) throws CannotWrite {
        switch (at) {
            case BEGIN -> {
                if (b == '.') {
                    at = At.DOT;
                } else {
                    inside(b);
                }
            }
            case DOT -> {
                if (b == '\r') {
                    at = At.DOT_RETURN;
                } else {
                    inside(b); // the stuffed dot is gone
                }
            }
            case DOT_RETURN -> {
                if (b == '\n') {
                    at = At.END;
                } else {
                    write('\r');
                    inside(b);
                }
            }
            case INSIDE -> inside(b);
            case RETURN -> {
                if (b == '\n') {
                    write('\n');
                    at = At.BEGIN;
                } else {
                    write('\r');
                    inside(b);
                }
            }
            case END -> throw new IllegalStateException("after the end");
        }
    }

    private void inside(byte b) throws CannotWrite {
        if (b == '\r') {
            at = At.RETURN;
        } else {
            write(b);
            at = At.INSIDE;
        }
    }

    private void write(int b) throws CannotWrite {
        left--;
        try {
            out.write(b);
        } catch (IOException e) {
            throw new CannotWrite(e);
        }
    }
}
