package hazel.index.packed;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// Who messages are from and for: each author and each choice of recipients once, an address of a
/// list of recipients as its number.
///
/// @param texts names, addresses and lists' identifiers
/// @param authors of each the numbers of a name and an address
/// @param circles of each choice of recipients its list of addresses, and the numbers of the first
///   one's name and of the mailing list
/// @param lists lists of addresses' numbers
public record People(Texts texts, Ints authors, Ints circles, Octets lists) {

    /// Where a message is for more, the rest is not kept: nobody reads so many.
    private static final int MOST_ADDRESSES = 4_000;

    static final People NOBODY = new People(Texts.EMPTY, Ints.EMPTY, Ints.EMPTY, Octets.EMPTY);

    public int authorCount() {
        return authors.size() / 2;
    }

    public int circleCount() {
        return circles.size() / 3;
    }

    /// The number of an author's name.
    public int name(int author) {
        return authors.get(2 * author);
    }

    public String from(int author) {
        return texts.get(name(author));
    }

    /// The number of an author's address.
    public int addressNumber(int author) {
        return authors.get(2 * author + 1);
    }

    public String address(int author) {
        return texts.get(addressNumber(author));
    }

    /// Whether the number of some address of To or Cc fits.
    public boolean anyAddress(int circle, IntPredicate fits) {
        RecordBuffer.Cursor from = list(circle);
        for (long left = from.number(); left > 0; left--) {
            if (fits.test((int) from.number())) {
                return true;
            }
        }
        return false;
    }

    private RecordBuffer.Cursor list(int circle) {
        int ref = circles.get(3 * circle);
        return new RecordBuffer.Cursor(lists.block(ref), Octets.at(ref));
    }

    /// All addr-specs, divided by spaces.
    public String to(int circle) {
        RecordBuffer.Cursor from = list(circle);
        int count = (int) from.number();
        if (count == 1) {
            return texts.get((int) from.number());
        }
        var to = new StringBuilder();
        for (int i = 0; i < count; i++) {
            to.append(i == 0 ? "" : " ").append(texts.get((int) from.number()));
        }
        return to.toString();
    }

    /// The number of the first recipient's name.
    public int toName(int circle) {
        return circles.get(3 * circle + 1);
    }

    /// The number of the mailing list's identifier.
    public int listNumber(int circle) {
        return circles.get(3 * circle + 2);
    }

    public String listId(int circle) {
        return texts.get(listNumber(circle));
    }

    public long octets() {
        return texts.octets() + authors.octets() + circles.octets() + lists.octets();
    }

    public void writeTo(BlockWriter out) throws IOException {
        texts.writeTo(out);
        authors.writeTo(out);
        circles.writeTo(out);
        lists.writeTo(out);
    }

    /// @throws IOException also where it is not what was written
    public static People readFrom(BlockReader in) throws IOException {
        var read =
                new People(
                        Texts.readFrom(in),
                        Ints.readFrom(in),
                        Ints.readFrom(in),
                        Octets.readFrom(in));
        read.authors.check(read.texts.size());
        for (int circle = 0; circle < read.circleCount(); circle++) {
            if (!read.lists.isWithin(read.circles.get(3 * circle))) {
                throw new IOException("a list out of its bounds");
            }
            for (int i = 1; i < 3; i++) {
                int text = read.circles.get(3 * circle + i);
                if (Integer.compareUnsigned(text, read.texts.size()) >= 0) {
                    throw new IOException("a name out of its bounds");
                }
            }
        }
        return read;
    }

    /// Adds authors and choices of recipients.
    public static final class Writer {

        private final People base;
        private final Texts.Writer texts;
        private final Ints.Writer authors;
        private final Ints.Writer circles;
        private final Octets.Writer lists;
        private final Slots authorSlots = new Slots();
        private final Slots circleSlots = new Slots();
        private final RecordBuffer record = new RecordBuffer();

        public Writer() {
            this(NOBODY);
        }

        /// Behind others, who are not looked through: who is among them may be added once more.
        public Writer(People base) {
            this.base = base;
            this.texts = Texts.Writer.after(base.texts);
            this.authors = new Ints.Writer(base.authors);
            this.circles = new Ints.Writer(base.circles);
            this.lists = new Octets.Writer(base.lists);
        }

        /// Who was there before the first was added.
        People begunWith() {
            return base;
        }

        /// @return the number of an author, a new one or the one it has
        public int author(String name, String address) {
            int first = texts.add(name);
            int second = texts.add(address);
            int hash = hash(first, second);
            int[] table = authorSlots.table();
            int slot = Slots.first(table, hash);
            for (int at = Slots.at(table, slot); at >= 0; at = Slots.at(table, slot)) {
                if (authors.get(2 * at) == first && authors.get(2 * at + 1) == second) {
                    return at;
                }
                slot = Slots.next(table, slot);
            }
            int made = authors.size() / 2;
            authors.add(first);
            authors.add(second);
            authorSlots.add(made, hash, a -> hash(authors.get(2 * a), authors.get(2 * a + 1)));
            return made;
        }

        /// @return the number of a choice of recipients, a new one or the one it has
        public int circle(String to, String toName, String listId) {
            record(to);
            int second = texts.add(toName);
            int third = texts.add(listId);
            int hash = hash(hash(record.octets(), 0, record.length()), hash(second, third));
            int[] table = circleSlots.table();
            int slot = Slots.first(table, hash);
            for (int at = Slots.at(table, slot); at >= 0; at = Slots.at(table, slot)) {
                if (circles.get(3 * at + 1) == second
                        && circles.get(3 * at + 2) == third
                        && isRecord(circles.get(3 * at))) {
                    return at;
                }
                slot = Slots.next(table, slot);
            }
            int made = circles.size() / 3;
            circles.add(lists.add(record.octets(), 0, record.length()));
            circles.add(second);
            circles.add(third);
            circleSlots.add(made, hash, this::circleHash);
            return made;
        }

        private void record(String to) {
            String[] addresses = to.split(" ", -1);
            int count = Math.min(addresses.length, MOST_ADDRESSES);
            record.clear().number(count);
            for (int i = 0; i < count; i++) {
                record.number(texts.add(addresses[i]));
            }
        }

        private boolean isRecord(int ref) {
            byte[] block = lists.octets().block(ref);
            int at = Octets.at(ref);
            return at + record.length() <= block.length
                    && Arrays.equals(
                            block, at, at + record.length(), record.octets(), 0, record.length());
        }

        private int circleHash(int circle) {
            int ref = circles.get(3 * circle);
            byte[] block = lists.octets().block(ref);
            var end = new RecordBuffer.Cursor(block, Octets.at(ref));
            for (long left = end.number(); left > 0; left--) {
                var _ = end.number();
            }
            int length = end.at() - Octets.at(ref);
            return hash(
                    hash(block, Octets.at(ref), length),
                    hash(circles.get(3 * circle + 1), circles.get(3 * circle + 2)));
        }

        private static int hash(byte[] octets, int from, int length) {
            return Texts.hash(octets, from, length);
        }

        private static int hash(int first, int second) {
            return first * 0x85ebca6b + second * 0xc2b2ae35;
        }

        public People people() {
            return new People(texts.texts(), authors.column(), circles.column(), lists.octets());
        }

        /// Octets in memory beside those of the columns.
        public long octets() {
            return texts.octets() + authorSlots.octets() + circleSlots.octets();
        }
    }
}
