package hazel.mail;

import java.io.ByteArrayOutputStream;

/// Line ends in the octets of a message: CR LF on the wire (RFC 5321 section 2.3.8), LF in files
/// and pipes.
public final class LineEnds {

    private LineEnds() {}

    /// Whether every CR is followed by a LF and every LF comes after a CR. A server with a looser
    /// rule might take one that stands alone for a line end, and see another end of the message.
    public static boolean areCrLf(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            boolean pair = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (pair) {
                i++;
            } else if (octets[i] == '\r' || octets[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    /// The octets with LF for each CR LF; a CR that stands alone stays.
    public static byte[] withLf(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            boolean pair = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (!pair) {
                out.write(octets[i]);
            }
        }
        return out.toByteArray();
    }
}
