package hazel.store.maildir;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.store.local.DotLock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Dovecot's `dovecot-keywords`: which keyword each small letter in a file name stands for.
/// Twenty-six are to be had; one more is refused by [#letters]. Locked, because several threads
/// name keywords while a Maildir is scanned.
final class Keywords {

    private static final int MOST = 26;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final FileTime NEVER = FileTime.fromMillis(-1);

    private final Path file;
    private Map<Character, String> names = new TreeMap<>();
    private FileTime read = NEVER;

    Keywords(Path maildir) {
        this.file = maildir.resolve("dovecot-keywords");
    }

    synchronized Set<String> names(Set<Character> letters) throws IOException {
        if (letters.isEmpty()) {
            return Set.of();
        }
        refresh();
        Set<String> found = new HashSet<>();
        for (char letter : letters) {
            Optional.ofNullable(names.get(letter)).ifPresent(found::add);
        }
        return found;
    }

    /// The letters for these keywords; a new one is written down before a file name carries it,
    /// under the lock that Dovecot takes. Letters in `now` that no keyword is known for stay.
    synchronized Set<Character> letters(Set<String> keywords, Set<Character> now)
            throws IOException, MailException {
        if (keywords.isEmpty() && now.isEmpty()) {
            return Set.of();
        }
        refresh();
        if (!keywords.stream().allMatch(keyword -> letter(keyword).isPresent())) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Optional<DotLock> lock = DotLock.take(file, deadline);
            try {
                read = NEVER;
                refresh();
                add(keywords);
            } finally {
                lock.ifPresent(DotLock::close);
            }
        }
        Set<Character> letters = new TreeSet<>();
        now.stream().filter(l -> !names.containsKey(l)).forEach(letters::add);
        keywords.forEach(keyword -> letter(keyword).ifPresent(letters::add));
        return letters;
    }

    private Optional<Character> letter(String keyword) {
        return names.entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(keyword))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void add(Set<String> keywords) throws IOException {
        for (String keyword : keywords) {
            if (letter(keyword).isEmpty()) {
                names.put(free(keyword), keyword);
            }
        }
        write();
    }

    private char free(String keyword) throws IOException {
        for (char letter = 'a'; letter < 'a' + MOST; letter++) {
            if (!names.containsKey(letter)) {
                return letter;
            }
        }
        throw new IOException("a Maildir has room for 26 keywords; " + keyword + " is one more");
    }

    private void write() throws IOException {
        var text = new StringBuilder();
        names.forEach(
                (letter, name) -> text.append(letter - 'a').append(' ').append(name).append('\n'));
        DurableFiles.write(file, text.toString().getBytes(UTF_8));
        read = Files.getLastModifiedTime(file);
    }

    private void refresh() throws IOException {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (now.equals(read)) {
                return;
            }
            Map<Character, String> fresh = new TreeMap<>();
            for (String line : Files.readString(file, UTF_8).lines().toList()) {
                int space = line.indexOf(' ');
                if (space > 0 && line.substring(0, space).matches("[0-9]{1,2}")) {
                    int number = Integer.parseInt(line.substring(0, space));
                    if (number < MOST && line.length() > space + 1) {
                        fresh.put((char) ('a' + number), line.substring(space + 1));
                    }
                }
            }
            names = fresh;
            read = now;
        } catch (NoSuchFileException e) {
            names = new TreeMap<>(); // no keyword was ever used here
        }
    }
}
