package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/// The flags, as bits, and the keywords of every row: what changes while a mailbox is open. A
/// changed column shares all chunks that nothing changed in.
///
/// @param keywords numbers in `sets`
/// @param counts how many rows have each flag
@SuppressWarnings("ArrayRecordComponent") // columns are arrays, and nobody compares two
public record FlagColumn(
        int rows, byte[][] flags, short[][] keywords, KeywordSets sets, int[] counts) {

    private static final int BITS = 14;
    private static final int CHUNK = 1 << BITS;
    private static final int MASK = CHUNK - 1;
    private static final int FIRST = 64;

    /// For a chunk of messages without any keyword, as most are.
    private static final short[] NO_KEYWORDS = new short[CHUNK];

    public static final FlagColumn EMPTY =
            new FlagColumn(0, new byte[0][], new short[0][], KeywordSets.NONE, new int[Byte.SIZE]);

    public int flags(int row) {
        return flags[row >>> BITS][row & MASK];
    }

    public Set<String> keywords(int row) {
        return sets.get(keywordSet(row));
    }

    /// The number of a row's combination of keywords.
    public int keywordSet(int row) {
        return keywords[row >>> BITS][row & MASK];
    }

    /// How many rows have a flag.
    ///
    /// @param bit its number, from 0 to 7
    public int count(int bit) {
        return counts[bit];
    }

    public long octets() {
        return Arrays.stream(flags).mapToLong(c -> c.length).sum()
                + Arrays.stream(keywords)
                        .filter(c -> c != NO_KEYWORDS)
                        .mapToLong(c -> Short.BYTES * (long) c.length)
                        .sum();
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(rows);
        for (int at = 0; at < rows; at += CHUNK) {
            int length = Math.min(CHUNK, rows - at);
            out.bytes(flags[at >>> BITS], length);
            boolean hasKeywords = keywords[at >>> BITS] != NO_KEYWORDS;
            out.number(hasKeywords ? 1 : 0);
            if (hasKeywords) {
                out.shorts(keywords[at >>> BITS], length);
            }
        }
        sets.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static FlagColumn readFrom(BlockReader in) throws IOException {
        int rows = in.count(1);
        int chunks = (rows + MASK) >>> BITS;
        byte[][] flags = new byte[chunks][];
        short[][] keywords = new short[chunks][];
        for (int chunk = 0; chunk < chunks; chunk++) {
            int length = Math.min(CHUNK, rows - chunk * CHUNK);
            flags[chunk] = in.bytes(length);
            keywords[chunk] = in.number() == 0 ? NO_KEYWORDS : in.shorts(length);
        }
        KeywordSets sets = KeywordSets.readFrom(in);
        var read = new FlagColumn(rows, flags, keywords, sets, counts(flags));
        for (short[] chunk : keywords) {
            for (short set : chunk == NO_KEYWORDS ? new short[0] : chunk) {
                if (set < 0 || set >= read.sets.size()) {
                    throw new IOException("keywords out of their bounds");
                }
            }
        }
        return read;
    }

    private static int[] counts(byte[][] flags) {
        int[] rows = new int[1 << Byte.SIZE];
        for (byte[] chunk : flags) {
            for (byte each : chunk) {
                rows[each & 0xff]++;
            }
        }
        int[] counts = new int[Byte.SIZE];
        for (int bits = 0; bits < rows.length; bits++) {
            count(bits, rows[bits], counts);
        }
        return counts;
    }

    private static void count(int flags, int more, int[] counts) {
        for (int bits = flags & 0xff; bits != 0; bits &= bits - 1) {
            counts[Integer.numberOfTrailingZeros(bits)] += more;
        }
    }

    /// Changes a copy, chunk by chunk.
    public static final class Editor {

        private int rows;
        private byte[][] flags;
        private short[][] keywords;
        private final KeywordSets.Writer sets;
        private int[] counts;
        private boolean[] ownsFlags;
        private boolean[] ownsKeywords;

        public Editor(FlagColumn base) {
            rows = base.rows;
            flags = base.flags.clone();
            keywords = base.keywords.clone();
            sets = new KeywordSets.Writer(base.sets);
            counts = base.counts.clone();
            ownsFlags = new boolean[flags.length];
            ownsKeywords = new boolean[flags.length];
        }

        public int rows() {
            return rows;
        }

        public int flags(int row) {
            return flags[row >>> BITS][row & MASK];
        }

        public void add(int bits, Set<String> words) {
            int chunk = rows >>> BITS;
            if (chunk == flags.length) {
                flags = Arrays.copyOf(flags, chunk + 1);
                keywords = Arrays.copyOf(keywords, chunk + 1);
                ownsFlags = Arrays.copyOf(ownsFlags, chunk + 1);
                ownsKeywords = Arrays.copyOf(ownsKeywords, chunk + 1);
                flags[chunk] = new byte[0];
                keywords[chunk] = NO_KEYWORDS;
            }
            set(rows, bits, words);
            rows++;
        }

        public void set(int row, int bits, Set<String> words) {
            int chunk = row >>> BITS;
            int at = row & MASK;
            if (!ownsFlags[chunk] || at >= flags[chunk].length) {
                flags[chunk] = Arrays.copyOf(flags[chunk], room(chunk, at));
                ownsFlags[chunk] = true;
            }
            count(flags[chunk][at], -1, counts);
            count(bits, 1, counts);
            flags[chunk][at] = (byte) bits;
            if (!words.isEmpty() || keywords[chunk] != NO_KEYWORDS) {
                setKeywords(chunk, at, sets.number(words));
            }
        }

        private void setKeywords(int chunk, int at, int set) {
            if (!ownsKeywords[chunk] || at >= keywords[chunk].length) {
                keywords[chunk] = Arrays.copyOf(keywords[chunk], flags[chunk].length);
                ownsKeywords[chunk] = true;
            }
            keywords[chunk][at] = (short) set;
        }

        private int room(int chunk, int at) {
            int length = flags[chunk].length;
            if (at < length) {
                return length;
            }
            return chunk == 0 ? Math.clamp(2L * at, FIRST, CHUNK) : CHUNK;
        }

        /// As it is now; the editor goes on with a copy of what it changes next.
        public FlagColumn column() {
            Arrays.fill(ownsFlags, false);
            Arrays.fill(ownsKeywords, false);
            var column = new FlagColumn(rows, flags, keywords, sets.sets(), counts);
            counts = counts.clone();
            flags = flags.clone();
            keywords = keywords.clone();
            return column;
        }
    }
}
