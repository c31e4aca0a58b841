package hazel.relay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One line of the relay's log, taken apart for a program.
///
/// @param id of the message in the queue, or `-` for none
/// @param words all that was said
public record RelayEvent(Instant at, String id, Kind kind, String words) {

    /// What happened.
    public enum Kind {
        RECEIVED("<="),
        DELIVERED("=>"),
        DEFERRED("=="),
        FAILED("**"),
        NOTED("--");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /// As the log writes it.
        public String sign() {
            return sign;
        }

        private static Optional<Kind> of(String sign) {
            return Stream.of(values()).filter(kind -> kind.sign.equals(sign)).findFirst();
        }
    }

    private static final Pattern RECEIVED =
            Pattern.compile(
                    "(?<from>.+?) from (?<client>.+?)(?: user=(?<user>.+))?"
                            + " size=(?<size>[0-9]+) recipients=(?<recipients>[0-9]+)");

    private static final Pattern RECIPIENT =
            Pattern.compile("(?<recipient>.+?) H=(?<host>.*?) C=\"(?<reply>.*)\"");

    /// Empty where the log has no such lines.
    public static Optional<RelayEvent> parse(String line) {
        String[] parts = line.split(" ", 4);
        Optional<Kind> kind = parts.length < 4 ? Optional.empty() : Kind.of(parts[2]);
        try {
            return kind.map(k -> new RelayEvent(Instant.parse(parts[0]), parts[1], k, parts[3]));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// What the words say, by its name: of a message that came in `from`, `client`, `user`, `size`
    /// and `recipients`; of a recipient `recipient`, `host` and `reply`; of anything else nothing.
    public SequencedMap<String, String> parts() {
        Pattern pattern = kind == Kind.RECEIVED ? RECEIVED : RECIPIENT;
        Matcher found = pattern.matcher(words);
        var parts = new LinkedHashMap<String, String>();
        if (found.matches()) {
            pattern.namedGroups().entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .filter(group -> found.group(group.getValue()) != null)
                    .forEach(group -> parts.put(group.getKey(), found.group(group.getValue())));
        }
        return parts;
    }
}
