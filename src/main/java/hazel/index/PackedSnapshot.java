package hazel.index;

import hazel.index.packed.BlockReader;
import hazel.index.packed.BlockWriter;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/// A snapshot as octets in a file, and with it, where that is wanted, the view last shown of it: to
/// be on the screen again as fast as the file is read.
///
/// A file is of one machine and one version of Hazel: numbers are in the machine's own order, and
/// what does not begin as this writes it, or was damaged, cut short or added to within, is refused.
/// Nothing in such a file can ask for more memory than the file is long, or name a row, a text or a
/// parent that is not there.
///
/// @param view of this very snapshot; what was folded is not kept in a file, nor whether a limit
///   left rows out
public record PackedSnapshot(Snapshot snapshot, Optional<View> view) {

    /// To be counted up with each change of what is written. Another machine order shows as another
    /// number.
    private static final int MAGIC = 0x48617a01;

    private static final int FEW_GONE = 4;

    public PackedSnapshot {
        if (view.isPresent() && view.get().snapshot() != snapshot) {
            throw new IllegalArgumentException("a view of another snapshot");
        }
    }

    /// Puts all of it behind what the channel holds. Nothing is made durable.
    ///
    /// Where many rows are of messages that are gone, they are left out, which takes longer.
    public void writeTo(WritableByteChannel to) throws IOException {
        if (snapshot.rows() - snapshot.size() > snapshot.size() / FEW_GONE) {
            Snapshot compacted = snapshot.compacted();
            new PackedSnapshot(compacted, view.map(v -> v.movedTo(compacted))).writeTo(to);
            return;
        }
        var out = new BlockWriter(to);
        out.number(MAGIC);
        snapshot.writeTo(out);
        out.number(view.isPresent() ? 1 : 0);
        if (view.isPresent()) {
            view.get().writeTo(out);
        }
        out.end();
    }

    /// Reads from a file's position on, and leaves the position behind what was read.
    ///
    /// @throws IOException also where the file is not as [#writeTo] left it
    public static PackedSnapshot readFrom(FileChannel from) throws IOException {
        var in = new BlockReader(from);
        if (in.number() != MAGIC) {
            throw new IOException("not a snapshot of this version");
        }
        Snapshot snapshot = Snapshot.readFrom(in);
        Optional<View> view =
                in.number() == 0 ? Optional.empty() : Optional.of(View.readFrom(in, snapshot));
        in.end();
        return new PackedSnapshot(snapshot, view);
    }
}
