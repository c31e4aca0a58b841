package hazel.index.packed;

import hazel.mail.MessageId;

import java.io.IOException;
import java.util.List;

/// The msg-ids that messages have or name, numbered from 1, and the chains of References, each
/// chain being another one and the msg-id behind it: an answer costs one link, however many
/// messages came before it.
///
/// A msg-id is known by sixty-four bits: two that differ and meet are not to be expected in a
/// mailbox, and would only put a message into the wrong thread.
///
/// @param hashes of each msg-id two ints
/// @param links of each chain the number of the chain before and of the msg-id at its end
public record MessageIds(Ints hashes, Ints links) {

    /// The number of no msg-id, and of the chain without any.
    public static final int NONE = 0;

    /// One more than the highest number of a msg-id.
    public int size() {
        return hashes.size() / 2;
    }

    /// One more than the highest number of a chain.
    public int chains() {
        return links.size() / 2;
    }

    public long hash(int id) {
        return (long) hashes.get(2 * id) << 32 | hashes.get(2 * id + 1) & 0xffff_ffffL;
    }

    public int before(int chain) {
        return links.get(2 * chain);
    }

    public int last(int chain) {
        return links.get(2 * chain + 1);
    }

    public static long hash(MessageId id) {
        long hash = 0xcbf29ce484222325L;
        String value = id.value();
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    public long octets() {
        return hashes.octets() + links.octets();
    }

    public void writeTo(BlockWriter out) throws IOException {
        hashes.writeTo(out);
        links.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static MessageIds readFrom(BlockReader in) throws IOException {
        var read = new MessageIds(Ints.readFrom(in), Ints.readFrom(in));
        if (read.size() == 0 || read.chains() == 0) {
            throw new IOException("not even the empty chain");
        }
        for (int chain = 1; chain < read.chains(); chain++) {
            // A chain was made after the one before it: none leads round in a circle.
            if (Integer.compareUnsigned(read.before(chain), chain) >= 0
                    || Integer.compareUnsigned(read.last(chain), read.size()) >= 0) {
                throw new IOException("a chain out of its bounds");
            }
        }
        return read;
    }

    /// Adds msg-ids and chains.
    public static final class Writer {

        private final Ints.Writer hashes;
        private final Ints.Writer links;
        private final Slots ids;
        private final Slots chains = new Slots();

        public Writer() {
            hashes = new Ints.Writer();
            links = new Ints.Writer();
            ids = new Slots();
            addPair(hashes, 0, 0);
            addPair(links, 0, 0);
        }

        /// Behind what is there; a chain of it may be added once more, a msg-id never.
        public Writer(MessageIds base) {
            hashes = new Ints.Writer(base.hashes);
            links = new Ints.Writer(base.links);
            ids = Slots.of(base.size(), id -> fold(base.hash(id)));
        }

        /// @return the number of a msg-id, a new one or the one it has
        public int id(long hash) {
            int[] table = ids.table();
            int slot = Slots.first(table, fold(hash));
            for (int id = Slots.at(table, slot); id >= 0; id = Slots.at(table, slot)) {
                if (id != NONE && hashOf(id) == hash) {
                    return id;
                }
                slot = Slots.next(table, slot);
            }
            int made = hashes.size() / 2;
            addPair(hashes, (int) (hash >>> 32), (int) hash);
            ids.add(made, fold(hash), id -> fold(hashOf(id)));
            return made;
        }

        /// @return the number of a chain
        public int chain(List<MessageId> references) {
            int chain = NONE;
            for (MessageId reference : references) {
                chain = behind(chain, id(MessageIds.hash(reference)));
            }
            return chain;
        }

        /// The same chain as in other msg-ids.
        public int chain(MessageIds others, int chain) {
            return chain == NONE
                    ? NONE
                    : behind(
                            chain(others, others.before(chain)),
                            id(others.hash(others.last(chain))));
        }

        private int behind(int before, int id) {
            int[] table = chains.table();
            int slot = Slots.first(table, hash(before, id));
            for (int at = Slots.at(table, slot); at >= 0; at = Slots.at(table, slot)) {
                if (links.get(2 * at) == before && links.get(2 * at + 1) == id) {
                    return at;
                }
                slot = Slots.next(table, slot);
            }
            int made = links.size() / 2;
            addPair(links, before, id);
            chains.add(
                    made,
                    hash(before, id),
                    chain -> hash(links.get(2 * chain), links.get(2 * chain + 1)));
            return made;
        }

        public MessageIds ids() {
            return new MessageIds(hashes.column(), links.column());
        }

        /// Octets in memory beside those of the columns.
        public long octets() {
            return ids.octets() + chains.octets();
        }

        private long hashOf(int id) {
            return (long) hashes.get(2 * id) << 32 | hashes.get(2 * id + 1) & 0xffff_ffffL;
        }

        private static int hash(int before, int id) {
            return before * 0x85ebca6b + id * 0xc2b2ae35;
        }

        private static int fold(long hash) {
            return (int) (hash ^ hash >>> 32);
        }

        private static void addPair(Ints.Writer to, int first, int second) {
            to.add(first);
            to.add(second);
        }
    }
}
