package hazel.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something that must be remembered of servers, each time for one owner: a file that only this
/// user can read, one line `HOST PORT VALUE OWNER` for each.
///
/// It is read whenever it is asked, so that what one Hazel writes holds at once in every other. A
/// line that cannot be read is an error and never nothing.
///
/// @param file need not be there
/// @param head a comment that says what is in it
/// @param value how a value is written: a regular expression without spaces and groups
/// @param advice what to do about a line that cannot be read
public record ServerLines(Path file, String head, String value, String advice) {

    /// One line.
    ///
    /// @param host in small letters
    public record Line(String owner, String host, int port, String value) {

        public Line {
            if (owner.isEmpty() || owner.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("no name for an owner");
            }
            host = host.toLowerCase(Locale.ROOT);
        }

        private boolean isOf(String other, String otherHost, int otherPort) {
            return owner.equals(other) && host.equalsIgnoreCase(otherHost) && port == otherPort;
        }

        private String text() {
            return host + " " + port + " " + value + " " + owner + "\n";
        }
    }

    /// @throws MailException where the file cannot be read
    public Optional<Line> find(String owner, String host, int port) throws MailException {
        return all().stream().filter(l -> l.isOf(owner, host, port)).findFirst();
    }

    public List<Line> of(String owner) throws MailException {
        return all().stream().filter(l -> l.owner().equals(owner)).toList();
    }

    /// Puts a line in place of the one of the same owner and server. When this returns it survives
    /// a power cut.
    public void put(Line line) throws MailException {
        change(lines -> {
            lines.removeIf(l -> l.isOf(line.owner(), line.host(), line.port()));
            lines.add(line);
        });
    }

    public void remove(String owner, String host, int port) throws MailException {
        change(lines -> lines.removeIf(l -> l.isOf(owner, host, port)));
    }

    /// Takes all lines of an owner away.
    public void forget(String owner) throws MailException {
        change(lines -> lines.removeIf(l -> l.owner().equals(owner)));
    }

    /// One process at a time.
    private void change(Consumer<List<Line>> change) throws MailException {
        try {
            Path directory = file.toAbsolutePath().getParent();
            DurableFiles.createPrivateDirectories(directory == null ? file : directory);
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                List<Line> lines = new ArrayList<>(all());
                change.accept(lines);
                var text = new StringBuilder("# " + head + "\n");
                lines.forEach(line -> text.append(line.text()));
                DurableFiles.write(file, text.toString().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    private List<Line> all() throws MailException {
        List<String> texts;
        try {
            texts = Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            if (isNowhere()) {
                return List.of();
            }
            throw Trouble.reading(file, e);
        }
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < texts.size(); n++) {
            if (!texts.get(n).isBlank() && !texts.get(n).startsWith("#")) {
                lines.add(line(texts.get(n), n + 1));
            }
        }
        return lines;
    }

    /// Whether there cannot be such a file: a file stands where a directory should.
    private boolean isNowhere() {
        for (Path above = file.toAbsolutePath().getParent();
                above != null;
                above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }

    private Line line(String text, int number) throws MailException {
        Matcher m = Pattern.compile("(\\S+) ([0-9]{1,5}) (" + value + ") (.+)").matcher(text);
        if (m.matches()) {
            return new Line(m.group(4), m.group(1), Integer.parseInt(m.group(2)), m.group(3));
        }
        throw new MailException(
                new Problem.BadConfig(
                        file.toString(), number, file + ":" + number + ": " + advice));
    }
}
