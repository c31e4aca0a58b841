package hazel.outbox;

import hazel.mail.Address;
import hazel.mail.Problem;
import hazel.smtp.Reply;
import hazel.smtp.Submission;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.Recipient.State;
import hazel.spool.RetrySchedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an attempt means for the journal and for the user: a pure function, so that every mixture
/// of answers can be tested with values.
///
/// @param entries to be recorded together
/// @param events to be told once they are
/// @param queueId under which the server took the message, where it did and says so
record Outcome(List<Entry> entries, List<OutboxEvent> events, Optional<String> queueId) {

    static final String PERHAPS_SENT =
            "it may have been sent already; send it again or settle it as sent";

    /// Fewer real attempts than this never end in giving up, however long the machine slept.
    private static final int MIN_ATTEMPTS = 3;

    Outcome {
        entries = List.copyOf(entries);
        events = List.copyOf(events);
    }

    private Outcome(List<Entry> entries, List<OutboxEvent> events) {
        this(entries, events, Optional.empty());
    }

    /// @param item as it was when the attempt began
    static Outcome of(Item item, Submission submission, String host, Rule rule) {
        var making = new Making(item, host, rule);
        String last = submission.last().map(Reply::toString).orElse("");
        List<Address> accepted = new ArrayList<>();
        for (Submission.Accepted a : submission.accepted()) {
            making.delivered(a.address(), last);
            accepted.add(a.address());
        }
        for (Submission.Rejected r : submission.rejected()) {
            making.rejected(r.address(), r.reply().toString(), r.isTemporary());
        }
        if (!accepted.isEmpty()) {
            making.events.add(new OutboxEvent.Accepted(item.id(), accepted, last));
        }
        if (!submission.uncertain().isEmpty()) {
            making.uncertain(submission.uncertain(), host + " did not answer after the message");
        }
        Outcome done = making.done();
        return new Outcome(done.entries(), done.events(), submission.queueId());
    }

    /// Nothing was sent.
    static Outcome of(Item item, Problem problem, String host, Rule rule) {
        var making = new Making(item, host, rule);
        // A disk that is full has nothing to do with the message and is seen to some time.
        if (problem.isTemporary() || problem instanceof Problem.CannotWrite) {
            for (int n : item.in(State.WAITING)) {
                making.rejected(item.recipients().get(n).address(), problem.message(), true);
            }
            return making.done();
        }
        // What was about to be committed was not: no recipient may stay uncertain.
        for (int n : item.in(State.WAITING)) {
            making.entries.add(new Entry.Deferred(n, rule.now(), host, problem.message()));
        }
        if (problem instanceof Problem.BadCertificate bad) {
            making.entries.add(
                    new Entry.Noted(SendOptions.DISTRUSTED, bad.certificate().fingerprint()));
        }
        making.entries.add(new Entry.Held(problem.message()));
        making.entries.add(new Entry.Ended(rule.now()));
        making.events.add(new OutboxEvent.Refused(item.id(), problem));
        return new Outcome(making.entries, making.events);
    }

    /// After a crash between the dot and its answer, or an attempt that ended so.
    static Outcome uncertain(Item item, Instant now) {
        List<Address> who =
                item.in(State.UNCERTAIN).stream()
                        .map(n -> item.recipients().get(n).address())
                        .toList();
        return new Outcome(
                List.of(new Entry.Held(PERHAPS_SENT), new Entry.Ended(now)),
                List.of(new OutboxEvent.Uncertain(item.id(), who, PERHAPS_SENT)));
    }

    /// The time, and the rule for the next one.
    ///
    /// @param jitter see [RetrySchedule#next]
    record Rule(Instant now, RetrySchedule schedule, double jitter) {

        Optional<Duration> next(Item item) {
            Duration age = Duration.between(item.created(), now);
            Duration previous =
                    Duration.ofMillis(
                            Long.parseLong(
                                    item.attributes().getOrDefault(SendOptions.INTERVAL, "0")));
            Duration counted = item.attempts() < MIN_ATTEMPTS ? Duration.ZERO : age;
            return schedule.next(counted.isNegative() ? Duration.ZERO : counted, previous, jitter);
        }
    }

    /// Collects what one attempt makes.
    private static final class Making {
        private final Item item;
        private final String host;
        private final Rule rule;
        private final Optional<Duration> next;
        private final List<Integer> open;
        private final List<Entry> entries = new ArrayList<>();
        private final List<OutboxEvent> events = new ArrayList<>();
        private final List<OutboxEvent.Refusal> refusals = new ArrayList<>();
        private final List<String> deferrals = new ArrayList<>();
        private boolean uncertain;

        Making(Item item, String host, Rule rule) {
            this.item = item;
            this.host = host;
            this.rule = rule;
            this.next = rule.next(item);
            this.open = new ArrayList<>(item.in(State.WAITING));
        }

        void delivered(Address address, String reply) {
            take(address)
                    .ifPresent(n -> entries.add(new Entry.Delivered(n, rule.now(), host, reply)));
        }

        void rejected(Address address, String reply, boolean temporary) {
            Optional<Integer> n = take(address);
            if (n.isEmpty()) {
                return;
            }
            if (temporary && next.isPresent()) {
                entries.add(new Entry.Deferred(n.get(), rule.now(), host, reply));
                deferrals.add(reply);
                return;
            }
            String why = temporary ? reply + " (given up)" : reply;
            entries.add(new Entry.Failed(n.get(), rule.now(), host, why));
            refusals.add(new OutboxEvent.Refusal(address, why));
        }

        void uncertain(List<Address> addresses, String why) {
            for (Address address : addresses) {
                take(address)
                        .ifPresent(n -> entries.add(new Entry.Committing(n, rule.now(), host)));
            }
            uncertain = true;
            events.add(new OutboxEvent.Uncertain(item.id(), addresses, why));
        }

        /// The number of the first open recipient of that address: two alike are two.
        private Optional<Integer> take(Address address) {
            for (Integer n : open) {
                Recipient recipient = item.recipients().get(n);
                if (recipient.address().addrSpec().equals(address.addrSpec())) {
                    open.remove(/* element */ n);
                    return Optional.of(n);
                }
            }
            return Optional.empty();
        }

        Outcome done() {
            if (!deferrals.isEmpty() && next.isPresent()) {
                Instant until = rule.now().plus(next.get());
                String interval = Long.toString(next.get().toMillis());
                entries.add(new Entry.Noted(SendOptions.INTERVAL, interval));
                entries.add(new Entry.NotBefore(until));
                events.add(new OutboxEvent.Deferred(item.id(), until, deferrals.getFirst()));
            }
            if (!refusals.isEmpty()) {
                events.add(new OutboxEvent.PartlyRefused(item.id(), refusals));
            }
            if (uncertain) {
                entries.add(new Entry.Held(PERHAPS_SENT));
            }
            entries.add(new Entry.Ended(rule.now()));
            return new Outcome(entries, events);
        }
    }
}
