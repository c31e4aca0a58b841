package hazel.file;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// The octets of a buffer, say of a mapped file, from its position on. [#available] is all that is
/// left.
public final class BufferInput extends InputStream {

    private final ByteBuffer octets;

    /// @param octets whose own position stays where it is
    public BufferInput(ByteBuffer octets) {
        this.octets = octets.slice();
    }

    /// What is left, to be read in larger pieces: what is taken from it is read here too.
    public ByteBuffer rest() {
        return octets;
    }

    @Override
    public int read() {
        return octets.hasRemaining() ? octets.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) {
        if (length > 0 && !octets.hasRemaining()) {
            return -1;
        }
        int some = Math.min(length, octets.remaining());
        octets.get(into, at, some);
        return some;
    }

    @Override
    public int available() {
        return octets.remaining();
    }
}
