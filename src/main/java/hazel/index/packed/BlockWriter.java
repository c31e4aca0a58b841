package hazel.index.packed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/// Writes numbers and arrays to a channel, in the machine's own order and as much at once as there
/// is. [BlockReader] reads them again.
public final class BlockWriter {

    static final int BUFFER = 1 << 20;

    private final WritableByteChannel to;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.nativeOrder());
    private final CRC32C checksum = new CRC32C();

    public BlockWriter(WritableByteChannel to) {
        this.to = to;
    }

    public void number(int value) throws IOException {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    public void bytes(byte[] values, int count) throws IOException {
        for (int at = 0; at < count; ) {
            room(1);
            int some = Math.min(count - at, buffer.remaining());
            buffer.put(values, at, some);
            at += some;
        }
    }

    public void shorts(short[] values, int count) throws IOException {
        for (int at = 0; at < count; ) {
            room(Short.BYTES);
            int some = Math.min(count - at, buffer.remaining() / Short.BYTES);
            buffer.asShortBuffer().put(values, at, some);
            at += advance(some, Short.BYTES);
        }
    }

    public void ints(int[] values, int count) throws IOException {
        for (int at = 0; at < count; ) {
            room(Integer.BYTES);
            int some = Math.min(count - at, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, at, some);
            at += advance(some, Integer.BYTES);
        }
    }

    public void longs(long[] values, int count) throws IOException {
        for (int at = 0; at < count; ) {
            room(Long.BYTES);
            int some = Math.min(count - at, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, at, some);
            at += advance(some, Long.BYTES);
        }
    }

    /// The checksum of all before it, and whatever is still in the buffer to the channel.
    public void end() throws IOException {
        flush();
        buffer.putInt((int) checksum.getValue());
        flush();
    }

    private int advance(int elements, int size) {
        buffer.position(buffer.position() + elements * size);
        return elements;
    }

    private void room(int octets) throws IOException {
        if (buffer.remaining() < octets) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        buffer.clear();
    }
}
