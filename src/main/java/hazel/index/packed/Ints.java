package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;

/// A column of ints, in chunks, so that adding to a long one copies next to nothing.
public final class Ints {

    private static final int BITS = 14;

    /// Elements of a chunk.
    public static final int CHUNK = 1 << BITS;

    private static final int MASK = CHUNK - 1;
    private static final int FIRST = 64;

    public static final Ints EMPTY = new Ints(new int[0][], 0);

    private final int[][] chunks;
    private final int size;

    private Ints(int[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    public int size() {
        return size;
    }

    public int get(int at) {
        return chunks[at >>> BITS][at & MASK];
    }

    /// Octets in memory.
    public long octets() {
        return Arrays.stream(chunks).mapToLong(c -> Integer.BYTES * (long) c.length).sum();
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(size);
        for (int at = 0; at < size; at += CHUNK) {
            out.ints(chunks[at >>> BITS], Math.min(CHUNK, size - at));
        }
    }

    /// @throws IOException also where it is not what was written
    public static Ints readFrom(BlockReader in) throws IOException {
        int size = in.count(Integer.BYTES);
        int[][] chunks = new int[(size + MASK) >>> BITS][];
        for (int at = 0; at < size; at += CHUNK) {
            chunks[at >>> BITS] = in.ints(Math.min(CHUNK, size - at));
        }
        return new Ints(chunks, size);
    }

    /// @throws IOException where a number is less than 0 or not less than `bound`
    public void check(int bound) throws IOException {
        for (int at = 0; at < size; at += CHUNK) {
            int[] chunk = chunks[at >>> BITS];
            int end = Math.min(CHUNK, size - at);
            for (int i = 0; i < end; i++) {
                if (chunk[i] < 0 || chunk[i] >= bound) {
                    throw new IOException("a number out of its bounds");
                }
            }
        }
    }

    /// Adds behind a column. Each column has one writer that adds in place; a second one begins
    /// with a copy of the last chunk.
    public static final class Writer {

        private int[][] chunks;
        private int size;

        public Writer() {
            this(EMPTY);
        }

        public Writer(Ints base) {
            chunks = base.chunks.clone();
            size = base.size;
            if (chunks.length > 0) {
                chunks[chunks.length - 1] = chunks[chunks.length - 1].clone();
            }
        }

        public int size() {
            return size;
        }

        public int get(int at) {
            return chunks[at >>> BITS][at & MASK];
        }

        public void add(int value) {
            int chunk = size >>> BITS;
            int at = size & MASK;
            if (chunk == chunks.length || at == chunks[chunk].length) {
                makeRoom(chunk, at);
            }
            chunks[chunk][at] = value;
            size++;
        }

        public Ints column() {
            return new Ints(chunks, size);
        }

        /// The directory is a new one each time: who has the old one keeps the old chunk.
        private void makeRoom(int chunk, int length) {
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk + 1);
                chunks[chunk] = new int[chunk == 0 ? FIRST : CHUNK];
            } else {
                chunks = chunks.clone();
                chunks[chunk] = Arrays.copyOf(chunks[chunk], Math.min(CHUNK, length * 2));
            }
        }
    }
}
