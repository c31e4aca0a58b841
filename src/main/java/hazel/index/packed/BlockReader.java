package hazel.index.packed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// Reads what [BlockWriter] wrote, from a file's position on.
///
/// What is said to be longer than the file is refused by [#count], before there is an array for it.
/// That the octets are those that were written is known only after [#end].
public final class BlockReader {

    private final FileChannel from;
    private final ByteBuffer buffer;
    private final CRC32C checksum = new CRC32C();
    private long left;

    public BlockReader(FileChannel from) throws IOException {
        this.from = from;
        this.left = from.size() - from.position();
        int room = (int) Math.clamp(left, Long.BYTES, BlockWriter.BUFFER);
        this.buffer = ByteBuffer.allocateDirect(room).order(ByteOrder.nativeOrder()).limit(0);
    }

    public int number() throws IOException {
        need(Integer.BYTES);
        return buffer.getInt();
    }

    /// How many elements follow, each of so many octets.
    ///
    /// @throws IOException where the file is too short for them
    public int count(int octets) throws IOException {
        int count = number();
        if (count < 0 || (long) count * octets > left + buffer.remaining()) {
            throw new IOException("longer than its file");
        }
        return count;
    }

    public byte[] bytes(int count) throws IOException {
        byte[] values = new byte[count];
        for (int at = 0; at < values.length; ) {
            need(1);
            int some = Math.min(values.length - at, buffer.remaining());
            buffer.get(values, at, some);
            at += some;
        }
        return values;
    }

    public short[] shorts(int count) throws IOException {
        short[] values = new short[count];
        for (int at = 0; at < values.length; ) {
            need(Short.BYTES);
            int some = Math.min(values.length - at, buffer.remaining() / Short.BYTES);
            buffer.asShortBuffer().get(values, at, some);
            at += advance(some, Short.BYTES);
        }
        return values;
    }

    public int[] ints(int count) throws IOException {
        int[] values = new int[count];
        for (int at = 0; at < values.length; ) {
            need(Integer.BYTES);
            int some = Math.min(values.length - at, buffer.remaining() / Integer.BYTES);
            buffer.asIntBuffer().get(values, at, some);
            at += advance(some, Integer.BYTES);
        }
        return values;
    }

    public long[] longs(int count) throws IOException {
        long[] values = new long[count];
        for (int at = 0; at < values.length; ) {
            need(Long.BYTES);
            int some = Math.min(values.length - at, buffer.remaining() / Long.BYTES);
            buffer.asLongBuffer().get(values, at, some);
            at += advance(some, Long.BYTES);
        }
        return values;
    }

    /// To be called last; the file's position is then behind what was written.
    ///
    /// @throws IOException where the octets read are not those that were written
    public void end() throws IOException {
        sum();
        int expected = (int) checksum.getValue();
        if (number() != expected) {
            throw new IOException("the checksum does not fit");
        }
        from.position(from.position() - buffer.remaining());
    }

    /// Takes what was read out of the buffer into the checksum.
    private void sum() {
        checksum.update(buffer.duplicate().flip());
    }

    private int advance(int elements, int size) {
        buffer.position(buffer.position() + elements * size);
        return elements;
    }

    private void need(int octets) throws IOException {
        if (buffer.remaining() >= octets) {
            return;
        }
        sum();
        buffer.compact();
        while (buffer.position() < octets) {
            int read = from.read(buffer);
            if (read < 0) {
                throw new IOException("the file ends too early");
            }
            left -= read;
        }
        buffer.flip();
    }
}
