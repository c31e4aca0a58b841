package hazel.index.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;

/// Texts in UTF-8, each named by a number: 0 is the empty one. What one writer adds twice is kept
/// once.
public final class Texts {

    /// A longer text is cut: no row shows so much.
    private static final int LONGEST = 8 * 1024;

    private static final int[] NO_TABLE = new int[1];

    public static final Texts EMPTY = new Writer().texts();

    private final Ints refs;
    private final Octets octets;
    private final int[] table;

    private Texts(Ints refs, Octets octets, int[] table) {
        this.refs = refs;
        this.octets = octets;
        this.table = table;
    }

    /// One more than the highest number.
    public int size() {
        return refs.size();
    }

    public String get(int number) {
        return number == 0 ? "" : new String(block(number), start(number), length(number), UTF_8);
    }

    /// The block that has a text's octets; not to be written to.
    public byte[] block(int number) {
        return octets.block(refs.get(number));
    }

    public int start(int number) {
        int ref = refs.get(number);
        int at = Octets.at(ref);
        return octets.block(ref)[at] < 0 ? at + 2 : at + 1;
    }

    public int length(int number) {
        int ref = refs.get(number);
        return length(octets.block(ref), Octets.at(ref));
    }

    /// The number of a text, or -1 where it is not among them. Knows only what was added by the
    /// writer that made this, or, where this is [#indexed], all.
    int find(byte[] utf8, int length) {
        int slot = Slots.first(table, hash(utf8, 0, length));
        for (int number = Slots.at(table, slot); number >= 0; number = Slots.at(table, slot)) {
            if (number < size() && isSame(number, utf8, length)) {
                return number;
            }
            slot = Slots.next(table, slot);
        }
        return -1;
    }

    /// The same, each of them to be found again.
    Texts indexed() {
        return new Texts(refs, octets, slots().table());
    }

    private Slots slots() {
        return Slots.of(size(), this::hash);
    }

    private int hash(int number) {
        return hash(block(number), start(number), length(number));
    }

    private boolean isSame(int number, byte[] utf8, int length) {
        int start = start(number);
        return length(number) == length
                && Arrays.equals(block(number), start, start + length, utf8, 0, length);
    }

    /// Octets in memory.
    public long octets() {
        return refs.octets() + octets.octets();
    }

    public void writeTo(BlockWriter out) throws IOException {
        refs.writeTo(out);
        octets.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static Texts readFrom(BlockReader in) throws IOException {
        Ints refs = Ints.readFrom(in);
        var read = new Texts(refs, Octets.readFrom(in), NO_TABLE);
        if (refs.size() == 0) {
            throw new IOException("not even the empty text");
        }
        for (int number = 0; number < refs.size(); number++) {
            int ref = refs.get(number);
            if (!read.octets.isWithin(ref)
                    || Octets.at(ref) + 2 > read.octets.block(ref).length && number > 0
                    || read.start(number) + read.length(number) > read.block(number).length) {
                throw new IOException("a text out of its bounds");
            }
        }
        return read;
    }

    private static int length(byte[] block, int at) {
        return block[at] < 0 ? (block[at] & 0x7f) << 8 | (block[at + 1] & 0xff) : block[at];
    }

    static int hash(byte[] octets, int from, int length) {
        int hash = 0x811c9dc5; // FNV-1a
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ octets[i]) * 0x01000193;
        }
        return hash;
    }

    /// Adds texts.
    public static final class Writer {

        private final Ints.Writer refs;
        private final Octets.Writer octets;
        private final Slots slots;

        /// Of each text since the first added here, to be compared before the texts are.
        private final Ints.Writer hashes = new Ints.Writer();

        private final int first;
        private final byte[] record = new byte[LONGEST + 2];
        private Texts known;

        public Writer() {
            this(new Ints.Writer(), new Octets.Writer(), new Slots(), 0);
            append(new byte[0], 0, hash(new byte[0], 0, 0));
        }

        /// Behind texts that are not looked through: what is among them may be added once more.
        public static Writer after(Texts base) {
            var octets = new Octets.Writer(base.octets);
            return new Writer(new Ints.Writer(base.refs), octets, new Slots(), base.size());
        }

        /// Behind texts none of which is added again.
        public static Writer continuing(Texts base) {
            var octets = new Octets.Writer(base.octets);
            return new Writer(new Ints.Writer(base.refs), octets, base.slots(), 0);
        }

        private Writer(Ints.Writer refs, Octets.Writer octets, Slots slots, int first) {
            this.refs = refs;
            this.octets = octets;
            this.slots = slots;
            this.first = first;
            this.known = texts();
            for (int number = first; number < refs.size(); number++) {
                hashes.add(known.hash(number));
            }
        }

        /// @return the number of the text, a new one or the one it has
        public int add(String text) {
            if (text.isEmpty()) {
                return 0;
            }
            byte[] utf8 = text.getBytes(UTF_8);
            return add(utf8, utf8.length > LONGEST ? cut(utf8) : utf8.length);
        }

        int add(byte[] utf8, int length) {
            int hash = hash(utf8, 0, length);
            int found = find(utf8, length, hash);
            return found >= 0 ? found : append(utf8, length, hash);
        }

        int find(byte[] utf8, int length) {
            return find(utf8, length, hash(utf8, 0, length));
        }

        private int find(byte[] utf8, int length, int hash) {
            int[] table = slots.table();
            int slot = Slots.first(table, hash);
            for (int number = Slots.at(table, slot); number >= 0; number = Slots.at(table, slot)) {
                if (hashOf(number) == hash && known.isSame(number, utf8, length)) {
                    return number;
                }
                slot = Slots.next(table, slot);
            }
            return -1;
        }

        private int hashOf(int number) {
            return hashes.get(number - first);
        }

        public int size() {
            return refs.size();
        }

        public Texts texts() {
            return new Texts(refs.column(), octets.octets(), slots.table());
        }

        private int append(byte[] utf8, int length, int hash) {
            int header = length < 0x80 ? 1 : 2;
            record[0] = (byte) (header == 1 ? length : 0x80 | length >>> 8);
            record[1] = (byte) length;
            System.arraycopy(utf8, 0, record, header, length);
            int number = refs.size();
            refs.add(octets.add(record, 0, header + length));
            slots.add(number, hash, this::hashOf);
            hashes.add(hash);
            known = texts();
            return number;
        }

        /// Octets in memory beside those of the texts.
        public long octets() {
            return slots.octets() + hashes.column().octets();
        }

        /// Never in the middle of a character.
        private static int cut(byte[] utf8) {
            int end = LONGEST;
            while ((utf8[end] & 0xc0) == 0x80) {
                end--;
            }
            return end;
        }
    }
}
