package hazel.spool;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;

/// The name of a message in a spool: the time it came and some chance, so that names sort by time
/// and two processes never choose the same.
///
/// @param value 16 digits and capital letters; safe as a file name
public record QueueId(String value) implements Comparable<QueueId> {

    private static final SecureRandom CHANCE = new SecureRandom();
    private static final long CHANCES = 1L << 30;

    public QueueId {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not a queue id");
        }
    }

    static QueueId next(Instant now) {
        String time = digits(Math.max(0, now.toEpochMilli()), 10);
        return new QueueId(time + digits(CHANCE.nextLong(CHANCES), 6));
    }

    /// Whether the text can name a message.
    public static boolean isOne(String text) {
        return text.length() == 16
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }

    /// Base 32, filled with zeros on the left.
    private static String digits(long number, int width) {
        String text = Long.toString(number, 32).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }

    @Override
    public int compareTo(QueueId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
