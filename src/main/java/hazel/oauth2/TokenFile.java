package hazel.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// The tokens of one account, in a file of mode 600.
///
/// @param path in a directory of its own kind, which is made when it is needed
public record TokenFile(Path path) {

    /// Empty where nobody has signed in yet, or the file is damaged.
    Optional<Tokens> read() throws MailException {
        try {
            List<String> lines = Files.readAllLines(path);
            return lines.size() < 3
                    ? Optional.empty()
                    : Optional.of(
                            new Tokens(
                                    lines.get(1),
                                    Optional.of(lines.get(2)).filter(t -> !t.isEmpty()),
                                    Instant.parse(lines.get(0))));
        } catch (java.nio.file.NoSuchFileException | DateTimeParseException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw Trouble.reading(path, e);
        }
    }

    /// When they were written.
    Instant written() throws MailException {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            throw Trouble.reading(path, e);
        }
    }

    /// When this returns, they survive a power cut.
    public void write(Tokens tokens) throws MailException {
        try {
            DurableFiles.createPrivateDirectories(path.resolveSibling("."));
            String text =
                    tokens.expires() + "\n" + tokens.access() + "\n" + tokens.refresh().orElse("");
            DurableFiles.write(path, (text + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw Trouble.writing(path, e);
        }
    }

    public void delete() throws MailException {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(lock());
        } catch (IOException e) {
            throw Trouble.writing(path, e);
        }
    }

    interface Work<T> {
        T run() throws MailException;
    }

    /// Keeps other processes from the same work: a provider may take each refresh token once only.
    <T> T alone(Work<T> work) throws MailException {
        try {
            DurableFiles.createPrivateDirectories(path.resolveSibling("."));
            try (FileChannel channel =
                            FileChannel.open(
                                    lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.run();
            }
        } catch (IOException e) {
            throw Trouble.writing(path, e);
        }
    }

    private Path lock() {
        return path.resolveSibling(path.getFileName() + ".lock");
    }
}
