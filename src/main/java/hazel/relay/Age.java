package hazel.relay;

import hazel.spool.Entry;
import hazel.spool.Item;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long the relay has been trying to deliver a message, by clocks that may be set back or
/// forward, on machines that sleep.
final class Age {

    /// Two clocks, or one that is adjusted, differ by no more.
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /// Who comes later than this to what is due has slept, or its clock was set forward.
    private static final Duration ASLEEP = Duration.ofDays(1);

    /// Of an item: how long its next attempt waits after the last one.
    private static final String INTERVAL = "interval";

    /// Of an item: since when it counts, where the time of its creation is to come.
    private static final String SINCE = "since";

    /// Of an item: how many attempts were made before the relay slept.
    private static final String BEFORE_SLEEP = "before-sleep";

    private Age() {}

    static Instant since(Item item) {
        return Optional.ofNullable(item.attributes().get(SINCE))
                .map(Instant::parse)
                .orElse(item.created());
    }

    /// Not negative.
    static Duration of(Item item, Instant now) {
        Duration age = Duration.between(since(item), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /// How long it waited before the last attempt; zero for the first.
    static Duration interval(Item item) {
        return Duration.parse(item.attributes().getOrDefault(INTERVAL, Duration.ZERO.toString()));
    }

    /// How many attempts were made that count, this one too: since the relay last slept.
    static int attempts(Item item, Instant now) {
        return item.attempts() - beforeSleep(item, now);
    }

    private static int beforeSleep(Item item, Instant now) {
        return isAsleep(item, now)
                ? item.attempts() - 1
                : Integer.parseInt(item.attributes().getOrDefault(BEFORE_SLEEP, "0"));
    }

    private static boolean isAsleep(Item item, Instant now) {
        return item.notBefore().plus(ASLEEP).isBefore(now);
    }

    /// That it is to be tried again after a pause.
    static List<Entry> again(Item item, Instant now, Duration pause) {
        List<Entry> entries = new ArrayList<>();
        if (isAsleep(item, now)) {
            entries.add(new Entry.Noted(BEFORE_SLEEP, "" + beforeSleep(item, now)));
        }
        entries.add(new Entry.NotBefore(now.plus(pause)));
        entries.add(new Entry.Noted(INTERVAL, pause.toString()));
        return entries;
    }

    /// What is to be recorded of a message that waits for a time which a clock was ahead by, or
    /// came at one.
    static List<Entry> mended(Item item, Instant now) {
        List<Entry> entries = new ArrayList<>();
        Instant latest = now.plus(CLOCKS_DIFFER);
        if (item.notBefore().isAfter(latest.plus(interval(item)))) {
            entries.add(new Entry.NotBefore(now));
        }
        if (since(item).isAfter(latest)) {
            entries.add(new Entry.Noted(SINCE, now.toString()));
        }
        return entries;
    }
}
