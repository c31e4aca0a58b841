package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;

/// Records of octets in large blocks, each named by an int, none divided between two blocks. How
/// long a record is, it says itself or nobody.
public final class Octets {

    private static final int BITS = 18;
    private static final int BLOCK = 1 << BITS;
    private static final int FIRST = 256;

    /// The longest record.
    public static final int LONGEST = BLOCK / 4;

    public static final Octets EMPTY = new Octets(new byte[0][], 0);

    private final byte[][] blocks;

    /// Of the last block; the ones before are full, or as good as.
    private final int used;

    private Octets(byte[][] blocks, int used) {
        this.blocks = blocks;
        this.used = used;
    }

    /// The block a record is in; not to be written to.
    public byte[] block(int ref) {
        return blocks[ref >>> BITS];
    }

    /// Where in its block a record begins.
    public static int at(int ref) {
        return ref & (BLOCK - 1);
    }

    /// Octets in memory.
    public long octets() {
        return Arrays.stream(blocks).mapToLong(b -> b.length).sum();
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(blocks.length);
        for (int i = 0; i < blocks.length; i++) {
            int length = i == blocks.length - 1 ? used : blocks[i].length;
            out.number(length);
            out.bytes(blocks[i], length);
        }
    }

    /// @throws IOException also where it is not what was written
    public static Octets readFrom(BlockReader in) throws IOException {
        byte[][] blocks = new byte[in.count(Integer.BYTES)][];
        for (int i = 0; i < blocks.length; i++) {
            int length = in.count(1);
            if (length > BLOCK) {
                throw new IOException("a block that is too long");
            }
            blocks[i] = in.bytes(length);
        }
        return new Octets(blocks, blocks.length == 0 ? 0 : blocks[blocks.length - 1].length);
    }

    /// Whether a record can begin there.
    boolean isWithin(int ref) {
        return ref >>> BITS < blocks.length && at(ref) < blocks[ref >>> BITS].length;
    }

    /// Adds behind what there is; as with [Ints.Writer], a second writer begins with a copy of the
    /// last block.
    public static final class Writer {

        private byte[][] blocks;
        private int used;

        public Writer() {
            this(EMPTY);
        }

        public Writer(Octets base) {
            blocks = base.blocks.clone();
            used = base.used;
            if (blocks.length > 0) {
                blocks[blocks.length - 1] = Arrays.copyOf(blocks[blocks.length - 1], used);
            }
        }

        /// @return the record's name
        public int add(byte[] from, int start, int length) {
            makeRoom(length);
            int ref = (blocks.length - 1) << BITS | used;
            System.arraycopy(from, start, blocks[blocks.length - 1], used, length);
            used += length;
            return ref;
        }

        public Octets octets() {
            return new Octets(blocks, used);
        }

        private void makeRoom(int length) {
            if (length > LONGEST) {
                throw new IllegalArgumentException("a record of " + length + " octets");
            }
            int last = blocks.length - 1;
            if (last < 0 || used + length > BLOCK) {
                blocks = Arrays.copyOf(blocks, last + 2);
                blocks[last + 1] = new byte[last < 0 ? Math.max(FIRST, length) : BLOCK];
                used = 0;
            } else if (used + length > blocks[last].length) {
                blocks = blocks.clone();
                int room = Math.max(used + length, blocks[last].length * 2);
                blocks[last] = Arrays.copyOf(blocks[last], Math.min(BLOCK, room));
            }
            if (blocks.length > 1 << (Integer.SIZE - BITS)) {
                throw new IllegalStateException("more than four gigabytes of texts");
            }
        }
    }
}
