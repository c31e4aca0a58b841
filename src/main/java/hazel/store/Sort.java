package hazel.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// An order of messages. Texts are ordered by their bases (a subject without `Re:` and the like, a
/// name without its case), code point by code point. Within equal keys the date decides, then the
/// order in which messages were told of.
public record Sort(Key key, Direction direction) {

    /// Threads, the one with the newest message last, as mail is read.
    public static final Sort DEFAULT = new Sort(Key.THREAD, Direction.ASCENDING);

    /// The order that a mailbox is shown in at first: what a typed query found, the newest first.
    public static Sort first(MailboxRef mailbox) {
        return Searches.isOne(mailbox) && Searches.subject(mailbox.name()) instanceof Searches.Typed
                ? new Sort(Key.DATE, Direction.DESCENDING)
                : DEFAULT;
    }

    public enum Key {
        DATE,
        ARRIVAL,
        FROM,
        TO,
        SUBJECT,
        SIZE,
        /// By threads; these by the date of their newest message.
        THREAD
    }

    public enum Direction {
        ASCENDING,
        DESCENDING
    }

    public boolean isReversed() {
        return direction == Direction.DESCENDING;
    }

    /// The same key the other way round.
    public Sort turned() {
        return new Sort(key, isReversed() ? Direction.ASCENDING : Direction.DESCENDING);
    }

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof Sort other && key == other.key && direction == other.direction;
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + direction.hashCode();
    }

    /// Reads `date` or `reverse-date`.
    public static Optional<Sort> parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        boolean reversed = word.startsWith("reverse-");
        String key = reversed ? word.substring("reverse-".length()) : word;
        String singular = key.equals("threads") ? "thread" : key;
        return Arrays.stream(Key.values())
                .filter(k -> k.name().toLowerCase(Locale.ROOT).equals(singular))
                .findFirst()
                .map(k -> new Sort(k, reversed ? Direction.DESCENDING : Direction.ASCENDING));
    }

    /// As a title has it: `size, reversed`.
    public String spoken() {
        return key.name().toLowerCase(Locale.ROOT) + (isReversed() ? ", reversed" : "");
    }

    /// The words [#parse] knows, for a message about one it does not.
    public static String words() {
        return Arrays.stream(Key.values())
                .map(k -> k.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return (isReversed() ? "reverse-" : "") + key.name().toLowerCase(Locale.ROOT);
    }
}
