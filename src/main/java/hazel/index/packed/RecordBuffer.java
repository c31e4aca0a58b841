package hazel.index.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Octets being gathered for [Octets.Writer#add]; used again and again.
public final class RecordBuffer {

    private byte[] octets = new byte[64];
    private int length;

    public RecordBuffer clear() {
        length = 0;
        return this;
    }

    public byte[] octets() {
        return octets;
    }

    public int length() {
        return length;
    }

    void put(int octet) {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, length * 2);
        }
        octets[length++] = (byte) octet;
    }

    void put(byte[] some, int from, int count) {
        if (length + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + count, octets.length * 2));
        }
        System.arraycopy(some, from, octets, length, count);
        length += count;
    }

    /// Behind what there is.
    public void put(RecordBuffer other) {
        put(other.octets, 0, other.length);
    }

    /// Seven bits to an octet, the lowest first, the sign bit where more follow.
    public void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) (rest | 0x80));
            rest >>>= 7;
        }
        put((int) rest);
    }

    /// Goes over octets that were gathered so.
    ///
    /// For records whose octets are as they were written; anything else ends in an
    /// [IndexOutOfBoundsException] at the worst.
    public static final class Cursor {

        private final byte[] octets;
        private int at;

        public Cursor(byte[] octets, int at) {
            this.octets = octets;
            this.at = at;
        }

        public int at() {
            return at;
        }

        int next() {
            return octets[at++] & 0xff;
        }

        public long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                int octet = next();
                value |= (octet & 0x7fL) << shift;
                if (octet < 0x80) {
                    return value;
                }
            }
        }

        /// Whether the octets from here on are those of a record.
        boolean isNext(RecordBuffer record) {
            int end = at + record.length;
            return end <= octets.length
                    && Arrays.equals(octets, at, end, record.octets, 0, record.length);
        }

        public void skip(int count) {
            at += count;
        }

        String text(int count) {
            at += count;
            return new String(octets, at - count, count, UTF_8);
        }

        void copy(int count, RecordBuffer to) {
            to.put(octets, at, count);
            at += count;
        }
    }
}
