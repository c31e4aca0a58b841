package hazel.store.imap;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    void delete(long id) {
        DurableFiles.deleteQuietly(file(id));
    }
}
