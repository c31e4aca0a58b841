package hazel.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mime.Dates;
import hazel.store.Flag;
import hazel.store.MailboxName;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The sample mail, dated relative to now: a line of `index` for each message has its mailbox, its
/// file, its flags as in a Maildir's file name (`-` for none) and its age as `P3DT4H5M`.
public final class Samples {

    private static final String DATE = "@date@";

    private Samples() {}

    /// One message as it is delivered.
    ///
    /// @param message with LF line ends, ASCII
    @SuppressWarnings("ArrayRecordComponent") // delivered at once, never compared
    public record Sample(
            MailboxName mailbox, String file, Set<Flag> flags, Instant date, byte[] message) {
        public Sample {
            flags = Set.copyOf(flags);
        }
    }

    /// Every message, in the order of the index.
    public static List<Sample> at(Instant now, ZoneId zone) {
        return read("index")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> sample(line, now, zone))
                .toList();
    }

    private static Sample sample(String line, Instant now, ZoneId zone) {
        String[] words = line.split(" +", -1);
        Instant date = now.minus(Duration.parse(words[3]));
        String text =
                read(words[1]).replace(DATE, Dates.format(date.atZone(zone).toOffsetDateTime()));
        return new Sample(
                new MailboxName(words[0]),
                words[1],
                flags(words[2]),
                date,
                text.getBytes(US_ASCII));
    }

    private static Set<Flag> flags(String letters) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Arrays.stream(letters.replace("-", "").split("", -1))
                .filter(letter -> !letter.isEmpty())
                .map(Samples::flag)
                .forEach(flags::add);
        return flags;
    }

    private static Flag flag(String letter) {
        return switch (letter) {
            case "S" -> Flag.SEEN;
            case "R" -> Flag.ANSWERED;
            case "F" -> Flag.FLAGGED;
            case "P" -> Flag.FORWARDED;
            case "D" -> Flag.DRAFT;
            default -> throw new IllegalArgumentException("no flag: " + letter);
        };
    }

    private static String read(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/hazel/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + name);
            }
            return new String(in.readAllBytes(), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // inside our own jar
        }
    }
}
