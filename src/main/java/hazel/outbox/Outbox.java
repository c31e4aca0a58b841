package hazel.outbox;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Dsn;
import hazel.smtp.Reply;
import hazel.smtp.SendmailCommand;
import hazel.smtp.SmtpClient;
import hazel.smtp.Submission;
import hazel.smtp.Transaction;
import hazel.smtp.Transcript;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient.State;
import hazel.spool.RetrySchedule;
import hazel.spool.Spool;
import hazel.spool.SpoolLock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The messages on their way out of the reader.
///
/// [#enqueue], [#cancel] and the other edits may be called from any thread and any process;
/// [#runDue] by one thread of one process at a time, which the spool's lock sees to.
///
/// After a crash [#runDue] goes on where the journal stands. The one point it does not pass by
/// itself is between the dot and its answer: such a message is held as *uncertain* until
/// [#sendAgain] or [#settle].
public final class Outbox {

    /// How long a message is left alone whose file or journal cannot be read or written.
    private static final Duration TROUBLE_PAUSE = Duration.ofMinutes(1);

    private final Spool spool;
    private final Route.Finder routes;
    private final Filing filing;
    private final Consumer<OutboxEvent> events;
    private final Map<QueueId, Instant> troubled = new ConcurrentHashMap<>();
    private boolean isSwept;

    public Outbox(Spool spool, Route.Finder routes, Filing filing, Consumer<OutboxEvent> events) {
        this.spool = spool;
        this.routes = routes;
        this.filing = filing;
        this.events = events;
    }

    /// Takes a message to send. When this returns it cannot be lost; it is queued, not sent.
    public QueueId enqueue(Envelope envelope, byte[] message, SendOptions options)
            throws MailException {
        return spool.accept(envelope, message, options.attributes(), options.notBefore());
    }

    /// The octets of a message, whatever its state.
    public byte[] message(QueueId id) throws MailException {
        return spool.message(id);
    }

    /// Takes a message back for editing; empty where sending has begun or it is gone.
    public Optional<byte[]> cancel(QueueId id) throws MailException {
        return spool.takeBack(id);
    }

    /// Gives up a message whatever its state, except while it is being sent. What has gone out is
    /// out.
    ///
    /// @return its octets; empty where it is being sent or gone
    public Optional<byte[]> discard(QueueId id) throws MailException {
        byte[] message = spool.message(id);
        Optional<Item> held =
                spool.recordIf(id, i -> i.sending().isEmpty(), new Entry.Held("discarded"));
        if (held.isPresent()) {
            spool.remove(id);
        }
        return held.map(_ -> message);
    }

    public void hold(QueueId id) throws MailException {
        spool.record(
                id, new Entry.Noted(SendOptions.DISTRUSTED, ""), new Entry.Held("held by hand"));
    }

    /// A certificate is trusted now: what is held for it alone is due at once.
    ///
    /// @param fingerprint as in [hazel.mail.ServerCertificate]
    /// @return how many messages that were
    public int trusted(String account, String fingerprint) throws MailException {
        int count = 0;
        for (Item each : list()) {
            Map<String, String> attributes = each.attributes();
            if (each.held().isPresent()
                    && account.equals(attributes.get(SendOptions.ACCOUNT))
                    && fingerprint.equals(attributes.get(SendOptions.DISTRUSTED))) {
                sendNow(each.id());
                count++;
            }
        }
        return count;
    }

    /// Lets a held message go; one that is uncertain stays held, see [#sendAgain].
    public void release(QueueId id) throws MailException {
        spool.recordIf(id, i -> i.in(State.UNCERTAIN).isEmpty(), new Entry.Released());
    }

    /// The network is there again: what was tried in vain is due at once.
    ///
    /// @param account whose messages; empty for all
    /// @return how many messages that were
    public int hurry(Optional<String> account) throws MailException {
        int count = 0;
        for (Item each : list()) {
            String of = each.attributes().getOrDefault(SendOptions.ACCOUNT, "");
            if (each.attempts() > 0 && each.isWaiting() && account.map(of::equals).orElse(true)) {
                sendNow(each.id());
                count++;
            }
        }
        return count;
    }

    /// Makes it due at once.
    public void sendNow(QueueId id) throws MailException {
        troubled.remove(id);
        spool.recordIf(
                id,
                i -> i.in(State.UNCERTAIN).isEmpty(),
                new Entry.Released(),
                new Entry.NotBefore(Instant.EPOCH));
    }

    /// The user knows that an uncertain message did not arrive, or would rather send it twice.
    public void sendAgain(QueueId id, Instant now) throws MailException {
        decide(id, n -> new Entry.Renewed(n, now));
    }

    /// The user knows that an uncertain message arrived.
    public void settle(QueueId id, Instant now) throws MailException {
        decide(id, n -> new Entry.Delivered(n, now, "", "settled by hand"));
    }

    private void decide(QueueId id, IntFunction<Entry> of) throws MailException {
        Item item = item(id);
        List<Entry> entries = new ArrayList<>();
        item.in(State.UNCERTAIN).forEach(n -> entries.add(of.apply(n)));
        entries.add(new Entry.Released());
        spool.recordIf(
                id,
                i -> i.in(State.UNCERTAIN).equals(item.in(State.UNCERTAIN)),
                entries.toArray(Entry[]::new));
    }

    /// Every message, oldest first.
    public List<Item> list() throws MailException {
        return spool.items().toList();
    }

    /// When something is due next, if nothing changes; empty where nothing waits.
    public Optional<Instant> nextDue() throws MailException {
        return spool.items()
                .filter(i -> i.held().isEmpty() && !i.in(State.WAITING).isEmpty())
                .map(i -> later(i.notBefore(), troubledUntil(i)))
                .min(Instant::compareTo);
    }

    private Instant troubledUntil(Item item) {
        return troubled.getOrDefault(item.id(), Instant.MIN);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// Sends what is due, files what was accepted. Blocks as long as that takes.
    ///
    /// @return false where another process is doing it
    /// @throws MailException the first trouble with the spool's own files, when every other message
    ///   had its turn
    public boolean runDue(Instant now) throws MailException {
        Optional<SpoolLock> lock = spool.tryLock();
        if (lock.isEmpty()) {
            return false;
        }
        Optional<MailException> trouble = Optional.empty();
        try (SpoolLock _ = lock.get()) {
            if (!isSwept) {
                spool.sweep();
                isSwept = true;
            }
            for (Item item : list()) {
                try {
                    if (!troubledUntil(item).isAfter(now)) {
                        run(item, now);
                        troubled.remove(item.id());
                    }
                } catch (MailException e) {
                    troubled.put(item.id(), now.plus(TROUBLE_PAUSE));
                    trouble = trouble.or(() -> Optional.of(e));
                }
            }
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return true;
    }

    private void run(Item item, Instant now) throws MailException {
        if (item.held().isEmpty() && !item.in(State.UNCERTAIN).isEmpty()) {
            apply(item.id(), Outcome.uncertain(item, now));
            return;
        }
        if (item.isDue(now)) {
            Optional<Item> begun =
                    spool.recordIf(item.id(), i -> i.isDue(now), new Entry.Started(now, ""));
            if (begun.isPresent()) {
                events.accept(new OutboxEvent.Started(item.id()));
                attempt(begun.get(), now);
            }
        }
        Optional<Item> after = spool.find(item.id());
        if (after.isPresent()) {
            finish(after.get());
        }
    }

    private void attempt(Item item, Instant now) throws MailException {
        double jitter = (Math.floorMod(item.id().hashCode(), 21) - 10) / 100.0;
        var rule = new Outcome.Rule(now, RetrySchedule.DEFAULT, jitter);
        String account = item.attributes().getOrDefault(SendOptions.ACCOUNT, "");
        Route route;
        try {
            route = routes.of(account);
        } catch (MailException e) {
            apply(item.id(), Outcome.of(item, e.problem(), account, rule));
            return;
        }
        switch (route) {
            case Route.Smtp smtp -> bySmtp(item, smtp, rule);
            case Route.Sendmail sendmail ->
                    apply(item.id(), bySendmail(item, sendmail.command(), rule));
        }
    }

    /// The answer goes into the journal before QUIT: nothing may come between the two.
    private void bySmtp(Item item, Route.Smtp route, Outcome.Rule rule) throws MailException {
        String host = route.server().name();
        var said = new Transcript();
        SmtpClient client;
        try {
            client = SmtpClient.open(route.server(), said);
        } catch (MailException e) {
            apply(item.id(), Outcome.of(item, e.problem(), host, rule));
            return;
        }
        Outcome outcome;
        try (client) {
            outcome = transaction(item, client, host, rule);
            apply(item.id(), outcome);
        }
        events.accept(
                new OutboxEvent.Talked(item, host, rule.now(), outcome.queueId(), said.lines()));
    }

    /// What is thrown in here was thrown before the dot. What [#apply] throws was not, and must
    /// leave the journal as it is.
    private Outcome transaction(Item item, SmtpClient client, String host, Outcome.Rule rule) {
        try {
            Transaction.BeforeDot mark = to -> committing(item, to, host, rule.now());
            byte[] message = spool.message(item.id());
            Transaction transaction = Transaction.of(waiting(item), message).with(mark);
            Transaction wanted =
                    Dsn.parse(item.attributes().getOrDefault(SendOptions.REPORTS, ""))
                            .map(transaction::with)
                            .orElse(transaction);
            return Outcome.of(item, client.submit(wanted), host, rule);
        } catch (MailException e) {
            return Outcome.of(item, e.problem(), host, rule);
        }
    }

    private Outcome bySendmail(Item item, SendmailCommand command, Outcome.Rule rule) {
        String program = command.argv().getFirst();
        List<Address> rest = new ArrayList<>(waiting(item).forwardPaths());
        List<Submission.Accepted> accepted = new ArrayList<>();
        List<Submission.Rejected> rejected = new ArrayList<>();
        List<Address> uncertain = new ArrayList<>();
        Optional<Reply> last = Optional.empty();
        try {
            byte[] message = spool.message(item.id());
            while (!rest.isEmpty()) {
                int end = Math.min(rest.size(), SendmailCommand.MAX_RECIPIENTS);
                List<Address> some = List.copyOf(rest.subList(0, end));
                // Before the first octet: where we die half way, the program may send what it has.
                committing(item, some, program, rule.now());
                var handover = command.hand(waiting(item).to(some), message);
                Reply reply = reply(handover, program);
                last = Optional.of(reply);
                switch (handover.result()) {
                    case ACCEPTED ->
                            some.forEach(a -> accepted.add(new Submission.Accepted(a, reply)));
                    case TEMPORARY, PERMANENT ->
                            some.forEach(a -> rejected.add(new Submission.Rejected(a, reply)));
                    case UNCERTAIN -> uncertain.addAll(some);
                }
                rest.subList(0, end).clear();
            }
        } catch (MailException e) {
            if (last.isEmpty()) {
                return Outcome.of(item, e.problem(), program, rule);
            }
            Reply reply = Reply.of(451, e.problem().message()); // some of it was handed over
            rest.forEach(a -> rejected.add(new Submission.Rejected(a, reply)));
        }
        return Outcome.of(item, new Submission(accepted, rejected, uncertain, last), program, rule);
    }

    /// An exit status in SMTP's terms, so that one rule serves both routes.
    private static Reply reply(SendmailCommand.Handover handover, String program) {
        String text = program + " ended with " + handover.status() + ": " + handover.said();
        return switch (handover.result()) {
            case ACCEPTED -> Reply.of(250, "handed to " + program);
            case TEMPORARY, UNCERTAIN -> Reply.of(451, text);
            case PERMANENT -> Reply.of(554, text);
        };
    }

    private void committing(Item item, List<Address> to, String host, Instant now)
            throws MailException {
        List<String> names = to.stream().map(Address::addrSpec).toList();
        Entry[] entries =
                item.in(State.WAITING).stream()
                        .filter(n -> names.contains(item.recipients().get(n).address().addrSpec()))
                        .map(n -> new Entry.Committing(n, now, host))
                        .toArray(Entry[]::new);
        spool.record(item.id(), entries);
    }

    private void apply(QueueId id, Outcome outcome) throws MailException {
        spool.record(id, outcome.entries().toArray(Entry[]::new));
        outcome.events().forEach(events);
    }

    /// Files the copy once at least one recipient was accepted, and lets go of a message that is
    /// done. One that was refused stays for the user to edit.
    private void finish(Item item) throws MailException {
        Item filed = item;
        String into = item.attributes().getOrDefault(SendOptions.FILE_INTO, "");
        boolean toFile =
                !into.isEmpty()
                        && !item.attributes().containsKey(SendOptions.FILED)
                        && !item.in(State.DELIVERED).isEmpty();
        if (toFile) {
            try {
                spool.record(item.id(), new Entry.Noted(SendOptions.FILING, into));
                filing.file(item, into, spool.message(item.id()));
            } catch (MailException e) {
                events.accept(new OutboxEvent.FilingFailed(item.id(), e.problem()));
                return;
            }
            filed = spool.record(item.id(), new Entry.Noted(SendOptions.FILED, into));
            events.accept(new OutboxEvent.Filed(item.id(), into));
        }
        if (filed.recipients().stream().allMatch(r -> r.state() == State.DELIVERED)) {
            spool.remove(filed.id());
        }
    }

    private static Envelope waiting(Item item) {
        return item.envelope()
                .to(
                        item.in(State.WAITING).stream()
                                .map(n -> item.recipients().get(n).address())
                                .toList());
    }

    private Item item(QueueId id) throws MailException {
        return spool.find(id)
                .orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }
}
