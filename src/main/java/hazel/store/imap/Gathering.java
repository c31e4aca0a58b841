package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings what is to be kept onto this machine, the newest first and many messages at a time. While
/// the server sends some, those before them are forced to the disk.
final class Gathering {

    private final Replica replica;
    private final Fetching fetching;
    private final Engine.Interlude interlude;

    /// @param interlude has its turn between two groups
    Gathering(Replica replica, Fetching fetching, Engine.Interlude interlude) {
        this.replica = replica;
        this.fetching = fetching;
        this.interlude = interlude;
    }

    /// How many octets are asked for together: more where they come quickly, few enough that nobody
    /// waits long for something else.
    record Pace(long octets) {

        static final Pace FIRST = new Pace(512 << 10);

        private static final long LEAST = 128 << 10;
        private static final long MOST = 1 << 20;
        private static final Duration QUICK = Duration.ofMillis(500);
        private static final Duration SLOW = Duration.ofSeconds(2);

        /// @param took how long so many took to come
        Pace after(Duration took) {
            if (took.compareTo(QUICK) < 0) {
                return new Pace(Math.min(MOST, octets * 2));
            }
            return took.compareTo(SLOW) > 0 ? new Pace(Math.max(LEAST, octets / 2)) : this;
        }
    }

    /// All messages of a mailbox that are not here.
    ///
    /// @param since what arrived before stays there
    void gather(Mailboxes.Box box, Instant since) throws MailException {
        Pace pace = Pace.FIRST;
        try (var storing = new Storing(replica, box.id())) {
            List<Messages.Message> missing = missing(box, since, Long.MAX_VALUE);
            while (!missing.isEmpty()) {
                for (List<Messages.Message> group : Fetching.grouped(missing, pace.octets())) {
                    long begun = System.nanoTime();
                    get(group, storing);
                    pace = pace.after(Duration.ofNanos(System.nanoTime() - begun));
                    interlude.take();
                }
                missing = missing(box, since, missing.getLast().uid());
            }
        }
    }

    private List<Messages.Message> missing(Mailboxes.Box box, Instant since, long below)
            throws MailException {
        return replica.ask(
                () -> replica.messages().missing(box.id(), since, below, Fetching.MOST_TOGETHER));
    }

    private void get(List<Messages.Message> group, Storing storing) throws MailException {
        Optional<Fetching.Together> together =
                group.size() > 1 ? tried(() -> fetching.together(group)) : Optional.empty();
        if (together.isPresent()) {
            storing.store(together.get().whole());
        }
        for (Messages.Message each : together.map(Fetching.Together::longer).orElse(group)) {
            tried(() -> {
                fetching.fetch(each.id(), Progress.UNWATCHED);
                return each;
            });
        }
    }

    private interface Getting<T> {
        T get() throws MailException;
    }

    /// Empty where it is not to be had; what goes wrong with more than that is thrown.
    private <T> Optional<T> tried(Getting<T> getting) throws MailException {
        try {
            return Optional.of(getting.get());
        } catch (MailException e) {
            boolean isOfThese =
                    e.problem() instanceof Problem.NoSuchMessage
                            || e.problem() instanceof Problem.Refused;
            if (!isOfThese || fetching.isBroken()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
