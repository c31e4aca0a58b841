package hazel.relay;

import hazel.mail.MailException;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Recipient;
import hazel.spool.RetrySchedule;
import hazel.spool.Spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows from where the recipients of a message stand: another attempt later, giving up,
/// reports to the sender, the end. Does the same again after a crash, and then only what is
/// missing.
final class Settling {

    static final String DEAD_BOUNCE = "a bounce that cannot be delivered";

    /// A message is not given up, however old, before it was tried so often in a row: a machine
    /// that slept for a week has not tried for a week, and one whose clock was set ten years ahead
    /// not for ten years.
    static final int MIN_ATTEMPTS = 3;

    /// How long a bounce that cannot be delivered is kept for a person to look at.
    static final Duration DEAD_BOUNCE_KEPT = Duration.ofDays(7);

    private final Spool spool;
    private final Delivery.Parts parts;
    private final Ledger ledger;
    private final Reporting reporting;

    Settling(Spool spool, Delivery.Parts parts, Ledger ledger, Reporting reporting) {
        this.spool = spool;
        this.parts = parts;
        this.ledger = ledger;
        this.reporting = reporting;
    }

    void settle(Item item) throws MailException {
        Item now = item.held().isEmpty() ? scheduled(item) : item;
        if (now.reversePath().isPresent()) {
            reporting.report(now);
        } else if (!Reporting.failed(now).isEmpty()) {
            settleDeadBounce(now);
            return;
        }
        if (now.isDone()) {
            ledger.log(now, "--", "completed");
            spool.clear(now.id());
        }
    }

    /// Each recipient waits as long as the schedule of its domain says, and the message is tried
    /// again when the first of them is due.
    private Item scheduled(Item item) throws MailException {
        List<Integer> waiting = item.in(Recipient.State.WAITING);
        Instant now = now();
        if (waiting.isEmpty() || item.notBefore().isAfter(now)) {
            return item;
        }
        Duration age = Age.of(item, now);
        Duration previous = Age.interval(item);
        double jitter = parts.jitter().getAsDouble();
        List<Integer> over = new ArrayList<>();
        Optional<Duration> pause = Optional.empty();
        for (int n : waiting) {
            RetrySchedule schedule = parts.retries().of(item.recipients().get(n).address());
            Optional<Duration> next = schedule.next(age, previous, jitter);
            if (next.isEmpty() && Age.attempts(item, now) >= MIN_ATTEMPTS) {
                over.add(n);
                continue;
            }
            Duration mine = next.orElse(schedule.steps().getLast().interval());
            pause = pause.filter(p -> p.compareTo(mine) < 0).or(() -> Optional.of(mine));
        }
        Item after = over.isEmpty() ? item : givenUp(item, over, age);
        return pause.isEmpty()
                ? after
                : spool.record(item.id(), Age.again(item, now, pause.get()).toArray(Entry[]::new));
    }

    private Item givenUp(Item item, List<Integer> over, Duration age) throws MailException {
        List<Outcome> outcomes =
                over.stream()
                        .map(n -> item.recipients().get(n))
                        .map(r ->
                                Outcome.failed(
                                        parts.hostName(),
                                        "550 4.4.7 Given up after %d hours and %d attempts; %s last said: %s"
                                                .formatted(
                                                        age.toHours(),
                                                        r.attempts(),
                                                        r.host(),
                                                        r.reply())))
                        .toList();
        return ledger.record(item, over, outcomes);
    }

    /// A bounce that fails is never answered (RFC 5321 section 6.1). It stays for a person to look
    /// at, and then goes.
    private void settleDeadBounce(Item item) throws MailException {
        if (Age.since(item).plus(DEAD_BOUNCE_KEPT).isBefore(now()) && item.isDone()) {
            ledger.log(
                    item,
                    "--",
                    DEAD_BOUNCE + ": dropped after " + DEAD_BOUNCE_KEPT.toDays() + " days");
            spool.remove(item.id());
        } else if (item.held().isEmpty() && item.isDone()) {
            spool.record(item.id(), new Entry.Held(DEAD_BOUNCE));
            ledger.log(item, "--", DEAD_BOUNCE + ": held");
        }
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
