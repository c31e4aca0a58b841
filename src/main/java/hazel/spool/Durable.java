package hazel.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The file operations a spool rests on, each of which is on disk when it returns.
final class Durable {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String JOURNAL = ".env";

    private Durable() {}

    static void makeDirectory(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            Files.createDirectories(dir, PRIVATE_DIRECTORY);
            Path parent = dir.toAbsolutePath().getParent();
            if (parent != null) {
                syncDirectory(parent);
            }
        }
    }

    static void createIfMissing(Path file) throws IOException {
        try {
            Files.createFile(file, PRIVATE_FILE);
        } catch (FileAlreadyExistsException e) {
            return; // as wanted
        }
    }

    static void writeNew(Path file, byte[] octets) throws IOException {
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, PRIVATE_FILE)) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    static void syncDirectory(Path dir) throws IOException {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// For what is rubbish whether or not it can be deleted: the next sweep tries again.
    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("hazel.spool")
                    .log(System.Logger.Level.WARNING, "cannot delete " + file, e);
        }
    }

    /// Passes on each file of a directory when it comes to it: a list of two hundred thousand would
    /// take more memory than all the rest of the relay.
    static void each(Path dir, Consumer<Path> visitor) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            files.forEach(visitor);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The names of the journals in a directory, sorted.
    static List<QueueId> ids(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(JOURNAL))
                    .map(name -> name.substring(0, name.length() - JOURNAL.length()))
                    .filter(QueueId::isOne)
                    .map(QueueId::new)
                    .sorted()
                    .toList();
        }
    }

    static byte[] readAll(FileChannel channel) throws IOException {
        var octets = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        channel.position(0);
        while (channel.read(buffer) >= 0) {
            octets.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return octets.toByteArray();
    }
}
