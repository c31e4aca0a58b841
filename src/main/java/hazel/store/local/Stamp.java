package hazel.store.local;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// When some files or directories changed last, as it was seen at one moment; so it shows whether
/// they may have changed since.
///
/// @param times of each; 1970 for one that was not there
/// @param seen when, milliseconds since 1970
public record Stamp(List<FileTime> times, long seen) {

    /// Two changes this close may bear one time: a kernel's clock ticks so seldom.
    private static final Duration TICK = Duration.ofMillis(20);

    /// The same for file systems that keep whole seconds, or every other.
    private static final Duration COARSE = Duration.ofSeconds(2);

    private static final int MOST = 16;

    public Stamp {
        times = List.copyOf(times);
    }

    /// @throws IOException where even the first is not there
    public static Stamp of(Clock clock, Path first, Path... others) throws IOException {
        long seen = clock.millis(); // first: what changes from here on may not be seen
        List<FileTime> times = new ArrayList<>();
        times.add(Files.getLastModifiedTime(first));
        for (Path other : others) {
            try {
                times.add(Files.getLastModifiedTime(other));
            } catch (NoSuchFileException e) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return new Stamp(times, seen);
    }

    /// Whether nothing can have changed between this and a later stamp of the same files.
    public boolean isStillTrue(Stamp now) {
        return times.size() == now.times.size()
                && IntStream.range(0, times.size()).allMatch(i -> isStillTrue(now, i));
    }

    /// The same of one of the files.
    public boolean isStillTrue(Stamp now, int index) {
        Instant time = times.get(index).toInstant();
        return times.get(index).equals(now.times.get(index))
                && time.isBefore(Instant.ofEpochMilli(seen).minus(grain(time)));
    }

    /// What changed this shortly before it was seen may have changed again under the same time.
    public static Duration grain(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS)) ? COARSE : TICK;
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(times.size());
        for (FileTime time : times) {
            out.writeLong(time.toInstant().getEpochSecond());
            out.writeInt(time.toInstant().getNano());
        }
        out.writeLong(seen);
    }

    /// @throws IOException where no stamp was written
    public static Stamp read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("no stamp");
        }
        FileTime[] times = new FileTime[count];
        for (int i = 0; i < count; i++) {
            try {
                long seconds = in.readLong();
                times[i] = FileTime.from(Instant.ofEpochSecond(seconds, in.readInt()));
            } catch (DateTimeException e) {
                throw new IOException("no time", e);
            }
        }
        return new Stamp(Arrays.asList(times), in.readLong());
    }
}
