package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MessageId;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.Uid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a mailbox holds at one moment, row by row; immutable, and cheap to hold for a million
/// messages.
///
/// Rows are in the order in which messages were told of and mean nothing outside one snapshot: a
/// [Uid] is what stays. Dates are seconds since 1970.
@SuppressWarnings("EnumOrdinal") // a bit for each flag, in memory only
public final class Snapshot implements Known {

    public static final Snapshot EMPTY = builder().build();

    private static final Flag[] FLAGS = Flag.values();

    private final int rows;
    private final Columns columns;
    private final Arena arena;
    private final byte[] flags;
    private final short[] keywords;
    private final List<Set<String>> keywordSets;
    private final int[] slots;

    private Snapshot(
            Columns columns, Arena arena, byte[] flags, short[] keywords, List<Set<String>> sets) {
        this(columns, arena, flags, keywords, sets, slots(columns, arena, flags.length));
    }

    private Snapshot(
            Columns columns,
            Arena arena,
            byte[] flags,
            short[] keywords,
            List<Set<String>> sets,
            int[] slots) {
        this.rows = flags.length;
        this.columns = columns;
        this.arena = arena;
        this.flags = flags;
        this.keywords = keywords;
        this.keywordSets = sets;
        this.slots = slots;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public Optional<Marks> marks(Uid uid) {
        int row = find(uid);
        return row < 0 ? Optional.empty() : Optional.of(new Marks(flags(row), keywords(row)));
    }

    public Uid uid(int row) {
        return new Uid(arena.text(columns.uid()[row]));
    }

    public long date(int row) {
        return columns.date()[row];
    }

    public long arrival(int row) {
        return columns.arrival()[row];
    }

    public String from(int row) {
        return arena.text(columns.from()[row]);
    }

    public String fromAddress(int row) {
        return arena.text(columns.fromAddress()[row]);
    }

    /// All addr-specs of To and Cc, divided by spaces.
    public String to(int row) {
        return arena.text(columns.to()[row]);
    }

    public String toName(int row) {
        return arena.text(columns.toName()[row]);
    }

    public String subject(int row) {
        return arena.text(columns.subject()[row]);
    }

    public String listId(int row) {
        return arena.text(columns.listId()[row]);
    }

    public Optional<MessageId> messageId(int row) {
        int ref = columns.messageId()[row];
        return ref == Arena.EMPTY ? Optional.empty() : Optional.of(new MessageId(arena.text(ref)));
    }

    public boolean has(int row, Flag flag) {
        return (flags[row] & (1 << flag.ordinal())) != 0;
    }

    public Set<Flag> flags(int row) {
        Set<Flag> set = EnumSet.noneOf(Flag.class);
        for (Flag flag : FLAGS) {
            if (has(row, flag)) {
                set.add(flag);
            }
        }
        return set;
    }

    public Set<String> keywords(int row) {
        return keywordSets.get(keywords[row]);
    }

    /// Octets; what is over two gigabytes is told as two.
    public long size(int row) {
        return columns.size()[row];
    }

    public boolean hasAttachment(int row) {
        return columns.attachment()[row];
    }

    /// The row of a message, or -1.
    public int find(Uid uid) {
        byte[] octets = uid.value().getBytes(UTF_8);
        int slot = Arena.hash(octets) & (slots.length - 1);
        while (slots[slot] != 0) {
            int row = slots[slot] - 1;
            if (arena.isSame(columns.uid()[row], octets)) {
                return row;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    public int unseenCount() {
        int count = 0;
        for (byte each : flags) {
            count += (each & (1 << Flag.SEEN.ordinal())) == 0 ? 1 : 0;
        }
        return count;
    }

    /// The octets this holds in memory, for measuring.
    public long octets() {
        return arena.size()
                + rows * (8L * 3 + 4 * 10 + 1 + 1 + 2)
                + columns.pool().length * 8L
                + slots.length * 4L;
    }

    long idHash(int row) {
        return columns.idHash()[row];
    }

    int referenceCount(int row) {
        return columns.references()[row + 1] - columns.references()[row];
    }

    long reference(int row, int index) {
        return columns.pool()[columns.references()[row] + index];
    }

    int subjectRef(int row) {
        return columns.subject()[row];
    }

    int ref(int row, Sort.Key key) {
        return switch (key) {
            case FROM -> columns.from()[row];
            case TO -> columns.toName()[row];
            case SUBJECT, DATE, ARRIVAL, SIZE, THREAD -> columns.subject()[row];
        };
    }

    String text(int ref) {
        return arena.text(ref);
    }

    /// This snapshot after changes. One that only changes flags shares all else.
    public Snapshot apply(List<Change> changes) {
        Map<Uid, IndexEntry> arrived = new java.util.LinkedHashMap<>();
        Set<Integer> gone = new HashSet<>();
        byte[] newFlags = flags.clone();
        short[] newKeywords = keywords.clone();
        List<Set<String>> sets = new ArrayList<>(keywordSets);
        for (Change change : changes) {
            int row = find(change.uid());
            switch (change) {
                case Change.Arrived(var entry) -> {
                    arrived.put(entry.uid(), entry);
                    if (row >= 0) {
                        gone.add(row);
                    }
                }
                case Change.Gone(var uid) -> {
                    arrived.remove(uid);
                    if (row >= 0) {
                        gone.add(row);
                    }
                }
                case Change.Flagged(var uid, var now, var words) -> {
                    arrived.computeIfPresent(uid, (_, e) -> e.withFlags(now, words));
                    if (row >= 0) {
                        newFlags[row] = bits(now);
                        newKeywords[row] = keywordSet(sets, words);
                    }
                }
            }
        }
        var flagged = new Snapshot(columns, arena, newFlags, newKeywords, List.copyOf(sets), slots);
        return arrived.isEmpty() && gone.isEmpty()
                ? flagged
                : flagged.rebuilt(gone, arrived.values());
    }

    void writeTo(BlockWriter out) throws IOException {
        columns.writeTo(out, rows);
        arena.writeTo(out);
        out.bytes(flags, rows);
        out.shorts(keywords, rows);
        new KeywordSets(keywordSets).writeTo(out);
        out.ints(slots, slots.length);
    }

    static Snapshot readFrom(BlockReader in) throws IOException {
        Columns columns = Columns.readFrom(in);
        Arena arena = Arena.readFrom(in);
        byte[] flags = in.bytes();
        short[] keywords = in.shorts();
        List<Set<String>> sets = KeywordSets.readFrom(in).sets();
        return new Snapshot(columns, arena, flags, keywords, sets, in.ints());
    }

    private Snapshot rebuilt(Set<Integer> gone, java.util.Collection<IndexEntry> arrived) {
        var builder = new Builder(this, gone);
        arrived.forEach(builder::add);
        return builder.build();
    }

    private static byte bits(Set<Flag> flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= 1 << flag.ordinal();
        }
        return (byte) bits;
    }

    private static short keywordSet(List<Set<String>> sets, Set<String> words) {
        int at = sets.indexOf(words);
        if (at < 0 && sets.size() < Short.MAX_VALUE) {
            sets.add(Set.copyOf(words));
            at = sets.size() - 1;
        }
        return (short) Math.max(0, at);
    }

    /// A hash table from UIDs to rows, each stored as row + 1.
    private static int[] slots(Columns columns, Arena arena, int rows) {
        int[] slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, rows)) * 4)];
        for (int row = 0; row < rows; row++) {
            int slot = arena.hash(columns.uid()[row]) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = row + 1;
        }
        return slots;
    }

    /// Gathers entries, for the first snapshot of a mailbox. Not for more than one thread.
    public static final class Builder {

        private Columns columns;
        private final Arena.Writer strings;
        private final List<Set<String>> sets;
        private final Map<Set<String>, Short> setNumbers = new HashMap<>();
        private byte[] flags;
        private short[] keywords;
        private int rows;

        private Builder() {
            columns = Columns.empty(256);
            strings = new Arena.Writer();
            sets = new ArrayList<>(List.of(Set.of()));
            flags = new byte[256];
            keywords = new short[256];
        }

        private Builder(Snapshot base, Set<Integer> without) {
            columns = Columns.empty(Math.max(16, base.rows));
            columns = columns.resized(Math.max(16, base.rows), base.columns.pool().length);
            strings = new Arena.Writer(base.arena);
            sets = new ArrayList<>(base.keywordSets);
            flags = new byte[Math.max(16, base.rows)];
            keywords = new short[Math.max(16, base.rows)];
            for (int row = 0; row < base.rows; row++) {
                if (!without.contains(row)) {
                    columns.copyRow(rows, base.columns, row, columns.references()[rows]);
                    flags[rows] = base.flags[row];
                    keywords[rows] = base.keywords[row];
                    rows++;
                }
            }
        }

        public Builder add(IndexEntry entry) {
            makeRoom(entry.references().size());
            int row = rows++;
            columns.date()[row] = entry.date().getEpochSecond();
            columns.arrival()[row] = entry.arrival().getEpochSecond();
            columns.uid()[row] = strings.add(entry.uid().value());
            columns.from()[row] = strings.add(entry.from());
            columns.fromAddress()[row] = strings.add(entry.fromAddress());
            columns.to()[row] = strings.add(entry.to());
            columns.toName()[row] = strings.add(entry.toName());
            columns.subject()[row] = strings.add(entry.subject());
            columns.listId()[row] = strings.add(entry.listId());
            columns.messageId()[row] =
                    strings.add(entry.messageId().map(MessageId::value).orElse(""));
            columns.idHash()[row] = entry.messageId().map(IdHash::of).orElse(0L);
            columns.size()[row] = (int) Math.min(Integer.MAX_VALUE, entry.size());
            columns.attachment()[row] = entry.hasAttachment();
            int at = columns.references()[row];
            for (MessageId reference : entry.references()) {
                columns.pool()[at++] = IdHash.of(reference);
            }
            columns.references()[row + 1] = at;
            flags[row] = bits(entry.flags());
            keywords[row] = setNumbers.computeIfAbsent(entry.keywords(), k -> keywordSet(sets, k));
            return this;
        }

        public int size() {
            return rows;
        }

        /// What was added so far; more can be added for a later one.
        public Snapshot build() {
            return new Snapshot(
                    columns.resized(rows, columns.references()[rows]),
                    strings.finish(),
                    Arrays.copyOf(flags, rows),
                    Arrays.copyOf(keywords, rows),
                    List.copyOf(sets));
        }

        private void makeRoom(int references) {
            int poolUsed = columns.references()[rows];
            boolean isFull = rows == flags.length;
            boolean isPoolFull = poolUsed + references > columns.pool().length;
            if (isFull || isPoolFull) {
                int capacity = isFull ? rows * 2 : flags.length;
                int pool = Math.max(columns.pool().length, (poolUsed + references) * 2);
                columns = columns.resized(capacity, pool);
                flags = Arrays.copyOf(flags, capacity);
                keywords = Arrays.copyOf(keywords, capacity);
            }
        }
    }

    /// Rows in no order but their own, for a loop over all.
    @Override
    public List<Uid> uids() {
        List<Uid> uids = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            uids.add(uid(row));
        }
        return List.copyOf(uids);
    }
}
