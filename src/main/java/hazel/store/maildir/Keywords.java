package hazel.store.maildir;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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

    private final Path file;
    private Map<Character, String> names = new TreeMap<>();
    private FileTime read = FileTime.fromMillis(-1);

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

    /// The letters for these keywords; a new one is written down before a file name carries it.
    /// Letters in `now` that no keyword is known for stay.
    synchronized Set<Character> letters(Set<String> keywords, Set<Character> now)
            throws IOException {
        refresh();
        Set<Character> letters = new TreeSet<>();
        now.stream().filter(l -> !names.containsKey(l)).forEach(letters::add);
        for (String keyword : keywords) {
            letters.add(letter(keyword));
        }
        return letters;
    }

    private char letter(String keyword) throws IOException {
        for (var each : names.entrySet()) {
            if (each.getValue().equalsIgnoreCase(keyword)) {
                return each.getKey();
            }
        }
        for (int i = 0; i < MOST; i++) {
            char letter = (char) ('a' + i);
            if (!names.containsKey(letter)) {
                names.put(letter, keyword);
                write();
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
