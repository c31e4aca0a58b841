package hazel.store.imap;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The messages that are kept whole, each in a file that its number names: nothing a server says
/// becomes part of a path.
///
/// @param directory where they are, a thousand in each directory below
record Bodies(Path directory) {

    private Path file(long id) {
        return directory.resolve(Long.toString(id / 1000)).resolve(Long.toString(id));
    }

    /// When this returns, it survives a power cut.
    void write(long id, byte[] octets) throws MailException {
        Path file = file(id);
        try {
            DurableFiles.createPrivateDirectories(file.resolveSibling(""));
            DurableFiles.write(file, octets);
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    /// The same for several, which are forced to the disk together. One of whom it is not known
    /// elsewhere that it is here may be there in part after a power cut.
    ///
    /// @param octets of one message at least
    void writeAll(Map<Long, byte[]> octets) throws MailException {
        FileTime now = FileTime.from(Instant.now());
        List<DurableFiles.NewFile> files = new ArrayList<>();
        Set<Path> directories = new TreeSet<>();
        try {
            for (var each : octets.entrySet()) {
                Path file = file(each.getKey());
                DurableFiles.createPrivateDirectories(file.resolveSibling(""));
                Files.deleteIfExists(file); // of a change that was never committed
                files.add(new DurableFiles.NewFile(file, each.getValue(), now));
                directories.add(file.resolveSibling(""));
            }
            DurableFiles.writeAllNew(files);
            for (Path each : directories) {
                DurableFiles.syncDirectory(each);
            }
        } catch (IOException e) {
            throw Trouble.writing(directory, e);
        }
    }

    byte[] read(long id) throws MailException {
        try {
            return Files.readAllBytes(file(id));
        } catch (IOException e) {
            throw Trouble.reading(file(id), e);
        }
    }

    boolean has(long id) {
        return Files.isRegularFile(file(id));
    }

    /// The same message under another number, in no more space.
    void link(long from, long to) throws MailException {
        Path file = file(to);
        try {
            DurableFiles.createPrivateDirectories(file.resolveSibling(""));
            Files.deleteIfExists(file); // of a change that was never committed
            try {
                Files.createLink(file, file(from));
                DurableFiles.syncDirectory(file.resolveSibling(""));
            } catch (UnsupportedOperationException _) {
                DurableFiles.write(file, Files.readAllBytes(file(from)));
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    /// The directories that messages are in, by their numbers.
    List<Long> directories() throws MailException {
        return numbers(directory);
    }

    /// The messages in one of them.
    List<Long> in(long number) throws MailException {
        return numbers(directory.resolve(Long.toString(number)));
    }

    private static List<Long> numbers(Path directory) throws MailException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(f -> f.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,18}"))
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw Trouble.reading(directory, e);
        }
    }

    void delete(long id) {
        DurableFiles.deleteQuietly(file(id));
    }
}
