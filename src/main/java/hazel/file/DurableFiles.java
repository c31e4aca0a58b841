package hazel.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Writes, renames and removes files so that a power cut at any instant leaves the old state or the
/// new one. Files are mode 0600, directories 0700.
public final class DurableFiles {

    static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final AtomicLong COUNTER = new AtomicLong();

    private DurableFiles() {}

    /// Puts a whole file in place of what was there, if anything was.
    public static void write(Path target, byte[] content) throws IOException {
        Path temporary = beside(target);
        try {
            writeNew(temporary, content);
            Files.move(temporary, target, ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncDirectory(directoryOf(target));
    }

    /// Writes a file that must not be there yet and forces it to the disk. Its directory is not
    /// forced: the caller renames the file, or forces it itself. What was written is taken away
    /// where the disk is full.
    public static void writeNew(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), OWNER_ONLY)) {
            writeFully(out, ByteBuffer.wrap(content));
            out.force(true);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    public static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Renames within one file system and forces both directories.
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, ATOMIC_MOVE);
        Path fromDirectory = directoryOf(from);
        Path toDirectory = directoryOf(to);
        syncDirectory(toDirectory);
        if (!toDirectory.equals(fromDirectory)) {
            syncDirectory(fromDirectory);
        }
    }

    /// Makes what was created, renamed or removed in a directory survive.
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    /// For what is rubbish whether or not it can be deleted.
    public static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("hazel.file").log(System.Logger.Level.WARNING, "a file stays", e);
        }
    }

    /// A directory, and those above it, that only the owner can enter. One that is there already
    /// keeps its mode.
    public static void createPrivateDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    }

    private static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? file.toAbsolutePath() : directory;
    }

    private static Path beside(Path target) {
        return target.resolveSibling(
                "."
                        + target.getFileName()
                        + "."
                        + ProcessHandle.current().pid()
                        + "."
                        + COUNTER.incrementAndGet()
                        + ".tmp");
    }
}
