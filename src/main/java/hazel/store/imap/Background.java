package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Progress;
import hazel.store.Sort;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Keeps an account alike here and at its server, as long as the screens are open: one thread and
/// connection for that, one that waits for new mail ([Watching]), one for messages that somebody
/// wants to read now, one for what is searched there.
///
/// Where the server cannot be reached it is tried again after one second, then two, up to five
/// minutes, and at once when somebody asks; what was done meanwhile waits in the replica.
///
/// Long because all that the threads share is read, and guarded, in one place.
final class Background implements Remote, Watching.Hearer, AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.store");

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /// A server that tells nothing by itself is asked this often, and so is one that does: for its
    /// other mailboxes.
    private static final Duration LOOK = Duration.ofMinutes(2);

    /// How soon something that another process queued is seen.
    private static final Duration GLANCE = Duration.ofSeconds(5);

    /// How often it is looked whether the server answers.
    private static final Duration BEAT = Duration.ofSeconds(1);

    /// Whoever opens a mailbox that was looked at so lately sees what is in it.
    private static final Duration FRESH = Duration.ofSeconds(15);

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ImapAccount account;
    private final Beside reader;
    private final Beside searcher;

    /// Guards all that follows.
    private final Object lock = new Object();

    private final Set<Long> wanted = new LinkedHashSet<>();
    private final List<Long> open = new ArrayList<>();

    /// Which mailboxes are being brought up to date: one, and one that could not wait for that.
    private final Set<Long> underway = new HashSet<>();

    /// When mailboxes were looked at last, by [System#nanoTime].
    private final Map<Long, Long> looked = new HashMap<>();

    /// In which order mailboxes are looked at.
    private final Map<Long, Sort> orders = new HashMap<>();

    private final Queue<Managing> managing = new ArrayDeque<>();
    private final Silence silence;
    private Optional<Engine> engine = Optional.empty();
    private boolean isQueued;
    private boolean isNudged;

    /// Whether a person asked for it, and not the server.
    private boolean isAsked;

    private boolean isClosed;
    private Optional<Problem> offline = Optional.empty();

    private record Managing(Change change, CompletableFuture<Void> done) {}

    private Background(ImapAccount account) {
        this.account = account;
        this.reader = new Beside(account);
        this.searcher = new Beside(account);
        this.silence = new Silence(account.server().host(), account.listener());
    }

    static Background start(ImapAccount account) {
        var background = new Background(account);
        String host = account.server().host();
        Thread.ofVirtual().name("imap " + host).start(background::run);
        Thread.ofVirtual().name("imap silence " + host).start(background::listen);
        return background;
    }

    /// Whether the server answers what it is asked, over whichever connection.
    private void listen() {
        while (!isClosed()) {
            synchronized (lock) {
                pause(BEAT);
                if (isClosed) {
                    return;
                }
                if (engine.isPresent()) {
                    silence.look(
                            Stream.of(engine.get().silence(), reader.silence(), searcher.silence())
                                    .max(Comparator.naturalOrder())
                                    .orElseThrow());
                } else {
                    silence.forget();
                }
            }
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            long began = System.nanoTime();
            try (Replica replica = account.replica()) {
                live(replica);
            } catch (MailException e) {
                boolean heldLong = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
                pause = heldLong ? FIRST_PAUSE : pause;
                offline(e.problem(), pause);
                pause = isNudgedWithin(pause) ? FIRST_PAUSE : longer(pause);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a bug in the account's thread", e);
                var bug = new Problem.Failed("account", "a bug in Hazel, see its log: " + e);
                offline(bug, LONGEST_PAUSE);
                isNudgedWithin(LONGEST_PAUSE);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /// Connected, until that ends.
    private void live(Replica replica) throws MailException {
        Optional<Turnstile> turnstile = account.tryToEnter();
        if (turnstile.isEmpty()) {
            throw new MailException(
                    new Problem.Busy("account", "another Hazel keeps this account alike"));
        }
        account.listener().state(new SyncState.Connecting());
        try (Turnstile _ = turnstile.get();
                Engine connected = account.connect(replica, account.listener());
                Watching watching = new Watching(account, this)) {
            engine(Optional.of(connected));
            account.listener().state(new SyncState.Online());
            connected.between(() -> between(connected));
            connected.ordered(this::order);
            look(connected);
            connected.tellQuota();
            tellWaiting(replica);
            watching.start();
            Instant pruned = Instant.MIN;
            while (!isClosed()) {
                pruned = pruned(replica, pruned);
                work(connected, replica);
            }
        } finally {
            engine(Optional.empty());
        }
    }

    /// Once a day.
    ///
    /// @return when it was last done
    private Instant pruned(Replica replica, Instant last) throws MailException {
        Instant now = account.clock().instant();
        if (now.isBefore(last.plus(A_DAY))) {
            return last;
        }
        new Pruning(replica).all();
        return now;
    }

    private void tellWaiting(Replica replica) throws MailException {
        var held = new Held(replica, account.clock());
        replica.ask(held::sentence).ifPresent(account.listener()::news);
    }

    private void engine(Optional<Engine> connected) {
        synchronized (lock) {
            engine = connected;
            offline = connected.isPresent() ? Optional.empty() : offline;
            isNudged &= connected.isEmpty();
            if (isClosed && connected.isPresent()) {
                connected.get().abort();
            }
        }
    }

    /// Everything that may be new: what is open first.
    private void look(Engine connected) throws MailException {
        if (takeAsked()) {
            connected.replayAll();
        }
        connected.replayWhatFits();
        List<Long> changed = connected.list();
        Set<Long> order = new LinkedHashSet<>(opened());
        order.retainAll(changed);
        order.addAll(changed);
        for (long mailbox : order) {
            sync(connected, mailbox);
            between(connected);
        }
        connected.replay();
        connected.keep();
    }

    /// What cannot wait until all mailboxes were looked at.
    private void between(Engine connected) throws MailException {
        connected.replay();
        for (long mailbox : takeWanted()) {
            sync(connected, mailbox);
        }
        manage(connected);
    }

    private void sync(Engine connected, long mailbox) throws MailException {
        synchronized (lock) {
            looked.put(mailbox, System.nanoTime());
            underway.add(mailbox);
        }
        try {
            connected.sync(mailbox);
        } finally {
            synchronized (lock) {
                underway.remove(mailbox);
            }
        }
    }

    private void work(Engine connected, Replica replica) throws MailException {
        long next = System.nanoTime() + LOOK.toNanos();
        while (System.nanoTime() - next < 0 && !isClosed() && !takeNudge()) {
            between(connected);
            long waited = await();
            if (waited > GLANCE.multipliedBy(6).toNanos()) {
                // The machine slept: the connection may be long gone, and nobody told us.
                throw new MailException(
                        new Problem.Unreachable(account.server().host(), "the machine was asleep"));
            }
            connected.replay();
        }
        if (!isClosed()) {
            look(connected);
        }
    }

    /// Until there is something to do, or a glance is due; returns how many nanoseconds that was.
    private long await() {
        long began = account.clock().millis();
        synchronized (lock) {
            boolean isIdle = !isQueued && !isNudged && wanted.isEmpty() && managing.isEmpty();
            if (isIdle && !isClosed) {
                pause(GLANCE);
            }
            isQueued = false;
        }
        return TimeUnit.MILLISECONDS.toNanos(account.clock().millis() - began);
    }

    private void pause(Duration longest) {
        try {
            lock.wait(longest.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isClosed = true;
        }
    }

    private void offline(Problem problem, Duration retry) {
        List<Managing> refused = new ArrayList<>();
        synchronized (lock) {
            offline = Optional.of(problem);
            refused.addAll(managing);
            managing.clear();
        }
        refused.forEach(m -> m.done().completeExceptionally(new MailException(problem)));
        if (!isClosed()) {
            account.listener().state(new SyncState.Offline(problem, retry));
        }
    }

    private boolean isNudgedWithin(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        synchronized (lock) {
            while (!isNudged && !isClosed && end - System.nanoTime() > 0) {
                pause(Duration.ofNanos(end - System.nanoTime()).plusMillis(1));
            }
            boolean was = isNudged;
            isNudged = false;
            return was;
        }
    }

    private boolean isOnline() {
        synchronized (lock) {
            return engine.isPresent();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return isClosed;
        }
    }

    private List<Long> opened() {
        synchronized (lock) {
            return List.copyOf(open);
        }
    }

    /// One that is underway has its turn again after that: all its headers would else be fetched
    /// twice.
    private List<Long> takeWanted() {
        synchronized (lock) {
            List<Long> taken = wanted.stream().filter(w -> !underway.contains(w)).toList();
            wanted.retainAll(underway);
            return taken;
        }
    }

    /// Whether somebody asked for a look at everything.
    private boolean takeNudge() {
        synchronized (lock) {
            boolean was = isNudged;
            isNudged = false;
            return was;
        }
    }

    private boolean takeAsked() {
        synchronized (lock) {
            boolean was = isAsked;
            isAsked = false;
            return was;
        }
    }

    @Override
    public void changed(long mailbox) {
        synchronized (lock) {
            wanted.add(mailbox);
            lock.notifyAll();
        }
    }

    @Override
    public void listedAnew() {
        synchronized (lock) {
            isNudged = true;
            lock.notifyAll();
        }
    }

    void nudge() {
        synchronized (lock) {
            isNudged = true;
            isAsked = true;
            wanted.addAll(open);
            lock.notifyAll();
        }
    }

    /// They are listed every now and then.
    @Override
    public void listed() {}

    @Override
    public void opened(long mailbox) {
        synchronized (lock) {
            open.add(mailbox);
            Long last = looked.get(mailbox);
            if (last == null || System.nanoTime() - last > FRESH.toNanos()) {
                wanted.add(mailbox);
                lock.notifyAll();
            }
        }
    }

    @Override
    public void closed(long mailbox) {
        synchronized (lock) {
            open.remove(Long.valueOf(mailbox));
        }
    }

    @Override
    public void preferred(long mailbox, Sort order) {
        synchronized (lock) {
            orders.put(mailbox, order);
        }
    }

    private Sort order(long mailbox) {
        synchronized (lock) {
            return orders.getOrDefault(mailbox, Sort.DEFAULT);
        }
    }

    @Override
    public void queued() {
        synchronized (lock) {
            isQueued = true;
            lock.notifyAll();
        }
    }

    @Override
    public void fetch(long message, Progress progress) throws MailException {
        reader.run(engine -> {
            engine.fetch(message, progress);
            return message;
        });
    }

    /// Whoever searches does not wait for a server that is known not to be there.
    @Override
    public Set<Long> search(long mailbox, String text) throws MailException {
        Optional<Problem> problem;
        synchronized (lock) {
            problem = offline;
        }
        if (problem.isPresent()) {
            throw new MailException(problem.get());
        }
        return searcher.run(engine -> engine.search(mailbox, text));
    }

    private void manage(Engine connected) throws MailException {
        while (true) {
            Optional<Managing> next;
            synchronized (lock) {
                next = Optional.ofNullable(managing.poll());
            }
            if (next.isEmpty()) {
                return;
            }
            try {
                connected.manage(next.get().change());
                next.get().done().complete(null);
            } catch (MailException e) {
                next.get().done().completeExceptionally(e);
                if (connected.isBroken()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void manage(Change change) throws MailException {
        var done = new CompletableFuture<Void>();
        synchronized (lock) {
            if (engine.isEmpty()) {
                throw new MailException(
                        new Problem.Unreachable(
                                account.server().host(),
                                "mailboxes can only be changed while the server is there: "
                                        + offline.map(Problem::message)
                                                .orElse("not connected yet")));
            }
            managing.add(new Managing(change, done));
            lock.notifyAll();
        }
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MailException mail) {
                throw mail;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new MailException(
                    new Problem.Unreachable(
                            account.server().host(), account.server().host() + " does not answer"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(new Problem.Cancelled("the mailbox"), e);
        }
    }

    /// A store is closed; the account stays open.
    @Override
    public void left() {}

    /// What waits is done first, where that takes no longer than a moment.
    @Override
    public void close() {
        try (Replica replica = account.replica()) {
            var held = new Held(replica, account.clock());
            long end = System.nanoTime() + LAST_MOMENT.toNanos();
            while (isOnline()
                    && System.nanoTime() - end < 0
                    && !replica.ask(() -> held.free(1)).isEmpty()) {
                Thread.sleep(20);
            }
        } catch (MailException e) {
            LOG.log(System.Logger.Level.DEBUG, "at the end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lock) {
            isClosed = true;
            engine.ifPresent(Engine::abort);
            lock.notifyAll();
        }
        reader.abort();
        searcher.abort();
    }
}
