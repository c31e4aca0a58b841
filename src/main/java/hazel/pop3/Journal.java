package hazel.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.file.DurableFiles;
import hazel.file.FileLocks;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which messages of one server are here: a file that is appended to, each line forced to the disk
/// before anything rests on it.
///
/// A line says that a message is about to be put into the mailbox (`begun`), that it is there
/// (`here`), or that it is there and no more at the server (`gone`): by its name and size at the
/// server and the SHA-256 of its octets. Of one that is longer than is fetched (`long`) the last is
/// nothing but zeros. A line that is cut short by a crash counts for nothing. One process at a time
/// has it.
final class Journal implements AutoCloseable {

    /// A name that is not listed any more is kept so long: a server may lose its list for a day.
    private static final Duration FORGETTING = Duration.ofDays(60);

    private static final Pattern LINE =
            Pattern.compile(
                    "(begun|here|gone|long) (\\S{1,200}) ([0-9a-f]{64}) ([0-9]{1,18})"
                            + " ([0-9]{1,12})");

    /// @param digest SHA-256 of the message, in small hexadecimal digits
    /// @param size as the server has it
    /// @param seen since when it is here
    record Entry(String name, String digest, long size, Instant seen) {

        private String line(String state) {
            return "%s %s %s %d %d\n".formatted(state, name, digest, size, seen.getEpochSecond());
        }
    }

    private final Path file;
    private final FileChannel lockFile;
    private final Map<String, Entry> here = new HashMap<>();
    private final Map<String, Entry> begun = new HashMap<>();
    private final Map<String, Entry> gone = new HashMap<>();
    private final Map<String, Entry> tooLong = new HashMap<>();

    private Journal(Path file, FileChannel lockFile) {
        this.file = file;
        this.lockFile = lockFile;
    }

    /// @throws MailException with [Problem.Busy] where another process has it
    static Journal open(Path file) throws MailException {
        try {
            DurableFiles.createPrivateDirectories(directory(file));
            FileChannel channel =
                    FileChannel.open(
                            file.resolveSibling(file.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!FileLocks.tryLock(channel)) {
                channel.close();
                throw new MailException(
                        new Problem.Busy("pop3", "mail is being fetched by another Hazel"));
            }
            var journal = new Journal(file, channel);
            journal.read();
            return journal;
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    private static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? file.toAbsolutePath() : directory;
    }

    private void read() throws IOException {
        String text;
        try {
            text = Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException _) {
            return;
        }
        int whole = text.lastIndexOf('\n') + 1;
        text.substring(0, whole).lines().forEach(this::take);
        if (whole < text.length()) {
            rewrite(); // what was cut short must not run into the next line
        }
    }

    private void take(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            System.getLogger("hazel.pop3")
                    .log(System.Logger.Level.WARNING, "a line of the journal cannot be read");
            return;
        }
        var entry =
                new Entry(
                        m.group(2),
                        m.group(3),
                        Long.parseLong(m.group(4)),
                        Instant.ofEpochSecond(Long.parseLong(m.group(5))));
        switch (m.group(1)) {
            case "here" -> isHere(entry);
            case "gone" -> isGone(entry);
            case "long" -> tooLong.put(entry.name(), entry);
            default -> begun.put(entry.name(), entry);
        }
    }

    private void isHere(Entry entry) {
        here.put(entry.name(), entry);
        begun.values().removeIf(e -> e.digest().equals(entry.digest()));
    }

    private void isGone(Entry entry) {
        here.remove(entry.name());
        gone.put(entry.name(), entry);
    }

    /// A message that is here and may still be at the server. One of another size is another one: a
    /// server may use a name again.
    Optional<Entry> here(String name, long size) {
        return Optional.ofNullable(here.get(name)).filter(e -> e.size() == size);
    }

    /// Whether a message was begun to be fetched and had no end.
    boolean isTooLong(String name, long size) {
        return Optional.ofNullable(tooLong.get(name)).filter(e -> e.size() == size).isPresent();
    }

    /// It is not asked for again.
    void tooLong(String name, long size, Instant now) throws MailException {
        var entry = new Entry(name, "0".repeat(64), size, now);
        append(entry.line("long"));
        tooLong.put(name, entry);
    }

    /// Something was about to be put into the mailbox, and nobody knows whether it is there.
    Optional<Entry> begun(String digest) {
        return begun.values().stream().filter(e -> e.digest().equals(digest)).findFirst();
    }

    /// A message with the same octets is here under a name that the server lists no more, because
    /// it has given out new names, or was to be deleted, which the server has not done.
    boolean isKnownOtherwise(String digest, Set<String> listed) {
        return Stream.concat(
                        here.values().stream().filter(e -> !listed.contains(e.name())),
                        gone.values().stream())
                .anyMatch(e -> e.digest().equals(digest));
    }

    /// When this returns, the line survives a power cut.
    void begin(Entry entry) throws MailException {
        append(entry.line("begun"));
        begun.put(entry.name(), entry);
    }

    void done(Entry entry) throws MailException {
        append(entry.line("here"));
        isHere(entry);
    }

    /// The server has deleted them.
    void gone(List<Entry> entries) throws MailException {
        if (!entries.isEmpty()) {
            append(entries.stream().map(e -> e.line("gone")).collect(Collectors.joining()));
            entries.forEach(this::isGone);
        }
    }

    private void append(String lines) throws MailException {
        try (FileChannel channel = DurableFiles.openToAppend(file)) {
            boolean isNew = channel.size() == 0;
            DurableFiles.writeFully(channel, ByteBuffer.wrap(lines.getBytes(US_ASCII)));
            channel.force(true);
            if (isNew) {
                DurableFiles.syncDirectory(directory(file));
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    /// Forgets what the server has not listed for long. Called with a whole list of its names.
    void tidy(Set<String> listed, Instant now) throws MailException {
        Instant old = now.minus(FORGETTING);
        boolean isLess =
                here.values().removeIf(e -> !listed.contains(e.name()) && e.seen().isBefore(old));
        isLess |=
                tooLong.values()
                        .removeIf(e -> !listed.contains(e.name()) && e.seen().isBefore(old));
        isLess |= gone.values().removeIf(e -> e.seen().isBefore(old));
        if (isLess) {
            try {
                rewrite();
            } catch (IOException e) {
                throw Trouble.writing(file, e);
            }
        }
    }

    private void rewrite() throws IOException {
        var text = new StringBuilder();
        here.values().forEach(e -> text.append(e.line("here")));
        begun.values().forEach(e -> text.append(e.line("begun")));
        gone.values().forEach(e -> text.append(e.line("gone")));
        tooLong.values().forEach(e -> text.append(e.line("long")));
        DurableFiles.write(file, text.toString().getBytes(US_ASCII));
    }

    @Override
    public void close() throws MailException {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }
}
