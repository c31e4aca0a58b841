package hazel.app;

import hazel.cache.text.Reading;
import hazel.mail.MailException;
import hazel.search.IndexPass;
import hazel.search.SearchedAccount;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.ui.Msg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps the full-text index true while the reader runs: one thread that waits before each message
/// as long as there is something to do for the user, or the user paused it.
final class Indexing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.app");

    /// Nothing of this is wanted while the first screen is made.
    private static final Duration FIRST = Duration.ofSeconds(3);

    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final Duration YIELD = Duration.ofMillis(20);
    private static final Duration TELL = Duration.ofSeconds(1);
    private static final String NAME = "indexing";

    private final List<SearchedAccount> accounts;
    private final Path caches;
    private final BooleanSupplier isUserWaiting;
    private final Consumer<Msg> post;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isPaused;

    /// @param isUserWaiting whether there is work that the user asked for
    /// @param post hears how far it is, from its own thread
    Indexing(
            List<SearchedAccount> accounts,
            Path caches,
            BooleanSupplier isUserWaiting,
            Consumer<Msg> post) {
        this.accounts = List.copyOf(accounts);
        this.caches = caches;
        this.isUserWaiting = isUserWaiting;
        this.post = post;
    }

    void start() {
        Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name(NAME).start(this::run);
    }

    /// Pauses it, or goes on.
    ///
    /// @return whether it is paused now
    boolean toggle() {
        isPaused = !isPaused;
        return isPaused;
    }

    private void run() {
        try {
            for (Duration wait = FIRST; !isClosedAfter(wait); wait = BETWEEN) {
                if (!isPaused) {
                    pass();
                }
            }
        } catch (CancellationException _) {
            // Closed, or stopped in the middle: the next start goes on from there.
        }
    }

    /// Once through all mailboxes.
    void pass() {
        try (Reading reading = Reading.quietly()) {
            new IndexPass(caches, this::watched)
                    .run(accounts, reading)
                    .ifPresent(troubles ->
                            troubles.forEach(t ->
                                    LOG.log(
                                            System.Logger.Level.DEBUG,
                                            "not indexed: {0}: {1}",
                                            t.mailbox(),
                                            t.problem().message())));
        } catch (MailException e) {
            LOG.log(System.Logger.Level.DEBUG, NAME, e);
        } finally {
            post.accept(new Msg.WorkDone(NAME));
        }
    }

    private Progress watched(MailboxRef mailbox) {
        long[] told = {System.nanoTime()};
        return (done, total) -> {
            while (isPaused || isUserWaiting.getAsBoolean()) {
                if (isClosedAfter(YIELD)) {
                    throw new CancellationException(NAME);
                }
            }
            if (closed.getCount() == 0) {
                throw new CancellationException(NAME);
            }
            long now = System.nanoTime();
            if (now - told[0] > TELL.toNanos()) {
                told[0] = now;
                post.accept(new Msg.Working(NAME, done, total, Msg.Working.Rank.BACKGROUND));
            }
        };
    }

    private boolean isClosedAfter(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /// Stops at the next message. Nobody waits for that: the index survives the end of the process
    /// at any instant, and leaving Hazel must not take longer for it.
    @Override
    public void close() {
        closed.countDown();
    }
}
