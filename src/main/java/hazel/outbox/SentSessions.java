package hazel.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.MessageId;
import hazel.mail.Trouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sessions in which messages were handed in, kept for 30 days, so that it can be said what a
/// server answered and under which id it took a message.
///
/// A file of mode 0600 for each: a few fields, an empty line, and the lines of the session. No more
/// than a thousand, and of each no more than some 32 KB, so that the directory cannot grow. May be
/// used by several processes and threads at once; what another removes meanwhile is not there.
///
/// @param directory made when it is needed
public record SentSessions(Path directory) {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int MOST = 1000;
    private static final int MOST_CHARACTERS = 32 * 1024;

    private static final Pattern NAME = Pattern.compile("([0-9]{1,15})-([0-9a-f]{32})\\.txt");

    /// Those of a user.
    ///
    /// @param state where Hazel keeps what it must not forget
    public static SentSessions in(Path state) {
        return new SentSessions(state.resolve("sessions"));
    }

    /// Keeps one, and lets go of what is older than 30 days then, or too many.
    public void keep(SentSession session) throws MailException {
        String name = session.began().toEpochMilli() + "-" + hash(session.message()) + ".txt";
        try {
            DurableFiles.createPrivateDirectories(directory);
            DurableFiles.write(directory.resolve(name), written(session).getBytes(UTF_8));
        } catch (IOException e) {
            throw Trouble.writing(directory, e);
        }
        prune(session.began());
    }

    /// Lets go of what is older than 30 days, or too many.
    public void prune(Instant now) throws MailException {
        List<Kept> all = all();
        for (int i = 0; i < all.size(); i++) {
            if (i < all.size() - MOST || all.get(i).began().isBefore(now.minus(KEPT))) {
                DurableFiles.deleteQuietly(all.get(i).file());
            }
        }
    }

    /// Those of a message, the oldest first.
    public List<SentSession> of(MessageId message) throws MailException {
        String hash = hash(message);
        List<SentSession> sessions = new ArrayList<>();
        for (Kept each : all()) {
            if (each.hash().equals(hash)) {
                read(each).filter(s -> s.message().equals(message)).ifPresent(sessions::add);
            }
        }
        return sessions;
    }

    /// The messages that a server took under an id that begins so.
    public Set<MessageId> takenAs(String beginning) throws MailException {
        List<SentSession> found = new ArrayList<>();
        for (Kept each : all()) {
            read(each)
                    .filter(s -> s.queueId().filter(id -> id.startsWith(beginning)).isPresent())
                    .ifPresent(found::add);
        }
        return found.stream().map(SentSession::message).collect(Collectors.toUnmodifiableSet());
    }

    private record Kept(Path file, Instant began, String hash) {}

    /// The oldest first.
    private List<Kept> all() throws MailException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(file -> kept(file).stream())
                    .sorted(Comparator.comparing(Kept::began))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw Trouble.reading(directory, e);
        }
    }

    private static Optional<Kept> kept(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        return name.matches()
                ? Optional.of(
                        new Kept(
                                file,
                                Instant.ofEpochMilli(Long.parseLong(name.group(1))),
                                name.group(2)))
                : Optional.empty();
    }

    private static String hash(MessageId message) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(message.value().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    private static String written(SentSession session) {
        var text = new StringBuilder();
        field(text, "Message-ID", session.message().value());
        field(text, "Server", session.server());
        field(text, "Began", session.began().toString());
        session.queueId().ifPresent(id -> field(text, "Queue-ID", id));
        text.append('\n');
        bounded(session.lines()).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value.replaceAll("\\R", " ")).append('\n');
    }

    /// The beginning and the end, where the whole is too long: a session with a thousand recipients
    /// says the same in between.
    private static List<String> bounded(List<String> lines) {
        int first = fitting(lines);
        if (first == lines.size()) {
            return lines;
        }
        int last = Math.min(fitting(lines.reversed()), lines.size() - first);
        List<String> some = new ArrayList<>(lines.subList(0, first));
        some.add("        -- " + (lines.size() - first - last) + " lines are left out");
        some.addAll(lines.subList(lines.size() - last, lines.size()));
        return some;
    }

    /// How many lines from the first are half of what is kept; all of them where that is the whole.
    private static int fitting(List<String> lines) {
        int room = MOST_CHARACTERS / 2;
        int count = 0;
        while (count < lines.size() && room >= lines.get(count).length()) {
            room -= lines.get(count).length() + 1;
            count++;
        }
        return count;
    }

    /// Empty for a file that is gone, or is none of ours.
    private static Optional<SentSession> read(Kept kept) {
        try {
            if (Files.size(kept.file()) > 8L * MOST_CHARACTERS) {
                return Optional.empty();
            }
            List<String> all = new String(Files.readAllBytes(kept.file()), UTF_8).lines().toList();
            int gap = all.indexOf("");
            List<String> fields = all.subList(0, Math.max(gap, 0));
            Optional<String> id = value(fields, "Message-ID");
            return id.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new SentSession(
                                    new MessageId(id.get()),
                                    value(fields, "Server").orElse("?"),
                                    kept.began(),
                                    value(fields, "Queue-ID"),
                                    all.subList(gap + 1, all.size())));
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger("hazel.outbox").log(System.Logger.Level.DEBUG, "a session", e);
            return Optional.empty();
        }
    }

    private static Optional<String> value(List<String> fields, String name) {
        return fields.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst();
    }
}
