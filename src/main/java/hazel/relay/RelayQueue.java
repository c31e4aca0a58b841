package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;
import hazel.spool.SpoolLock;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The queue of a relay, to look at and to change, whether the relay runs in this process, in
/// another, or not at all: `hazel relay queue`, `flush`, `hold` and their like.
///
/// Each change is an entry in a message's journal, on disk when the call returns. A message that is
/// being sent at this moment cannot be held or removed; the answer is then false.
public final class RelayQueue {

    static final String BY_HAND = "held by hand";

    /// Of an item: when a person last said that it is to be tried, whatever is known of hosts.
    private static final String INSISTED = "insisted";

    private final Path directory;
    private final Spool spool;
    private final InstantSource clock;
    private final RelayLog log;

    /// How things stand.
    ///
    /// @param isRunning some process delivers
    /// @param next when the next message is due
    /// @param damaged messages whose journal cannot be read: a person has to look
    public record Status(
            boolean isRunning,
            int waiting,
            int held,
            Optional<Instant> next,
            List<QueueId> damaged) {
        public Status {
            damaged = List.copyOf(damaged);
        }
    }

    private RelayQueue(Path directory, Spool spool, InstantSource clock) {
        this.directory = directory;
        this.spool = spool;
        this.clock = clock;
        this.log = new RelayLog(directory, clock);
    }

    /// @param directory as in [RelaySettings#directory]
    public static RelayQueue in(Path directory) throws MailException {
        return in(directory, InstantSource.system());
    }

    static RelayQueue in(Path directory, InstantSource clock) throws MailException {
        return new RelayQueue(directory, Spool.open(directory), clock);
    }

    /// When a person last said that a message is to be tried in any case.
    static Optional<Instant> insisted(Item item) {
        return Optional.ofNullable(item.attributes().get(INSISTED)).map(Instant::parse);
    }

    /// Every message, oldest first.
    public List<Item> list() throws MailException {
        return items().toList();
    }

    /// The same, each read when the stream comes to it.
    public Stream<Item> items() throws MailException {
        return spool.items();
    }

    /// @throws MailException with [Problem.NoSuchMessage] where it is not there
    public Item item(QueueId id) throws MailException {
        return spool.find(id)
                .orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }

    /// Whether some process delivers.
    public boolean isRunning() throws MailException {
        Optional<SpoolLock> lock = spool.tryLock();
        lock.ifPresent(SpoolLock::close);
        return lock.isEmpty();
    }

    public Status status() throws MailException {
        var tally = new Tally();
        List<QueueId> damaged = spool.visit(tally::add);
        return new Status(isRunning(), tally.waiting, tally.held, tally.next, damaged);
    }

    private static final class Tally {
        private int waiting;
        private int held;
        private Optional<Instant> next = Optional.empty();

        private void add(Item item) {
            if (item.held().isPresent()) {
                held++;
                return;
            }
            waiting++;
            if (!item.in(Recipient.State.WAITING).isEmpty()) {
                Instant at = item.notBefore();
                next = next.filter(n -> n.isBefore(at)).or(() -> Optional.of(at));
            }
        }
    }

    /// The octets of a message.
    public byte[] message(QueueId id) throws MailException {
        return spool.message(id);
    }

    /// Makes every message due now that is not held, and wakes the relay where one runs. What a
    /// power cut takes back of it is only that a message is due earlier.
    ///
    /// @return how many messages that is
    public int flush() throws MailException {
        int count = 0;
        for (Iterator<Item> all = items().iterator(); all.hasNext(); ) {
            count +=
                    spool.suggest(all.next().id(), RelayQueue::mayGo, dueNow()).isPresent() ? 1 : 0;
        }
        Bell.ring(directory);
        return count;
    }

    public boolean flush(QueueId id) throws MailException {
        boolean done = spool.recordIf(id, RelayQueue::mayGo, dueNow()).isPresent();
        Bell.ring(directory);
        return done;
    }

    private static boolean mayGo(Item item) {
        return item.held().isEmpty() && item.sending().isEmpty();
    }

    private Entry[] dueNow() {
        Instant now = clock.instant();
        return new Entry[] {new Entry.NotBefore(now), new Entry.Noted(INSISTED, now.toString())};
    }

    /// Keeps a message from being delivered until [#release].
    public boolean hold(QueueId id) throws MailException {
        forgetOldAttempt(spool, id, clock);
        return logged(id, BY_HAND, spool.recordIf(id, RelayQueue::mayGo, new Entry.Held(BY_HAND)));
    }

    public boolean release(QueueId id) throws MailException {
        boolean done =
                logged(
                        id,
                        "released by hand",
                        spool.recordIf(
                                id,
                                i -> i.held().isPresent(),
                                new Entry.Released(),
                                new Entry.NotBefore(clock.instant())));
        Bell.ring(directory);
        return done;
    }

    /// Takes a message out for good. Nobody is told but the log.
    public boolean remove(QueueId id) throws MailException {
        forgetOldAttempt(spool, id, clock);
        boolean mayGo =
                logged(
                        id,
                        "removed by hand",
                        spool.recordIf(
                                id, i -> i.sending().isEmpty(), new Entry.Held("being removed")));
        if (mayGo) {
            spool.remove(id);
        }
        return mayGo;
    }

    /// Gives up whoever still waits for a message, and tells its sender, as if it were too old: the
    /// report goes out when a relay runs.
    ///
    /// @return whether anybody waited, and nobody is sending it just now
    /// @throws MailException with [Problem.NotPermitted] for a message from nobody, which has
    ///   nobody to be returned to
    public boolean giveUp(QueueId id) throws MailException {
        Item item = item(id);
        if (item.reversePath().isEmpty()) {
            throw new MailException(
                    new Problem.NotPermitted(
                            id.value(),
                            id + " is from nobody and cannot be returned; it can be removed"));
        }
        List<Entry> entries = new ArrayList<>();
        for (int n : item.in(Recipient.State.WAITING)) {
            entries.add(new Entry.Failed(n, clock.instant(), "", "554 5.3.0 Given up by hand"));
        }
        entries.add(new Entry.Released());
        return !item.in(Recipient.State.WAITING).isEmpty()
                && changed(item, "given up by hand", entries);
    }

    /// Sends a message to one address in place of another that waits for it. Reports name the old
    /// one as the original recipient (RFC 3461 section 5.2.7).
    ///
    /// @return whether the old one waited, and nobody is sending it just now
    public boolean readdress(QueueId id, Address old, Address other) throws MailException {
        Item item = item(id);
        Optional<Integer> found =
                item.in(Recipient.State.WAITING).stream()
                        .filter(n -> item.recipients().get(n).address().isSameMailbox(old))
                        .findFirst();
        if (found.isEmpty() || old.isSameMailbox(other)) {
            return false;
        }
        return changed(
                item,
                old.addrSpec() + " changed by hand to " + other.addrSpec(),
                Readdressed.entries(item, found.get(), other, clock.instant()));
    }

    private boolean changed(Item before, String words, List<Entry> entries) throws MailException {
        forgetOldAttempt(spool, before.id(), clock);
        boolean isDone =
                logged(
                        before.id(),
                        words,
                        spool.recordIf(
                                before.id(),
                                i ->
                                        i.sending().isEmpty()
                                                && i.recipients().equals(before.recipients()),
                                entries.toArray(Entry[]::new)));
        Bell.ring(directory);
        return isDone;
    }

    /// The last lines of the log, oldest first.
    public List<String> log(int lines) throws MailException {
        return log.last(lines);
    }

    /// An attempt that a crash cut off is over once nobody delivers.
    static void forgetOldAttempt(Spool spool, QueueId id, InstantSource clock)
            throws MailException {
        Optional<SpoolLock> lock = spool.tryLock();
        if (lock.isPresent()) {
            try (SpoolLock _ = lock.get()) {
                spool.recordIf(id, i -> i.sending().isPresent(), new Entry.Ended(clock.instant()));
            }
        }
    }

    private boolean logged(QueueId id, String words, Optional<Item> changed) {
        changed.ifPresent(_ -> log.add(id.value(), "--", words));
        return changed.isPresent();
    }
}
