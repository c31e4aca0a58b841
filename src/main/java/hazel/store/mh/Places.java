package hazel.store.mh;

import hazel.file.BufferInput;
import hazel.store.Uid;
import hazel.store.local.RowList;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The places of a folder's messages by their names, as columns: a million cost some sixty
/// megabytes. Each [Place] is made when it is asked for.
final class Places {

    /// Octets of a row in [#write].
    private static final int ROW = 40;

    /// What is this part of all is worth to be written by itself.
    private static final int LEAST_SHARE = 16;

    /// 0 where the row's message was removed.
    private int[] number = new int[64];

    private long[] inode = new long[64];
    private long[] made = new long[64];
    private long[] seconds = new long[64];
    private int[] nanos = new int[64];
    private long[] size = new long[64];
    private int rows;
    private int removed;
    private int version;

    /// Rows plus one, found by the hash of their files; 0 is free.
    private int[] slots = new int[128];

    /// The few that are the second name of a file.
    private final Map<Uid, Place> others = new HashMap<>();

    Optional<Place> find(Uid uid) {
        Optional<FileId> file = FileId.of(uid);
        if (file.isEmpty()) {
            return Optional.ofNullable(others.get(uid));
        }
        int row = row(file.get());
        return row < 0 ? Optional.empty() : Optional.of(place(row));
    }

    /// Adds a place, or replaces that of the same message.
    void put(Place place) {
        version++;
        Optional<FileId> file = FileId.of(place.uid());
        if (file.isEmpty()) {
            others.put(place.uid(), place);
            return;
        }
        int row = row(file.get());
        set(row < 0 ? added(file.get()) : row, place);
    }

    private void set(int row, Place place) {
        set(row, place.number(), place.arrival(), place.size());
    }

    private void set(int row, int at, Instant arrival, long octets) {
        number[row] = at;
        seconds[row] = arrival.getEpochSecond();
        nanos[row] = arrival.getNano();
        size[row] = octets;
    }

    boolean has(FileId file) {
        return row(file) >= 0;
    }

    /// Adds the place of a file that has none yet.
    void add(FileId file, Place place) {
        set(added(file), place);
    }

    private int added(FileId file) {
        if (rows == number.length) {
            resize((int) Math.min(Integer.MAX_VALUE - 8, rows + (rows >> 1) + 64L));
        }
        int row = rows++;
        inode[row] = file.inode();
        made[row] = file.made();
        if (rows * 2L > slots.length) {
            slots = new int[slots.length * 2];
            for (int each = 0; each < row; each++) {
                enter(each);
            }
        }
        enter(row);
        return row;
    }

    private void resize(int room) {
        number = Arrays.copyOf(number, room);
        inode = Arrays.copyOf(inode, room);
        made = Arrays.copyOf(made, room);
        seconds = Arrays.copyOf(seconds, room);
        nanos = Arrays.copyOf(nanos, room);
        size = Arrays.copyOf(size, room);
    }

    /// Counts the changes since these were read.
    int version() {
        return version;
    }

    /// What is different from those of an earlier reading, where that is little.
    Optional<PlaceChanges> since(Places earlier) {
        int most = rows / LEAST_SHARE;
        if (!others.equals(earlier.others)) {
            return Optional.empty();
        }
        List<Place> put = new ArrayList<>();
        for (int row = 0; row < rows && put.size() < most; row++) {
            if (number[row] != 0 && !isSame(row, earlier, earlier.rowOf(this, row))) {
                put.add(place(row));
            }
        }
        List<FileId> removed = new ArrayList<>();
        for (int row = 0; row < earlier.rows && removed.size() < most; row++) {
            if (earlier.number[row] != 0 && rowOf(earlier, row) < 0) {
                removed.add(earlier.file(row));
            }
        }
        return put.size() + removed.size() < most
                ? Optional.of(new PlaceChanges(removed, put))
                : Optional.empty();
    }

    /// Where these have the file of a row of others, -1 where they do not. It mostly lies in the
    /// same row.
    private int rowOf(Places other, int row) {
        boolean isThere =
                row < rows
                        && number[row] != 0
                        && inode[row] == other.inode[row]
                        && made[row] == other.made[row];
        return isThere ? row : row(other.file(row));
    }

    private boolean isSame(int row, Places other, int there) {
        return there >= 0
                && number[row] == other.number[there]
                && seconds[row] == other.seconds[there]
                && nanos[row] == other.nanos[there]
                && size[row] == other.size[there];
    }

    /// These, changed.
    Places with(PlaceChanges changes) {
        changes.removed().forEach(file -> remove(file.uid()));
        changes.put().forEach(this::put);
        return this;
    }

    void remove(Uid uid) {
        version++;
        if (others.remove(uid) == null) {
            int row = FileId.of(uid).map(this::row).orElse(-1);
            if (row >= 0) {
                number[row] = 0;
                removed++;
            }
        }
    }

    /// All places as they are now; the list is made of what lies here and must not be kept over a
    /// change.
    List<Place> all() {
        int[] kept = IntStream.range(0, rows).filter(row -> number[row] != 0).toArray();
        return new RowList<>(kept, this::place, List.copyOf(others.values()));
    }

    private FileId file(int row) {
        return new FileId(inode[row], made[row]);
    }

    private Place place(int row) {
        Instant arrival = Instant.ofEpochSecond(seconds[row], nanos[row]);
        return new Place(number[row], file(row).uid(), arrival, size[row]);
    }

    private void enter(int row) {
        int slot = file(row).hashCode() & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = row + 1;
    }

    private int row(FileId file) {
        int slot = file.hashCode() & (slots.length - 1);
        while (slots[slot] != 0) {
            int row = slots[slot] - 1;
            if (number[row] != 0 && inode[row] == file.inode() && made[row] == file.made()) {
                return row;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(rows - removed);
        for (int row = 0; row < rows; row++) {
            if (number[row] != 0) {
                out.writeInt(number[row]);
                out.writeLong(inode[row]);
                out.writeLong(made[row]);
                out.writeLong(seconds[row]);
                out.writeInt(nanos[row]);
                out.writeLong(size[row]);
            }
        }
        out.writeInt(others.size());
        for (Place other : others.values()) {
            out.writeInt(other.number());
            out.writeUTF(other.uid().value());
            out.writeLong(other.arrival().getEpochSecond());
            out.writeInt(other.arrival().getNano());
            out.writeLong(other.size());
        }
    }

    /// @throws IOException where these octets are not what [#write] wrote
    static Places read(BufferInput octets) throws IOException {
        var in = new DataInputStream(octets);
        int count = in.readInt();
        if (count < 0 || count > in.available() / ROW) {
            throw new IOException("more messages than octets");
        }
        var places = new Places();
        places.resize(Math.max(64, count));
        places.slots = new int[Math.max(64, Integer.highestOneBit(Math.max(1, count))) * 4];
        ByteBuffer many = octets.rest();
        for (int left = count; left > 0; left--) {
            int number = many.getInt();
            if (number <= 0) {
                throw new IOException("no number");
            }
            int row = places.added(new FileId(many.getLong(), many.getLong()));
            Instant arrival = Instant.ofEpochSecond(many.getLong(), many.getInt());
            places.set(row, number, arrival, many.getLong());
        }
        for (int left = in.readInt(); left > 0; left--) {
            int number = in.readInt();
            var uid = new Uid(in.readUTF());
            Instant arrival = Instant.ofEpochSecond(in.readLong(), in.readInt());
            places.others.put(uid, new Place(number, uid, arrival, in.readLong()));
        }
        return places;
    }
}
