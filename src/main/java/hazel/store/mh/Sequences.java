package hazel.store.mh;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.file.DurableFiles;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.Marks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A folder's public sequences: `.mh_sequences`, lines of a name, a colon and numbers.
///
/// `unseen` is what nmh and mutt use, `replied` and `flagged` are mutt's, the others follow them.
/// Any other sequence is a keyword, but for `cur`, which is nmh's own. Sequences that are private
/// stand in nmh's context file and are not looked at.
final class Sequences {

    static final String FILE = ".mh_sequences";

    private static final String UNSEEN = "unseen";
    private static final String CURRENT = "cur";
    private static final Map<Flag, String> NAMES =
            new EnumMap<>(
                    Map.of(
                            Flag.ANSWERED, "replied",
                            Flag.FLAGGED, "flagged",
                            Flag.FORWARDED, "forwarded",
                            Flag.DELETED, "deleted",
                            Flag.DRAFT, "draft"));

    private final Map<String, Ranges> ranges;

    private Sequences(Map<String, Ranges> ranges) {
        this.ranges = ranges;
    }

    static Sequences read(Path folder) throws IOException {
        try {
            return of(new String(Files.readAllBytes(folder.resolve(FILE)), UTF_8));
        } catch (NoSuchFileException e) {
            return new Sequences(new LinkedHashMap<>()); // no message was ever in one
        }
    }

    static void createIfMissing(Path file) throws IOException {
        try {
            if (!Files.exists(file)) {
                DurableFiles.writeNew(file, new byte[0]);
            }
        } catch (FileAlreadyExistsException _) {
            // Another program was quicker.
        }
    }

    /// A line that begins with white space goes on the one before it.
    static Sequences of(String text) {
        Map<String, Ranges> ranges = new LinkedHashMap<>();
        String joined = text.replace("\n ", " ").replace("\n\t", " ");
        for (String line : joined.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                ranges.put(line.substring(0, colon).strip(), Ranges.of(line.substring(colon + 1)));
            }
        }
        return new Sequences(ranges);
    }

    /// For who holds the lock: opening and closing the file again would give it up.
    static Sequences read(FileChannel locked) throws IOException {
        return of(new String(octets(locked), UTF_8));
    }

    private static byte[] octets(FileChannel locked) throws IOException {
        var octets = ByteBuffer.allocate(Math.toIntExact(locked.size()));
        while (octets.hasRemaining() && locked.read(octets, octets.position()) >= 0) {}
        return Arrays.copyOf(octets.array(), octets.position());
    }

    /// QUIRK: The file is written in place. nmh waits for the lock of the file it has open, and
    /// would write to one that was replaced meanwhile. Marks can be lost to a power cut so, mail
    /// cannot.
    ///
    /// Where the process dies, the file holds the old lines or the new ones, since one call writes
    /// them all; where the disk is full, it gets the old ones back, for which there is room.
    void write(FileChannel locked) throws IOException {
        byte[] before = octets(locked);
        byte[] after = toString().getBytes(UTF_8);
        try {
            byte[] octets = padded(after, before.length);
            DurableFiles.writeFully(locked.position(0), ByteBuffer.wrap(octets));
            locked.truncate(after.length);
            locked.force(true);
        } catch (IOException e) {
            DurableFiles.writeFully(locked.position(0), ByteBuffer.wrap(before));
            locked.truncate(before.length);
            throw e;
        }
    }

    /// With spaces at the end of the last line, so that until the file is cut no old line stands
    /// behind the new ones. An empty line would stop nmh.
    private static byte[] padded(byte[] lines, int length) {
        if (lines.length == 0 || lines.length >= length) {
            return lines;
        }
        byte[] padded = Arrays.copyOf(lines, length);
        Arrays.fill(padded, lines.length - 1, length - 1, (byte) ' ');
        padded[length - 1] = '\n';
        return padded;
    }

    Marks marks(int number) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Set<String> keywords = new TreeSet<>();
        if (!isIn(UNSEEN, number)) {
            flags.add(Flag.SEEN);
        }
        NAMES.forEach((flag, name) -> {
            if (isIn(name, number)) {
                flags.add(flag);
            }
        });
        ranges.forEach((name, numbers) -> {
            if (isKeyword(name) && numbers.contains(number)) {
                keywords.add(name);
            }
        });
        return new Marks(flags, keywords);
    }

    boolean isUnseen(int number) {
        return isIn(UNSEEN, number);
    }

    private boolean isIn(String name, int number) {
        Ranges numbers = ranges.get(name);
        return numbers != null && numbers.contains(number);
    }

    /// Puts a message into exactly the sequences that say this.
    void mark(int number, Marks marks) {
        Set<String> wanted = new TreeSet<>(marks.keywords());
        if (!marks.flags().contains(Flag.SEEN)) {
            wanted.add(UNSEEN);
        }
        NAMES.forEach((flag, name) -> {
            if (marks.flags().contains(flag)) {
                wanted.add(name);
            }
        });
        remove(number);
        wanted.forEach(name -> ranges.computeIfAbsent(name, _ -> new Ranges()).add(number));
    }

    /// Takes a message out of all sequences but `cur`, which nmh keeps for one that is gone too.
    void remove(int number) {
        ranges.forEach((name, numbers) -> {
            if (!name.equals(CURRENT)) {
                numbers.remove(number);
            }
        });
    }

    /// @throws MailException with [Problem.Malformed] where a keyword cannot be the name of a
    ///   sequence beside those with a meaning of their own
    static void requireNames(Set<String> keywords) throws MailException {
        for (String keyword : keywords) {
            if (!isKeyword(keyword)) {
                throw new MailException(
                        new Problem.Malformed(
                                "keyword", "'" + keyword + "' cannot be the name of a sequence"));
            }
        }
    }

    private static boolean isKeyword(String name) {
        return !name.isEmpty()
                && !name.equals(UNSEEN)
                && !name.equals(CURRENT)
                && !NAMES.containsValue(name)
                && name.chars().noneMatch(c -> c <= ' ' || c == ':' || c == 0x7f);
    }

    /// As the file has it; a sequence nothing is in has no line.
    @Override
    public String toString() {
        var text = new StringBuilder();
        ranges.forEach((name, numbers) -> {
            if (!numbers.isEmpty()) {
                text.append(name).append(": ").append(numbers).append('\n');
            }
        });
        return text.toString();
    }
}
