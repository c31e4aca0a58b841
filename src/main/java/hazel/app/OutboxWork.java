package hazel.app;

import hazel.command.Command;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.outbox.Outbox;
import hazel.outbox.OutboxEvent;
import hazel.outbox.SendOptions;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient.State;
import hazel.ui.Effect;
import hazel.ui.Effect.QueueAction;
import hazel.ui.Msg;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The outbox at work: a thread that sends what is due, and the effects of its screen.
final class OutboxWork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.app");

    /// Another Hazel or a script may have put something in meanwhile.
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What the outbox needs of the rest of the program.
    interface Around {

        /// Something to say.
        void tell(Msg msg);

        /// A server took the message for at least one recipient.
        void accepted(Item item);

        /// Keeps a message as a draft before it is taken out of the outbox.
        ///
        /// @return what opens it in the composer
        Msg.Composing keep(Item item, byte[] message) throws MailException;

        /// Throws that draft away: the message stays in the outbox.
        void forget(Msg.Composing kept) throws MailException;
    }

    private final Outbox outbox;
    private final Workers workers;
    private final Clock clock;
    private final Around around;
    private final AtomicBoolean isListStale = new AtomicBoolean();
    private final BlockingQueue<Boolean> bell = new LinkedBlockingQueue<>();
    private Optional<Thread> sender = Optional.empty();

    /// @param outbox whose events are to be passed to [#hear]
    OutboxWork(Outbox outbox, Workers workers, Clock clock, Around around) {
        this.outbox = outbox;
        this.workers = workers;
        this.clock = clock;
        this.around = around;
    }

    /// Begins to send by itself.
    void start() {
        sender = Optional.of(Thread.ofVirtual().name("sender").start(this::run));
    }

    private void run() {
        boolean isOpen = true;
        while (isOpen) {
            runDue();
            isOpen = sleep();
        }
    }

    /// Sends what is due, on this thread.
    void runDue() {
        try {
            outbox.runDue(clock.instant());
            if (isListStale.getAndSet(false)) {
                tellList(); // what is done with leaves after its last event
            }
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "the outbox", e);
            around.tell(new Msg.Failed(new Effect.ListOutbox(), e.problem()));
        } catch (RuntimeException e) {
            // A bug must not end the thread that sends the rest.
            LOG.log(System.Logger.Level.ERROR, "the outbox", e);
        }
    }

    /// @return false where it is time to end
    private boolean sleep() {
        try {
            Duration wait =
                    outbox.nextDue()
                            .map(due -> Duration.between(clock.instant(), due))
                            .filter(d -> d.compareTo(LONGEST_SLEEP) < 0)
                            .orElse(LONGEST_SLEEP);
            Boolean rung = bell.poll(Math.max(200, wait.toMillis() + 1), TimeUnit.MILLISECONDS);
            return rung == null || rung;
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "the outbox", e);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// There may be something to do.
    void wake() {
        bell.add(true);
    }

    /// A certificate is trusted now: what is held for it goes on.
    void trusted(String account, String fingerprint) throws MailException {
        outbox.trusted(account, fingerprint);
        wake();
    }

    /// The account's servers can be reached again.
    void reached(String account) {
        try {
            if (outbox.hurry(Optional.of(account)) > 0) {
                wake();
            }
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "the outbox", e);
        }
    }

    /// What waits, oldest first.
    List<Item> items() throws MailException {
        return outbox.list();
    }

    /// Tells of what an earlier session left for a person, not for a server, to go on with.
    void tellLeft(Consumer<Msg> report) {
        workers.start(
                new Workers.Order("outbox", new Effect.ListOutbox(), "outbox", report),
                _ -> {
                    long left = outbox.list().stream().filter(OutboxWork::isForAPerson).count();
                    if (left > 0) {
                        String wait = left == 1 ? "1 message waits" : left + " messages wait";
                        report.accept(
                                new Msg.Noticed(wait + " for you", Optional.of(Command.OUTBOX)));
                    }
                });
    }

    private static boolean isForAPerson(Item item) {
        return item.held().isPresent()
                || !item.in(State.FAILED).isEmpty()
                || !item.in(State.UNCERTAIN).isEmpty();
    }

    QueueId enqueue(Envelope envelope, byte[] message, SendOptions options) throws MailException {
        QueueId id = outbox.enqueue(envelope, message, options);
        wake();
        return id;
    }

    /// Takes a message back that was not begun to be sent, into the composer.
    void takeBack(QueueId id, Consumer<Msg> report) {
        workers.start(
                new Workers.Order("outbox", new Effect.Undo(), "taking back", report),
                _ -> {
                    if (find(id).isEmpty()) {
                        throw tooLate(id, "it is sent");
                    }
                    report.accept(take(id, outbox::cancel));
                });
    }

    private static MailException tooLate(QueueId id, String why) {
        return new MailException(new Problem.NotPermitted(id.value(), "too late: " + why));
    }

    private interface Taking {
        Optional<byte[]> out(QueueId id) throws MailException;
    }

    /// The draft is on the disk before the message is gone from the outbox.
    private Msg take(QueueId id, Taking taking) throws MailException {
        Msg.Composing kept = around.keep(item(id), outbox.message(id));
        if (taking.out(id).isEmpty()) {
            around.forget(kept);
            throw tooLate(id, "it is being sent");
        }
        return kept;
    }

    void perform(Effect.OnOutbox effect, Consumer<Msg> report) {
        workers.start(
                new Workers.Order("outbox", effect, "outbox", report),
                _ -> {
                    switch (effect) {
                        case Effect.ListOutbox _ -> report.accept(listed());
                        case Effect.HandleQueued(var id, var action) ->
                                handle(new QueueId(id), action, report);
                    }
                });
    }

    private void handle(QueueId id, QueueAction action, Consumer<Msg> report) throws MailException {
        switch (action) {
            case SEND_NOW -> {
                if (item(id).in(State.UNCERTAIN).isEmpty()) {
                    outbox.sendNow(id);
                } else {
                    outbox.sendAgain(id, clock.instant());
                }
            }
            case HOLD -> outbox.hold(id);
            case RELEASE -> outbox.release(id);
            case EDIT -> edit(id, report);
            case DISCARD -> {
                if (outbox.discard(id).isEmpty()) {
                    throw busy(id);
                }
            }
        }
        wake();
    }

    /// What was refused or is held may be edited too: what went out is out, the rest is not.
    private void edit(QueueId id, Consumer<Msg> report) throws MailException {
        report.accept(take(id, item(id).isUntouched() ? outbox::cancel : outbox::discard));
    }

    private static MailException busy(QueueId id) {
        return new MailException(new Problem.Busy(id.value(), "it is being sent just now"));
    }

    private Item item(QueueId id) throws MailException {
        return find(id).orElseThrow(() -> new MailException(new Problem.NoSuchMessage(id.value())));
    }

    private Optional<Item> find(QueueId id) throws MailException {
        return outbox.list().stream().filter(i -> i.id().equals(id)).findFirst();
    }

    Msg.OutboxListed listed() throws MailException {
        return new Msg.OutboxListed(outbox.list().stream().map(OutboxRow::of).toList());
    }

    /// What the outbox tells, passed on as news.
    void hear(OutboxEvent event) {
        switch (event) {
            case OutboxEvent.Started _ -> say("sending …");
            case OutboxEvent.Accepted(var id, var recipients, _) -> {
                say("accepted for " + names(recipients));
                accepted(id);
            }
            case OutboxEvent.PartlyRefused(_, var refusals) ->
                    warn(
                            "refused for "
                                    + refusals.stream()
                                            .map(r -> r.recipient().addrSpec() + ": " + r.reply())
                                            .collect(Collectors.joining("; ")));
            case OutboxEvent.Deferred(_, var until, var why) ->
                    say("not sent yet, next try at " + hour(until) + ": " + why);
            case OutboxEvent.Refused(var id, var problem) -> {
                warn("not sent, kept in the outbox: " + problem.message());
                if (problem instanceof Problem.BadCertificate bad) {
                    distrusted(id, bad);
                }
            }
            case OutboxEvent.Uncertain(_, _, var why) ->
                    warn("perhaps sent; the outbox asks what to do: " + why);
            case OutboxEvent.Talked _ -> {}
            case OutboxEvent.Filed(_, var into) -> say("accepted, and a copy is in " + into);
            case OutboxEvent.FilingFailed(_, var problem) ->
                    warn("accepted, but no copy is filed yet: " + problem.message());
        }
        isListStale.set(true);
        tellList();
    }

    private void distrusted(QueueId id, Problem.BadCertificate problem) {
        try {
            find(id).map(item -> item.attributes().getOrDefault(SendOptions.ACCOUNT, ""))
                    .filter(account -> !account.isEmpty())
                    .ifPresent(account -> around.tell(new Msg.Distrusted(account, problem)));
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "after sending", e);
        }
    }

    private void accepted(QueueId id) {
        try {
            find(id).ifPresent(around::accepted);
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "after sending", e);
        }
    }

    private void tellList() {
        try {
            around.tell(listed());
        } catch (MailException e) {
            LOG.log(System.Logger.Level.WARNING, "listing the outbox", e);
        }
    }

    private void say(String text) {
        around.tell(Msg.Noticed.of(text));
    }

    private void warn(String text) {
        around.tell(new Msg.Failed(new Effect.ListOutbox(), new Problem.Failed("send", text)));
    }

    private String hour(Instant when) {
        return DateTimeFormatter.ofPattern("HH:mm")
                .format(ZonedDateTime.ofInstant(when, clock.getZone()));
    }

    private static String names(List<Address> recipients) {
        return recipients.size() == 1
                ? recipients.getFirst().addrSpec()
                : recipients.size() + " recipients";
    }

    /// Lets an attempt that was begun come to its end, for some seconds; what is not sent then
    /// waits for the next start.
    @Override
    public void close() {
        bell.add(false);
        try {
            if (sender.isPresent()) {
                sender.get().join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
