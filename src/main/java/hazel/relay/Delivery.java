package hazel.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.RetrySchedule;
import hazel.spool.Spool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// Takes messages out of the queue, one after another, and sees each recipient to an end:
/// delivered, or failed and the sender told. On one thread, of the process that holds the queue's
/// lock.
///
/// What became of a recipient is in the journal before the next one is begun, so that a crash can
/// repeat at most the one delivery it interrupted. A message leaves the queue only when every
/// recipient has come to an end and the bounce about those that failed is itself in the queue.
final class Delivery {

    /// Why a message for elsewhere waits where nothing leads elsewhere.
    static final String NO_SMARTHOST = "no smarthost";

    static final String DEAD_BOUNCE = "a bounce that cannot be delivered";

    /// One transaction with the next hop carries at most this many recipients, the number every
    /// server must take (RFC 5321 section 4.5.3.1.8).
    private static final int BATCH = 100;

    /// A message is not given up, however old, before it was tried so often: a machine that slept
    /// for a week has not tried for a week.
    private static final int MIN_ATTEMPTS = 3;

    /// How long a bounce that cannot be delivered is kept for a person to look at.
    private static final Duration DEAD_BOUNCE_KEPT = Duration.ofDays(7);

    private static final Duration TROUBLE_PAUSE = Duration.ofMinutes(15);

    private final Spool spool;
    private final Parts parts;
    private final Map<QueueId, Instant> troubled = new HashMap<>();

    /// What delivering needs besides the queue.
    ///
    /// @param nextHop empty where mail for elsewhere is held
    /// @param jitter by what share to shift each interval; see [RetrySchedule#next]
    record Parts(
            String hostName,
            Locals locals,
            LocalDelivery local,
            Optional<NextHop> nextHop,
            RetrySchedule schedule,
            DoubleSupplier jitter,
            InstantSource clock,
            RelayLog log) {}

    Delivery(Spool spool, Parts parts) {
        this.spool = spool;
        this.parts = parts;
    }

    /// To be called once, before the first round: what waited for a smarthost goes on if there is
    /// one now.
    void recover() throws MailException {
        for (Item item : spool.items().toList()) {
            if (parts.nextHop().isPresent() && item.held().equals(Optional.of(NO_SMARTHOST))) {
                spool.record(item.id(), new Entry.Released());
            }
        }
    }

    /// Tries everything that is due. A message in trouble of its own, a file that is gone or cannot
    /// be written, is left alone for a while and stops no other.
    ///
    /// @return when the next message is due, where any is
    Optional<Instant> round() throws MailException {
        boolean isDown = false;
        for (Item item : spool.items().toList()) {
            if (troubled.getOrDefault(item.id(), Instant.MIN).isAfter(now())) {
                continue;
            }
            try {
                isDown |= visit(item, isDown);
                troubled.remove(item.id());
            } catch (MailException e) {
                troubled.put(item.id(), now().plus(TROUBLE_PAUSE));
                log(item, "--", "in trouble: " + e.problem().message());
            }
        }
        return spool.items()
                .filter(i -> i.held().isEmpty() && !i.in(Recipient.State.WAITING).isEmpty())
                .map(i -> later(i.notBefore(), troubled.getOrDefault(i.id(), Instant.MIN)))
                .min(Instant::compareTo);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// @return whether the next hop turned out to be down
    private boolean visit(Item item, boolean isDown) throws MailException {
        if (item.sending().isPresent()) {
            // Only this thread begins attempts, so this one was cut off.
            spool.record(item.id(), new Entry.Ended(now()));
            log(item, "--", "an attempt was cut off; it is made again");
        }
        if (item.isDue(now())) {
            return attempt(item, isDown);
        }
        if (item.isDone()) {
            settle(item);
        }
        return false;
    }

    private boolean attempt(Item due, boolean isDown) throws MailException {
        Instant begun = now();
        byte[] message = spool.message(due.id());
        Optional<Item> started =
                spool.recordIf(
                        due.id(), i -> i.isDue(begun), new Entry.Started(begun, parts.hostName()));
        if (started.isEmpty()) {
            return false; // held or removed by somebody meanwhile
        }
        Item item = started.get();
        List<Integer> remote = new ArrayList<>();
        for (int n : item.in(Recipient.State.WAITING)) {
            Address address = item.recipients().get(n).address();
            if (parts.locals().isLocal(address)) {
                record(item, n, deliverHere(item, address, message));
            } else {
                remote.add(n);
            }
        }
        boolean down = !remote.isEmpty() && sendOn(item, remote, message, isDown);
        settle(spool.record(item.id(), new Entry.Ended(now())));
        return down;
    }

    private Outcome deliverHere(Item item, Address address, byte[] message) {
        String host = parts.hostName();
        Optional<String> user = parts.locals().userOf(address);
        if (user.isEmpty()) {
            return Outcome.failed(host, "550 5.1.1 No such user here");
        }
        Letter letter = Letter.read(message);
        if (letter.bodies("Delivered-To").stream().anyMatch(address.addrSpec()::equalsIgnoreCase)) {
            return Outcome.failed(host, "554 5.4.6 A mail loop: it was delivered here before");
        }
        String path = item.reversePath().map(Address::addrSpec).orElse("");
        Letter marked =
                letter.without("Return-Path")
                        .under("Delivered-To", wire(address.addrSpec()))
                        .under("Return-Path", "<" + wire(path) + ">");
        try {
            parts.local().deliver(user.get(), address, marked.toBytes());
            return Outcome.delivered(host, "250 2.1.5 Delivered to " + user.get());
        } catch (MailException e) {
            // A mailbox that cannot be written to is ours to mend; no sender can help it.
            return Outcome.deferred(host, "451 4.3.0 " + e.problem().message());
        }
    }

    /// Header fields are octets here; an address beyond ASCII is UTF-8 (RFC 6532).
    private static String wire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private boolean sendOn(Item item, List<Integer> remote, byte[] message, boolean isDown)
            throws MailException {
        if (parts.nextHop().isEmpty()) {
            spool.record(item.id(), new Entry.Held(NO_SMARTHOST));
            log(item, "==", "held: " + NO_SMARTHOST);
            return false;
        }
        boolean down = isDown;
        for (int from = 0; from < remote.size(); from += BATCH) {
            List<Integer> batch = remote.subList(from, Math.min(from + BATCH, remote.size()));
            List<Outcome> outcomes;
            if (down) {
                Outcome later =
                        Outcome.deferred(
                                parts.hostName(), "451 4.4.1 The smarthost does not answer");
                outcomes = batch.stream().map(_ -> later).toList();
            } else {
                var to = batch.stream().map(n -> item.recipients().get(n).address()).toList();
                NextHop.Result result = parts.nextHop().get().send(item.envelope().to(to), message);
                outcomes = result.outcomes();
                down = result.isDown();
            }
            record(item, batch, outcomes);
        }
        return down;
    }

    private void record(Item item, int n, Outcome outcome) throws MailException {
        record(item, List.of(n), List.of(outcome));
    }

    private void record(Item item, List<Integer> numbers, List<Outcome> outcomes)
            throws MailException {
        Instant at = now();
        Entry[] entries = new Entry[numbers.size()];
        for (int i = 0; i < entries.length; i++) {
            Outcome o = outcomes.get(i);
            int n = numbers.get(i);
            String reply = RelayLog.harmless(o.reply());
            entries[i] =
                    switch (o.kind()) {
                        case DELIVERED -> new Entry.Delivered(n, at, o.host(), reply);
                        case DEFERRED -> new Entry.Deferred(n, at, o.host(), reply);
                        case FAILED -> new Entry.Failed(n, at, o.host(), reply);
                    };
        }
        spool.record(item.id(), entries);
        for (int i = 0; i < entries.length; i++) {
            Outcome o = outcomes.get(i);
            String who = item.recipients().get(numbers.get(i)).address().addrSpec();
            log(item, o.kind().sign(), who + " H=" + o.host() + " C=\"" + o.reply() + "\"");
        }
    }

    /// What follows from where the recipients stand: another attempt later, giving up, a bounce,
    /// the end. Does the same again after a crash, and then only what is missing.
    private void settle(Item item) throws MailException {
        Item now = item.held().isEmpty() ? scheduled(item) : item;
        List<Integer> unreported = Reported.missing(now);
        if (!unreported.isEmpty()) {
            if (now.reversePath().isEmpty()) {
                settleDeadBounce(now);
                return;
            }
            bounce(now, unreported);
        }
        if (now.isDone()) {
            log(now, "--", "completed");
            spool.remove(now.id());
        }
    }

    private Item scheduled(Item item) throws MailException {
        List<Integer> waiting = item.in(Recipient.State.WAITING);
        Instant now = now();
        if (waiting.isEmpty() || item.notBefore().isAfter(now)) {
            return item;
        }
        Duration age = Duration.between(item.created(), now);
        Duration previous =
                Duration.parse(
                        item.attributes().getOrDefault("interval", Duration.ZERO.toString()));
        Optional<Duration> next =
                parts.schedule()
                        .next(
                                age.isNegative() ? Duration.ZERO : age,
                                previous,
                                parts.jitter().getAsDouble());
        if (next.isEmpty() && item.attempts() >= MIN_ATTEMPTS) {
            return givenUp(item, waiting, age);
        }
        Duration pause = next.orElse(parts.schedule().steps().getLast().interval());
        return spool.record(
                item.id(),
                new Entry.NotBefore(now.plus(pause)),
                new Entry.Noted("interval", pause.toString()));
    }

    private Item givenUp(Item item, List<Integer> waiting, Duration age) throws MailException {
        List<Outcome> outcomes =
                waiting.stream()
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
        record(item, waiting, outcomes);
        return spool.find(item.id()).orElse(item);
    }

    private void bounce(Item item, List<Integer> unreported) throws MailException {
        var zone = ZoneId.systemDefault();
        var bounce =
                new Bounce(
                        parts.hostName(),
                        item.id().value(),
                        item.created().atZone(zone),
                        now().atZone(zone));
        var failures =
                unreported.stream()
                        .map(n -> Bounce.Failure.of(item.recipients().get(n), parts.hostName()))
                        .toList();
        Optional<Bounce.Report> report =
                bounce.of(item.reversePath(), spool.message(item.id()), failures);
        if (report.isPresent()) {
            var id =
                    spool.accept(
                            report.get().envelope(),
                            report.get().message(),
                            Map.of("bounce-of", item.id().value()));
            spool.record(item.id(), Reported.with(item, unreported));
            log(item, "--", "bounce " + id + " goes to the sender");
        }
    }

    /// A bounce that fails is never answered (RFC 5321 section 6.1). It stays for a person to look
    /// at, and then goes.
    private void settleDeadBounce(Item item) throws MailException {
        if (item.created().plus(DEAD_BOUNCE_KEPT).isBefore(now()) && item.isDone()) {
            log(item, "--", DEAD_BOUNCE + ": dropped after " + DEAD_BOUNCE_KEPT.toDays() + " days");
            spool.remove(item.id());
        } else if (item.held().isEmpty() && item.isDone()) {
            spool.record(item.id(), new Entry.Held(DEAD_BOUNCE));
            log(item, "--", DEAD_BOUNCE + ": held");
        }
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private void log(Item item, String sign, String words) {
        parts.log().add(item.id().value(), sign, words);
    }

    /// Which failures the sender was told of, kept in the journal as an attribute.
    private static final class Reported {
        private static final String KEY = "reported";

        static List<Integer> missing(Item item) {
            List<String> told = told(item);
            return item.in(Recipient.State.FAILED).stream()
                    .filter(n -> !told.contains(n.toString()))
                    .toList();
        }

        static Entry with(Item item, List<Integer> more) {
            List<String> all = new ArrayList<>(told(item));
            more.forEach(n -> all.add(n.toString()));
            return new Entry.Noted(KEY, String.join(",", all));
        }

        private static List<String> told(Item item) {
            return List.of(item.attributes().getOrDefault(KEY, "").split(",", -1));
        }
    }
}
