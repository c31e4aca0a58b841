package hazel.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import hazel.file.DurableFiles;
import hazel.index.PackedSnapshot;
import hazel.index.Snapshot;
import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.Mailbox;
import hazel.store.MailboxState;
import hazel.store.Progress;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/// A mailbox with what another process remembered of it.
///
/// The file is two blocks, what names the mailbox and its state, each behind its length and before
/// its checksum, and then a [PackedSnapshot].
public final class CachedMailbox {

    private static final System.Logger LOG = System.getLogger("hazel.cache");

    /// A smaller mailbox is read as fast as a file about it.
    private static final int WORTH_IT = 200;

    /// Octets of a state that is better not copied into memory.
    private static final int MUCH = 1 << 20;

    private final Mailbox mailbox;
    private final byte[] key;
    private final Path file;

    CachedMailbox(Mailbox mailbox, String key, Path file) {
        this.mailbox = mailbox;
        this.key = key.getBytes(UTF_8);
        this.file = file;
    }

    /// What the mailbox held when it was last remembered; the mailbox counts its changes from there
    /// then. To be asked before anything else is asked of the mailbox.
    ///
    /// @param early hears it before the mailbox has taken its state up, which for a large one takes
    ///   longer than to read what is shown
    /// @return empty also where the mailbox cannot go on from there, whatever `early` heard
    public Optional<PackedSnapshot> recall(Consumer<PackedSnapshot> early) {
        return remembered(in -> {
            ByteBuffer state = state(in);
            PackedSnapshot known = PackedSnapshot.readFrom(in);
            early.accept(known);
            return mailbox.resume(state) ? Optional.of(known) : Optional.empty();
        });
    }

    /// Takes the mailbox up where it was last remembered, for who changes messages of it and needs
    /// no list of them. To be asked before anything else is asked of the mailbox.
    public void resume() {
        var _ = remembered(in -> Optional.of(mailbox.resume(state(in))));
    }

    /// Reads what is behind the key.
    private interface Reading<T> {
        Optional<T> of(FileChannel in) throws IOException;
    }

    /// Empty where nothing is remembered of this mailbox, or nothing that can be read.
    private <T> Optional<T> remembered(Reading<T> reading) {
        try (FileChannel in = FileChannel.open(file, READ)) {
            return Arrays.equals(block(in), key) ? reading.of(in) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "passed over " + file, e);
            return Optional.empty();
        }
    }

    /// Keeps what was just read or told for the next process. Where that fails, nothing is
    /// remembered and nothing else happens.
    public void remember(PackedSnapshot known) {
        Optional<MailboxState> state = mailbox.state();
        if (known.snapshot().count() < WORTH_IT || state.isEmpty()) {
            return;
        }
        try {
            Path directory = file.resolveSibling("");
            DurableFiles.createPrivateDirectories(directory);
            Path fresh = Files.createTempFile(directory, "", ".new");
            try {
                try (FileChannel out = FileChannel.open(fresh, WRITE)) {
                    block(out, key);
                    state(out, state.get());
                    known.writeTo(out);
                }
                Files.move(fresh, file, ATOMIC_MOVE);
            } catch (IOException e) {
                Files.deleteIfExists(fresh);
                throw e;
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing is remembered in " + file, e);
        }
    }

    /// What the mailbox holds now, for a reader who wants it once.
    public Snapshot snapshot(Progress progress) throws MailException {
        Optional<PackedSnapshot> known = recall(_ -> {});
        if (known.isPresent()) {
            Snapshot before = known.get().snapshot();
            List<Change> changes = mailbox.changes(before);
            return changes.isEmpty() ? before : remembered(before.apply(changes));
        }
        var builder = Snapshot.builder();
        mailbox.scan(builder::add, progress);
        return remembered(builder.build());
    }

    private Snapshot remembered(Snapshot snapshot) {
        remember(new PackedSnapshot(snapshot, Optional.empty()));
        return snapshot;
    }

    private static void block(FileChannel out, byte[] octets) throws IOException {
        number(out, octets.length);
        DurableFiles.writeFully(out, ByteBuffer.wrap(octets));
        number(out, checksum(ByteBuffer.wrap(octets)));
    }

    /// Writes a block whose length is known only behind it.
    private static void state(FileChannel out, MailboxState state) throws IOException {
        long start = out.position();
        number(out, 0);
        var checksum = new CheckedOutputStream(Channels.newOutputStream(out), new CRC32C());
        var octets = new DataOutputStream(new BufferedOutputStream(checksum, 1 << 16));
        state.write(octets);
        octets.flush();
        number(out, (int) checksum.getChecksum().getValue());
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).putInt(octets.size()).flip();
        while (length.hasRemaining()) {
            out.write(length, start + length.position());
        }
    }

    private static void number(FileChannel out, int number) throws IOException {
        DurableFiles.writeFully(out, ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    private static byte[] block(FileChannel in) throws IOException {
        return checked(in, filled(in, length(in))).array();
    }

    /// Where it is long it stays where it is, and takes no memory.
    private static ByteBuffer state(FileChannel in) throws IOException {
        int length = length(in);
        if (length < MUCH) {
            return checked(in, filled(in, length));
        }
        ByteBuffer octets = in.map(FileChannel.MapMode.READ_ONLY, in.position(), length);
        in.position(in.position() + length);
        return checked(in, octets);
    }

    private static int length(FileChannel in) throws IOException {
        int length = number(in);
        if (length < 0 || length > in.size() - in.position()) {
            throw new IOException("a block longer than the file");
        }
        return length;
    }

    private static ByteBuffer checked(FileChannel in, ByteBuffer octets) throws IOException {
        if (number(in) != checksum(octets.duplicate())) {
            throw new IOException("the checksum does not fit");
        }
        return octets;
    }

    private static int number(FileChannel in) throws IOException {
        return filled(in, Integer.BYTES).getInt();
    }

    private static ByteBuffer filled(FileChannel in, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (in.read(octets) < 0) {
                throw new IOException("the file ends too early");
            }
        }
        return octets.flip();
    }

    private static int checksum(ByteBuffer octets) {
        var checksum = new CRC32C();
        checksum.update(octets);
        return (int) checksum.getValue();
    }
}
