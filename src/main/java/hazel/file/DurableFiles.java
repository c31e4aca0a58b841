package hazel.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Writes, renames and removes files so that a power cut at any instant leaves the old state or the
/// new one. Files are mode 0600, directories 0700.
public final class DurableFiles {

    static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final AtomicLong COUNTER = new AtomicLong();
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9]+\\.[0-9]+\\.tmp");
    private static final int FORCING = 32;
    private static final Duration NOBODY_WRITES_SO_LONG = Duration.ofDays(1);

    /// Where this process has looked for what others left.
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    private DurableFiles() {}

    /// Puts a whole file in place of what was there, if anything was. What a process that died in
    /// here left beside it is removed a day later.
    public static void write(Path target, byte[] content) throws IOException {
        Path temporary = beside(target);
        if (SWEPT.add(directoryOf(target))) {
            sweep(directoryOf(target));
        }
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
        try (FileChannel out = openNew(file)) {
            writeFully(out, ByteBuffer.wrap(content));
            out.force(true);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /// A file to be written.
    ///
    /// @param modified the time it is to bear
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record NewFile(Path path, byte[] content, FileTime modified) {}

    /// Writes files as [#writeNew] does. They are forced to the disk by several threads, because a
    /// file system that is asked so writes them down together.
    public static void writeAllNew(List<NewFile> files) throws IOException {
        if (files.size() == 1) {
            writeNewDated(files.getFirst());
            return;
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(FORCING, files.size()))) {
            List<Future<?>> written = new ArrayList<>();
            for (NewFile file : files) {
                Callable<Void> task =
                        () -> {
                            writeNewDated(file);
                            return null;
                        };
                written.add(threads.submit(task));
            }
            for (Future<?> each : written) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void writeNewDated(NewFile file) throws IOException {
        writeNew(file.path(), file.content());
        Files.setLastModifiedTime(file.path(), file.modified());
    }

    /// Opens a file that must not be there yet, to write it. Nothing is forced.
    public static FileChannel openNew(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), OWNER_ONLY);
    }

    /// Opens a file, made where it is not there, to write at its end. Nothing is forced.
    public static FileChannel openToAppend(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE, APPEND), OWNER_ONLY);
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

    /// Removes the temporary files of processes that died.
    private static void sweep(Path directory) {
        Instant old = Instant.now().minus(NOBODY_WRITES_SO_LONG);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.tmp")) {
            for (Path file : files) {
                boolean isOurs = TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
                if (isOurs && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    deleteQuietly(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger("hazel.file").log(System.Logger.Level.DEBUG, "cannot sweep", e);
        }
    }

    /// Where a file lies.
    public static Path directoryOf(Path file) {
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
