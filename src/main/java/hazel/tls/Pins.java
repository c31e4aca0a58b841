package hazel.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The certificates that a person has looked at and pinned, each for one account and one server: a
/// file that only its owner can read, one line for each.
///
/// It is read whenever a connection is made, so that what is pinned holds at once in every Hazel
/// that runs. A line that cannot be read is an error and never nothing: nobody is believed in place
/// of a pin that was lost.
///
/// @param file need not be there
public record Pins(Path file) {

    private static final Pattern LINE =
            Pattern.compile("(?<host>\\S+) (?<port>[0-9]{1,5}) (?<pin>[0-9A-F:]{95}) (?<for>.+)");

    private static final String HEAD =
            "# Certificates pinned by hand: host, port, SHA-256, and for whom.\n";

    /// One line.
    ///
    /// @param owner the account, or what else connects
    /// @param host in small letters
    public record Pin(String owner, String host, int port, Fingerprint fingerprint) {

        public Pin {
            if (owner.isEmpty() || owner.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("no name for who pins");
            }
            host = host.toLowerCase(Locale.ROOT);
        }

        boolean isSamePlace(String other, String otherHost, int otherPort) {
            return owner.equals(other) && host.equalsIgnoreCase(otherHost) && port == otherPort;
        }

        private String line() {
            return host + " " + port + " " + fingerprint.text() + " " + owner + "\n";
        }
    }

    /// Where Hazel keeps them.
    ///
    /// @param state the directory of what Hazel must remember
    public static Pins in(Path state) {
        return new Pins(state.resolve("pins"));
    }

    /// What to believe where an account connects to a server.
    ///
    /// @param authorities as in [Trust]
    /// @throws MailException where the file cannot be read
    public Trust trust(String owner, String host, int port, Optional<Path> authorities)
            throws MailException {
        return new Trust(authorities, find(owner, host, port).map(Pin::fingerprint));
    }

    public Optional<Pin> find(String owner, String host, int port) throws MailException {
        return all().stream().filter(p -> p.isSamePlace(owner, host, port)).findFirst();
    }

    public List<Pin> of(String owner) throws MailException {
        return all().stream().filter(p -> p.owner().equals(owner)).toList();
    }

    /// Puts a pin in place of the one that was there. When this returns it survives a power cut.
    public void add(Pin pin) throws MailException {
        change(pins -> {
            pins.removeIf(p -> p.isSamePlace(pin.owner(), pin.host(), pin.port()));
            pins.add(pin);
        });
    }

    /// Takes all pins of an account away.
    public void forget(String owner) throws MailException {
        change(pins -> pins.removeIf(p -> p.owner().equals(owner)));
    }

    private interface Change {
        void to(List<Pin> pins);
    }

    /// One process at a time.
    private void change(Change change) throws MailException {
        try {
            Path directory = file.toAbsolutePath().getParent();
            DurableFiles.createPrivateDirectories(directory == null ? file : directory);
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                List<Pin> pins = new ArrayList<>(all());
                change.to(pins);
                var text = new StringBuilder(HEAD);
                pins.forEach(pin -> text.append(pin.line()));
                DurableFiles.write(file, text.toString().getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw Trouble.writing(file, e);
        }
    }

    private List<Pin> all() throws MailException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            if (isNowhere()) {
                return List.of();
            }
            throw Trouble.reading(file, e);
        }
        List<Pin> pins = new ArrayList<>();
        for (int n = 0; n < lines.size(); n++) {
            if (!lines.get(n).isBlank() && !lines.get(n).startsWith("#")) {
                pins.add(pin(lines.get(n), n + 1));
            }
        }
        return pins;
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

    private Pin pin(String line, int number) throws MailException {
        Matcher m = LINE.matcher(line);
        if (m.matches() && Fingerprint.parse(m.group("pin")).isPresent()) {
            return new Pin(
                    m.group("for"),
                    m.group("host"),
                    Integer.parseInt(m.group("port")),
                    new Fingerprint(m.group("pin")));
        }
        throw new MailException(
                new Problem.BadConfig(
                        file.toString(),
                        number,
                        file
                                + ":"
                                + number
                                + ": expected HOST PORT SHA-256 ACCOUNT; take the line away and"
                                + " pin the certificate again"));
    }
}
