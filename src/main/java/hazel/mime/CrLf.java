package hazel.mime;

import hazel.mail.LineEnds;

import java.io.ByteArrayOutputStream;

/// Line ends as mail has them on the wire: CR LF and nothing else (RFC 5321 section 2.3.8).
public final class CrLf {

    private CrLf() {}

    /// The octets with CR LF for every line end. A lone CR or LF is taken for one, as every store
    /// but IMAP's has them. The same array comes back where there is nothing to change.
    public static byte[] normalized(byte[] octets) {
        return LineEnds.areCrLf(octets) ? octets : normalize(octets);
    }

    private static byte[] normalize(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 32);
        for (int i = 0; i < octets.length; i++) {
            boolean cr = octets[i] == '\r';
            if (cr || octets[i] == '\n') {
                out.write('\r');
                out.write('\n');
                if (cr && i + 1 < octets.length && octets[i + 1] == '\n') {
                    i++;
                }
            } else {
                out.write(octets[i]);
            }
        }
        return out.toByteArray();
    }
}
