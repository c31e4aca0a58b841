package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Strings as UTF-8 octets in large blocks, each named by an int.
///
/// Blocks are shared by every snapshot that came from the same mailbox; a later snapshot only adds
/// blocks, which is why new mail copies no string.
final class Arena {

    private static final int BLOCK_BITS = 18;
    private static final int BLOCK = 1 << BLOCK_BITS;

    /// A longer string is cut: no row shows so much.
    private static final int LONGEST = 8 * 1024;

    /// The empty string.
    static final int EMPTY = 0;

    private final List<byte[]> blocks;

    private Arena(List<byte[]> blocks) {
        this.blocks = blocks;
    }

    String text(int ref) {
        if (ref == EMPTY) {
            return "";
        }
        byte[] block = blocks.get(ref >>> BLOCK_BITS);
        int at = ref & (BLOCK - 1);
        return new String(block, at + 2, length(block, at), UTF_8);
    }

    boolean isSame(int ref, byte[] octets) {
        byte[] block = blocks.get(ref >>> BLOCK_BITS);
        int at = ref & (BLOCK - 1);
        int length = length(block, at);
        return Arrays.equals(block, at + 2, at + 2 + length, octets, 0, octets.length);
    }

    int hash(int ref) {
        byte[] block = blocks.get(ref >>> BLOCK_BITS);
        int at = ref & (BLOCK - 1);
        return hash(block, at + 2, length(block, at));
    }

    static int hash(byte[] octets) {
        return hash(octets, 0, octets.length);
    }

    long size() {
        return blocks.stream().mapToLong(b -> b.length).sum();
    }

    void writeTo(BlockWriter out) throws IOException {
        out.number(blocks.size());
        for (byte[] block : blocks) {
            out.bytes(block, block.length);
        }
    }

    static Arena readFrom(BlockReader in) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            blocks.add(in.bytes());
        }
        return new Arena(List.copyOf(blocks));
    }

    private static int hash(byte[] octets, int from, int length) {
        int hash = 0x811c9dc5; // FNV-1a, then mixed: the low bits choose a slot
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ octets[i]) * 0x01000193;
        }
        return hash ^ (hash >>> 15);
    }

    private static int length(byte[] block, int at) {
        return (block[at] & 0xff) << 8 | (block[at + 1] & 0xff);
    }

    /// Adds strings behind those of another arena; equal ones are kept once among what this writer
    /// adds.
    static final class Writer {

        private final List<byte[]> blocks;
        private final Arena arena;
        private int used = BLOCK;
        private int[] slots = new int[1024];
        private int interned;

        Writer(Arena base) {
            blocks = new ArrayList<>(base.blocks);
            arena = new Arena(blocks);
            if (!blocks.isEmpty()) {
                // A copy, so that the base arena keeps its own last block.
                used = blocks.getLast().length;
                blocks.set(blocks.size() - 1, Arrays.copyOf(blocks.getLast(), BLOCK));
            }
        }

        Writer() {
            this(new Arena(List.of()));
            write(new byte[0]);
        }

        int add(String text) {
            if (text.isEmpty()) {
                return EMPTY;
            }
            byte[] octets = text.getBytes(UTF_8);
            return intern(octets.length > LONGEST ? cut(octets) : octets);
        }

        Arena finish() {
            List<byte[]> finished = new ArrayList<>(blocks);
            finished.set(finished.size() - 1, Arrays.copyOf(blocks.getLast(), used));
            return new Arena(List.copyOf(finished));
        }

        private int intern(byte[] octets) {
            int slot = hash(octets) & (slots.length - 1);
            while (slots[slot] != 0) {
                if (arena.isSame(slots[slot], octets)) {
                    return slots[slot];
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            int ref = write(octets);
            slots[slot] = ref;
            if (++interned * 2 > slots.length) {
                grow();
            }
            return ref;
        }

        private void grow() {
            int[] old = slots;
            slots = new int[old.length * 2];
            for (int ref : old) {
                if (ref != 0) {
                    int slot = arena.hash(ref) & (slots.length - 1);
                    while (slots[slot] != 0) {
                        slot = (slot + 1) & (slots.length - 1);
                    }
                    slots[slot] = ref;
                }
            }
        }

        private int write(byte[] octets) {
            if (used + octets.length + 2 > BLOCK) {
                blocks.add(new byte[BLOCK]);
                used = 0;
            }
            byte[] block = blocks.getLast();
            int ref = (blocks.size() - 1) << BLOCK_BITS | used;
            block[used] = (byte) (octets.length >>> 8);
            block[used + 1] = (byte) octets.length;
            System.arraycopy(octets, 0, block, used + 2, octets.length);
            used += octets.length + 2;
            return ref;
        }

        /// Never in the middle of a character.
        private static byte[] cut(byte[] octets) {
            int end = LONGEST;
            while ((octets[end] & 0xc0) == 0x80) {
                end--;
            }
            return Arrays.copyOf(octets, end);
        }
    }
}
