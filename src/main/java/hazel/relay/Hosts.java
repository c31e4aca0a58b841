package hazel.relay;

import hazel.spool.RetrySchedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What is remembered of the hosts that mail is handed to, and how many connections there may be.
/// Used by many threads at once; see [Memory].
///
/// A host that could not be reached is left alone until its own next time, whatever mail for it
/// becomes due before, and the first message after that time asks it again.
final class Hosts {

    /// At most so many hosts are remembered, the ones that failed last.
    private static final int MOST = 10_000;

    /// Characters of what is remembered of a failure.
    private static final int WORDS = 300;

    /// For a connection that others use.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Limits limits;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final Semaphore all;
    private final Map<String, Share> each = new ConcurrentHashMap<>();
    private final SequencedMap<String, Trouble> troubles =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Trouble> eldest) {
                    return size() > MOST;
                }
            };

    /// @param connections at most, to all hosts together
    /// @param perHost at most, to one host
    record Limits(int connections, int perHost) {}

    /// @param since when it was first found to be so
    /// @param pause the last one
    private record Trouble(Instant since, Instant last, Duration pause, String words) {
        Instant until() {
            return last.plus(pause);
        }

        Trouble withPause(Duration other) {
            return new Trouble(since, last, other, words);
        }

        /// Not where it is to be in a time to come: then the clock was moved, and nothing is known.
        boolean isPausing(Instant now) {
            return !last.isAfter(now) && until().isAfter(now);
        }
    }

    /// The connections to one host, for as long as anybody wants one.
    private record Share(Semaphore free, int users) {
        Share with(int more) {
            return new Share(free, users + more);
        }
    }

    /// All connections are in use, and have been for a while.
    static final class Crowded extends Exception {
        private static final long serialVersionUID = 1;

        Crowded(String host) {
            super("All connections to " + host + " are in use");
        }
    }

    /// The right to one connection.
    final class Connection implements AutoCloseable {
        private final String host;
        private final Semaphore free;

        private Connection(String host, Semaphore free) {
            this.host = host;
            this.free = free;
        }

        @Override
        public void close() {
            all.release();
            free.release();
            leave(host);
        }
    }

    /// @param schedule of the times at which a host that is down is asked again
    Hosts(Limits limits, RetrySchedule schedule, InstantSource clock) {
        this.limits = limits;
        this.schedule = schedule;
        this.clock = clock;
        this.all = new Semaphore(limits.connections(), true);
    }

    /// Why a host is left alone now; empty where it may be asked.
    ///
    /// @param insisted when a person last said that it is to be asked in any case
    Optional<String> pause(String host, Optional<Instant> insisted) {
        return pause(host, insisted, ChronoUnit.FOREVER.getDuration());
    }

    /// @param longest after that time it is asked, whatever its own next time is
    synchronized Optional<String> pause(String host, Optional<Instant> insisted, Duration longest) {
        return Optional.ofNullable(troubles.get(host))
                .map(t -> t.withPause(t.pause().compareTo(longest) < 0 ? t.pause() : longest))
                .filter(t -> t.isPausing(clock.instant()))
                .filter(t -> insisted.filter(i -> !i.isBefore(t.last())).isEmpty())
                .map(t ->
                        "%s is left alone until %s: %s"
                                .formatted(
                                        host,
                                        t.until().truncatedTo(ChronoUnit.SECONDS),
                                        t.words()));
    }

    /// Nothing could be said to it.
    synchronized void failed(String host, String words) {
        Instant now = clock.instant();
        Optional<Trouble> before = Optional.ofNullable(troubles.remove(host));
        Instant since = before.map(Trouble::since).orElse(now);
        Duration age = Duration.between(since, now);
        Duration pause =
                schedule.next(
                                age.isNegative() ? Duration.ZERO : age,
                                before.map(Trouble::pause).orElse(Duration.ZERO),
                                0)
                        .orElse(schedule.steps().getLast().interval());
        troubles.put(host, new Trouble(since, now, pause, words));
    }

    /// For [Memory].
    synchronized List<Memory.Line> written() {
        List<Memory.Line> lines = new ArrayList<>();
        troubles.reversed()
                .forEach((host, t) -> {
                    String words = t.words().substring(0, Math.min(t.words().length(), WORDS));
                    lines.add(Memory.Line.of("H", host, t.since(), t.last(), t.pause(), words));
                });
        return lines;
    }

    /// @throws IllegalArgumentException where no such line was written
    synchronized void learn(Memory.Line line) {
        List<String> words = line.words();
        if (words.size() != 6) {
            throw new IllegalArgumentException("a host is cut off");
        }
        try {
            troubles.put(
                    words.get(1),
                    new Trouble(
                            Instant.parse(words.get(2)),
                            Instant.parse(words.get(3)),
                            Duration.parse(words.get(4)),
                            words.get(5)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    synchronized void worked(String host) {
        troubles.remove(host);
    }

    /// Waits for a connection to become free. The host's own comes first, so that whoever waits for
    /// a busy host keeps nobody from another.
    Connection connection(String host) throws Crowded {
        Share share =
                each.compute(
                        host,
                        (_, s) ->
                                s == null
                                        ? new Share(new Semaphore(limits.perHost(), true), 1)
                                        : s.with(1));
        try {
            if (share.free().tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (all.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return new Connection(host, share.free());
                }
                share.free().release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leave(host);
        throw new Crowded(host);
    }

    private void leave(String host) {
        each.computeIfPresent(host, (_, s) -> s.users() == 1 ? null : s.with(-1));
    }
}
