package hazel.relay;

import hazel.mail.Address;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What the servers of senders said of their mailboxes, remembered for a while: a mailbox that is
/// there stays longer than one that is not, which may be made. Used by many threads at once; see
/// [Memory].
final class Senders {

    private static final int MOST = 10_000;

    /// Characters of what is remembered of a refusal.
    private static final int WORDS = 300;

    private static final Duration THERE = Duration.ofDays(7);
    private static final Duration NOT_THERE = Duration.ofHours(2);

    private final InstantSource clock;
    private final SequencedMap<String, Said> said =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
                    return size() > MOST;
                }
            };

    /// What a server said of a mailbox.
    ///
    /// @param refusal its words, where it would take no mail for it
    record Said(Instant at, Optional<String> refusal) {

        /// Not where it is to be in a time to come: then the clock was moved.
        private boolean holds(Instant now) {
            Duration age = Duration.between(at, now);
            return !age.isNegative() && age.compareTo(refusal.isPresent() ? NOT_THERE : THERE) < 0;
        }
    }

    Senders(InstantSource clock) {
        this.clock = clock;
    }

    /// Empty where nothing is known now.
    synchronized Optional<Said> known(Address sender) {
        Optional<Said> found = Optional.ofNullable(said.get(sender.key()));
        return found.filter(s -> s.holds(clock.instant()));
    }

    synchronized void learn(Address sender, Optional<String> refusal) {
        put(sender.key(), new Said(clock.instant(), refusal));
    }

    private void put(String sender, Said what) {
        said.remove(sender);
        said.put(sender, what);
    }

    /// For [Memory], those that hold.
    synchronized List<Memory.Line> written() {
        Instant now = clock.instant();
        List<Memory.Line> lines = new ArrayList<>();
        said.reversed()
                .forEach((sender, what) -> {
                    if (what.holds(now)) {
                        String words = what.refusal().orElse("");
                        String some = words.substring(0, Math.min(words.length(), WORDS));
                        lines.add(Memory.Line.of("S", sender, what.at(), some));
                    }
                });
        return lines;
    }

    /// @throws IllegalArgumentException where no such line was written
    synchronized void learn(Memory.Line line) {
        List<String> words = line.words();
        if (words.size() != 4) {
            throw new IllegalArgumentException("a sender is cut off");
        }
        try {
            Optional<String> refusal = Optional.of(words.get(3)).filter(w -> !w.isEmpty());
            put(words.get(1), new Said(Instant.parse(words.get(2)), refusal));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
