package hazel.store.maildir;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Uid;
import hazel.store.local.RowList;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The places of a Maildir's messages, by UID and in the order they were added. A million cost some
/// seventy megabytes: their names lie in one array of octets, behind each other.
///
/// Of an entry the first octet says what it is, two more how long the unique part of the file's
/// name is, two more how long what follows it is; then comes the name.
final class Places {

    private static final byte IN_CUR = 0;
    private static final byte IN_NEW = 1;
    private static final byte REMOVED = 2;

    private static final int HEAD = 5;

    /// Of the time at the beginning of a unique name; its number has no more than 34 bits.
    private static final int TIME_DIGITS = 10;

    /// A row's share of a long number that a time shares with it. There are fewer rows than that:
    /// each takes [#HEAD] octets and more of one array.
    private static final int ROW_BITS = 29;

    private static final long ROW_MASK = (1L << ROW_BITS) - 1;

    /// File systems limit names to 255 octets or characters.
    private static final int LONGEST = 0xffff;

    private byte[] octets = new byte[4096];
    private int used;
    private int[] offsets = new int[64];
    private int rows;

    /// Rows plus one, found by the hash of a name's unique part; 0 is free.
    private int[] slots = new int[128];

    private int removed;

    /// The few that share a unique name with another message, by the UID they have instead.
    private final Map<Uid, Place> others = new HashMap<>();

    Optional<Place> find(Uid uid) {
        Place other = others.get(uid);
        if (other != null) {
            return Optional.of(other);
        }
        int row = row(uid.value().getBytes(UTF_8));
        return row < 0 ? Optional.empty() : Optional.of(place(row));
    }

    /// Adds a place, or replaces that of the same message.
    void put(Place place) {
        remove(place.uid());
        if (!place.uid().equals(place.name().uid())) {
            others.put(place.uid(), place);
            return;
        }
        add(place, place.name().unique().getBytes(UTF_8));
    }

    /// Adds a place whose message has none yet.
    ///
    /// @return false where it has one
    boolean putNew(Place place) {
        byte[] unique = place.name().unique().getBytes(UTF_8);
        if (row(unique) >= 0) {
            return false;
        }
        add(place, unique);
        return true;
    }

    private void add(Place place, byte[] unique) {
        byte[] rest = place.name().rest().getBytes(UTF_8);
        if (Math.max(unique.length, rest.length) > LONGEST) {
            return; // no file system has such a name
        }
        int length = HEAD + unique.length + rest.length;
        if (used + length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(used + length, grown(octets.length)));
        }
        if (rows == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(rows));
        }
        offsets[rows] = used;
        octets[used] = place.isNew() ? IN_NEW : IN_CUR;
        putLength(used + 1, unique.length);
        putLength(used + 3, rest.length);
        System.arraycopy(unique, 0, octets, used + HEAD, unique.length);
        System.arraycopy(rest, 0, octets, used + HEAD + unique.length, rest.length);
        used += length;
        rows++;
        if (rows * 2 > slots.length) {
            slots = new int[slots.length * 2];
            for (int row = 0; row < rows; row++) {
                enter(row);
            }
        } else {
            enter(rows - 1);
        }
    }

    void remove(Uid uid) {
        if (others.remove(uid) == null) {
            int row = row(uid.value().getBytes(UTF_8));
            if (row >= 0) {
                octets[offsets[row]] = REMOVED;
                removed++;
            }
        }
    }

    /// How many are in `new`.
    int countNew() {
        int count = (int) others.values().stream().filter(Place::isNew).count();
        for (int row = 0; row < rows; row++) {
            count += octets[offsets[row]] == IN_NEW ? 1 : 0;
        }
        return count;
    }

    /// All places as they are now; the list is made of what lies here and must not be kept over a
    /// change.
    List<Place> all() {
        return new RowList<>(kept(), this::place, List.copyOf(others.values()));
    }

    /// All places by their unique names, which begin with a time: mostly as they were delivered.
    List<Place> inOrder() {
        int[] ordered = kept();
        long[] byTime = new long[ordered.length];
        for (int i = 0; i < ordered.length; i++) {
            byTime[i] = time(ordered[i]) << ROW_BITS | ordered[i];
        }
        Arrays.sort(byTime); // a million objects with a comparator take ten times as long
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = (int) (byTime[i] & ROW_MASK);
        }
        for (int from = 0, to; from < ordered.length; from = to) {
            to = from + 1;
            while (to < ordered.length && byTime[to] >>> ROW_BITS == byTime[from] >>> ROW_BITS) {
                to++;
            }
            sortByName(ordered, from, to);
        }
        return new RowList<>(ordered, this::place, List.copyOf(others.values()));
    }

    /// The number of ten digits that a unique name begins with, in seconds since 1970; zero where
    /// it begins otherwise.
    private long time(int row) {
        int at = offsets[row];
        if (length(at + 1) < TIME_DIGITS) {
            return 0;
        }
        long time = 0;
        for (int i = at + HEAD; i < at + HEAD + TIME_DIGITS; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            time = time * 10 + digit;
        }
        return time;
    }

    private void sortByName(int[] ordered, int from, int to) {
        if (to - from > 1) {
            Integer[] some = new Integer[to - from];
            Arrays.setAll(some, i -> ordered[from + i]);
            Arrays.sort(some, this::compare);
            for (int i = from; i < to; i++) {
                ordered[i] = some[i - from];
            }
        }
    }

    private int compare(int row, int other) {
        int at = offsets[row];
        int otherAt = offsets[other];
        return Arrays.compareUnsigned(
                octets, at + HEAD, uniqueEnd(at), octets, otherAt + HEAD, uniqueEnd(otherAt));
    }

    private int[] kept() {
        int[] kept = new int[rows - removed];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            if (octets[offsets[row]] != REMOVED) {
                kept[count++] = row;
            }
        }
        return kept;
    }

    private static int grown(int length) {
        return (int) Math.min(Integer.MAX_VALUE - 8, length + (length >> 1) + 64L);
    }

    private Place place(int row) {
        int at = offsets[row];
        int length = length(at + 1) + length(at + 3);
        String name = new String(octets, at + HEAD, length, UTF_8);
        return new Place(octets[at] == IN_NEW, FileName.of(name));
    }

    private int length(int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }

    private void putLength(int at, int length) {
        octets[at] = (byte) (length >> 8);
        octets[at + 1] = (byte) length;
    }

    private void enter(int row) {
        int at = offsets[row];
        int slot = hash(octets, at + HEAD, uniqueEnd(at)) & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = row + 1;
    }

    private int row(byte[] unique) {
        int slot = hash(unique, 0, unique.length) & (slots.length - 1);
        while (slots[slot] != 0) {
            int at = offsets[slots[slot] - 1];
            boolean isIt =
                    octets[at] != REMOVED
                            && Arrays.equals(
                                    octets, at + HEAD, uniqueEnd(at), unique, 0, unique.length);
            if (isIt) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private int uniqueEnd(int at) {
        return at + HEAD + length(at + 1);
    }

    private static int hash(byte[] octets, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + octets[i];
        }
        return hash ^ hash >>> 16;
    }
}
