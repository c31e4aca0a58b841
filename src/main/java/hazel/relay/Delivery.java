package hazel.relay;

import hazel.mail.MailException;
import hazel.route.Destination;
import hazel.route.Route;
import hazel.route.Router;
import hazel.route.Way;
import hazel.spool.Agenda;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// Takes messages out of the queue, several at once, and sees each recipient to an end: delivered,
/// or failed and the sender told. In the process that holds the queue's lock.
///
/// One thread looks for what is due; each message it finds is then one other thread's alone until
/// its attempt is over. What became of a recipient is in the journal before the next one is begun,
/// so that a crash can repeat at most the one delivery of each thread that it interrupted. A
/// message leaves the queue only when every recipient has come to an end and the report about those
/// that failed is itself in the queue.
final class Delivery {

    private static final Duration TROUBLE_PAUSE = Duration.ofMinutes(15);
    private static final Duration STOP_LOOK = Duration.ofMillis(200);
    private static final System.Logger LOGGER = System.getLogger("hazel.relay");

    private final Spool spool;
    private final Parts parts;
    private final Agenda agenda;
    private final Ledger ledger;
    private final Settling settling;
    private final Semaphore slots;
    private final Set<QueueId> running = ConcurrentHashMap.newKeySet();
    private final Map<QueueId, Instant> troubled = new ConcurrentHashMap<>(); // since when
    private Instant latest = Instant.MIN;
    private volatile boolean isStopping;

    /// What delivering needs besides the queue.
    ///
    /// @param lastStep delivers here
    /// @param hops delivers elsewhere
    /// @param jitter by what share to shift each interval; see [hazel.spool.RetrySchedule#next]
    /// @param atOnce how many messages at most at once, at least 1
    record Parts(
            String hostName,
            Router router,
            LastStep lastStep,
            Hops hops,
            Retries retries,
            DoubleSupplier jitter,
            int atOnce,
            InstantSource clock,
            RelayLog log) {}

    /// How the hosts at a destination are spoken with.
    @FunctionalInterface
    interface Hops {
        NextHop to(Destination destination);
    }

    /// @param queued run, on any thread, when a report was put into the queue
    Delivery(Spool spool, Parts parts, Runnable queued) {
        this.spool = spool;
        this.parts = parts;
        this.agenda = new Agenda(spool, Delivery::due);
        this.ledger = new Ledger(spool, parts.clock(), parts.log());
        this.settling =
                new Settling(spool, parts, ledger, new Reporting(spool, parts, ledger, queued));
        this.slots = new Semaphore(parts.atOnce());
    }

    /// To be called once, before the first round: what waited for a way goes on if there is one
    /// now, and what waits for a time that a wrong clock made waits no longer.
    void recover() throws MailException {
        Instant now = now();
        for (Iterator<Item> all = spool.items().iterator(); all.hasNext(); ) {
            Item item = all.next();
            List<Entry> entries = new ArrayList<>(Age.mended(item, now));
            if (item.held().equals(Optional.of(Route.NO_SMARTHOST)) && leadsOn(item)) {
                entries.add(new Entry.Released());
            }
            if (!entries.isEmpty()) {
                spool.record(item.id(), entries.toArray(Entry[]::new));
            }
        }
    }

    private boolean leadsOn(Item item) {
        return item.in(Recipient.State.WAITING).stream()
                .map(n -> item.recipients().get(n).address())
                .anyMatch(a ->
                        parts.router().route(a, item.reversePath()).ways().stream()
                                .anyMatch(w -> !(w instanceof Way.Held)));
    }

    /// Begins everything that is due. Waits only where as many messages as may be are under way. A
    /// message in trouble of its own, a file that is gone or cannot be written, is left alone for a
    /// while and stops no other.
    ///
    /// @return when the next message is due, where any is, of those that were not begun
    Optional<Instant> begin() throws MailException {
        Instant now = now();
        if (now.plus(Age.CLOCKS_DIFFER).isBefore(latest)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the clock was set back from {0} to {1}",
                    latest,
                    now);
            troubled.clear();
            recover();
        }
        latest = now;
        Optional<Instant> next = agenda.look(now, this::beginOne);
        return troubled.values().stream()
                .map(since -> since.plus(TROUBLE_PAUSE))
                .filter(until -> until.isAfter(now))
                .min(Instant::compareTo)
                .filter(until -> next.isEmpty() || until.isBefore(next.get()))
                .or(() -> next);
    }

    private void beginOne(Item item) {
        boolean isBegun = running.contains(item.id());
        if (!isBegun && !leftAloneUntil(item).isAfter(now()) && !isStopping) {
            start(item);
        }
    }

    /// Not for longer than until somebody says that the trouble is over.
    private Instant leftAloneUntil(Item item) {
        Optional<Instant> since = Optional.ofNullable(troubled.get(item.id()));
        Instant insisted = RelayQueue.insisted(item).orElse(Instant.MIN);
        return since.filter(s -> s.isAfter(insisted))
                .map(s -> s.plus(TROUBLE_PAUSE))
                .orElse(Instant.MIN);
    }

    /// The same, and waits until what was begun is over.
    ///
    /// @return when the next message is due then
    Optional<Instant> round() throws MailException {
        begin();
        slots.acquireUninterruptibly(parts.atOnce());
        slots.release(parts.atOnce());
        List<Instant> dueNow = new ArrayList<>();
        Optional<Instant> next =
                agenda.look(now(), i -> dueNow.add(later(now(), leftAloneUntil(i))));
        return Stream.concat(dueNow.stream(), next.stream()).min(Instant::compareTo);
    }

    /// Begins nothing more.
    void stopBeginning() {
        isStopping = true;
    }

    /// Waits for what was begun.
    void stop(Duration atMost) throws InterruptedException {
        if (slots.tryAcquire(parts.atOnce(), atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            slots.release(parts.atOnce());
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// When something is to be done with a message; [Instant#MAX] for never.
    private static Instant due(Item item) {
        if (item.sending().isPresent()) {
            return Instant.MIN; // cut off by a crash
        }
        if (item.isDone()) {
            // One that is done and held is a bounce that nobody wants: it goes when it is old.
            return item.held().isPresent()
                    ? Age.since(item).plus(Settling.DEAD_BOUNCE_KEPT)
                    : Instant.MIN;
        }
        return item.held().isEmpty() && !item.in(Recipient.State.WAITING).isEmpty()
                ? item.notBefore()
                : Instant.MAX;
    }

    private void start(Item item) {
        try {
            while (!slots.tryAcquire(STOP_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isStopping) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isStopping = true;
            return;
        }
        running.add(item.id());
        Thread.ofVirtual()
                .name("relay-deliver-" + item.id())
                .start(() -> {
                    try {
                        visit(item);
                        troubled.remove(item.id());
                    } catch (MailException e) {
                        trouble(item, e.problem().message());
                    } catch (RuntimeException e) {
                        // A bug met with one message must not end the delivery of all others.
                        LOGGER.log(System.Logger.Level.ERROR, "the queue of the relay", e);
                        trouble(item, "a bug");
                    } finally {
                        running.remove(item.id());
                        slots.release();
                    }
                });
    }

    private void trouble(Item item, String what) {
        troubled.put(item.id(), now());
        ledger.log(item, "--", "in trouble: " + what);
    }

    private void visit(Item found) throws MailException {
        Item item = found;
        if (item.sending().isPresent()) {
            // Nobody but us begins attempts, and this one is not among ours.
            item = spool.record(item.id(), new Entry.Ended(now()));
            ledger.log(item, "--", "an attempt was cut off; it is made again");
        }
        if (item.isDue(now())) {
            attempt(item);
        } else if (item.isDone()) {
            settling.settle(item);
        }
    }

    private void attempt(Item due) throws MailException {
        Instant begun = now();
        byte[] message = spool.message(due.id());
        // Forced to the disk though a power cut might take it back without harm. Where that cannot
        // be done, nobody could write down either that the message was delivered, and it would be
        // delivered again and again.
        Optional<Item> started =
                spool.recordIf(
                        due.id(), i -> i.isDue(begun), new Entry.Started(begun, parts.hostName()));
        if (started.isEmpty()) {
            return; // held or removed by somebody meanwhile
        }
        Item after = new Attempt(spool, parts, ledger, started.get(), message).run();
        // One that all have got goes from the queue at once: a journal is not forced to the disk
        // for what is thrown away with the next step.
        boolean isOver = after.isDone() && after.in(Recipient.State.FAILED).isEmpty();
        settling.settle(isOver ? after : spool.record(due.id(), new Entry.Ended(now())));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
