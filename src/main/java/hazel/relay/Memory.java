package hazel.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/// What the relay knows of others, kept from one run to the next in the file `memory` of the queue:
/// which hosts are not to be reached, so that a new start does not ask them all at once, and the
/// policies of domains, which whoever stands between could else make disappear by waiting for one
/// (RFC 8461 section 10.2), and what servers said of senders, so that they are not asked again.
///
/// The file is derived and may be deleted. One that is damaged, too long or of another version
/// counts as none.
///
/// ```
/// hazel relay memory 1
/// P DOMAIN ID MODE MAX-AGE FETCHED MX…
/// H HOST SINCE LAST PAUSE WORDS
/// S SENDER WHEN WORDS
/// C CRC32 of all lines before
/// ```
record Memory(Hosts hosts, StsPolicies policies, Senders senders) {

    /// The name of the file.
    static final String FILE = "memory";

    private static final String FIRST = "hazel relay memory 1";

    /// Octets of the file, at most; what was learnt last goes in first.
    private static final int LONGEST = 4 << 20;

    /// One line of the file.
    record Line(List<String> words) {

        Line {
            words = List.copyOf(words);
        }

        static Line of(Object... words) {
            return new Line(Arrays.stream(words).map(Object::toString).toList());
        }

        private static Line read(String text) {
            return new Line(
                    Arrays.stream(text.split(" ", -1))
                            .map(w -> URLDecoder.decode(w, UTF_8))
                            .toList());
        }

        private String written() {
            return words.stream()
                    .map(w -> URLEncoder.encode(w, UTF_8))
                    .collect(Collectors.joining(" ", "", "\n"));
        }
    }

    /// The text of the file.
    String written() {
        var lines = new ArrayList<String>();
        int room = take(policies.written(), LONGEST / 2, lines);
        int left = take(hosts.written(), LONGEST / 4 + room, lines);
        take(senders.written(), LONGEST / 4 + left, lines);
        String all = FIRST + "\n" + String.join("", lines);
        return all + "C " + sum(all) + "\n";
    }

    /// @param lines what was learnt last comes first
    /// @return the room that is left
    private static int take(List<Line> lines, int room, List<String> into) {
        int left = room;
        for (Line line : lines) {
            String text = line.written();
            left -= text.length();
            if (left < 0) {
                return 0;
            }
            into.add(text);
        }
        return left;
    }

    /// Learns what the file of an earlier run says.
    void read(Path file) {
        try {
            if (Files.size(file) <= LONGEST + 100) {
                read(Files.readString(file));
            }
        } catch (NoSuchFileException _) {
            // the first run
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "what was known of others is forgotten", e);
        }
    }

    private void read(String text) {
        int end = text.lastIndexOf("C ");
        if (end < 0
                || !text.startsWith(FIRST + "\n")
                || !text.substring(end).equals("C " + sum(text.substring(0, end)) + "\n")) {
            throw new IllegalArgumentException("it is damaged, or of another version");
        }
        // Last learnt first: so they stand in the file, and the other way round they are learnt.
        for (String line : text.substring(0, end).lines().skip(1).toList().reversed()) {
            Line read = Line.read(line);
            switch (read.words().getFirst()) {
                case "P" -> policies.learn(read);
                case "H" -> hosts.learn(read);
                case "S" -> senders.learn(read);
                default -> throw new IllegalArgumentException("an unknown line");
            }
        }
    }

    private static String sum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
