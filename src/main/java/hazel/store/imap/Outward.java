package hazel.store.imap;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// What is said to a server, compressed from some point on (RFC 4978).
final class Outward extends FilterOutputStream {

    private static final int BUFFER = 1 << 14;

    private final OutputStream wire;

    /// When something was said last, by [System#nanoTime]; read by other threads.
    private volatile long saidAt = System.nanoTime();

    Outward(OutputStream wire) {
        super(new BufferedOutputStream(wire, BUFFER));
        this.wire = wire;
    }

    long saidAt() {
        return saidAt;
    }

    /// What is said from now on is compressed; each flush brings all of it over.
    void deflate() throws IOException {
        flush();
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, /* nowrap= */ true);
        out =
                new BufferedOutputStream(
                        new DeflaterOutputStream(wire, deflater, BUFFER, /* syncFlush= */ true),
                        BUFFER);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        out.write(octets, from, count);
        saidAt = System.nanoTime();
    }
}
