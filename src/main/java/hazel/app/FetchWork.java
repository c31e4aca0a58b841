package hazel.app;

import hazel.config.Config;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.pop3.Fetcher;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Fetches mail from POP3 servers while the screens are open: a thread for each account, at once,
/// then every few minutes and when it is asked for.
///
/// That mail has come is seen where it is put, as with mail that any program delivers there. The
/// same trouble is told once, not every few minutes.
final class FetchWork implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("hazel.app");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Fetching fetching;
    private final Consumer<Msg> post;
    private final Map<String, BlockingQueue<Boolean>> bells = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private List<Thread> threads = List.of();
    private volatile boolean isClosing;

    FetchWork(Fetching fetching, Consumer<Msg> post) {
        this.fetching = fetching;
        this.post = post;
    }

    void start() {
        threads =
                fetching.accounts().stream()
                        .map(account -> {
                            var bell = new LinkedBlockingQueue<Boolean>();
                            bells.put(account.name(), bell);
                            return Thread.ofVirtual()
                                    .name("fetch-" + account.name())
                                    .start(() -> run(account, bell));
                        })
                        .toList();
    }

    /// Somebody asks for new mail now.
    void check(String account) {
        Optional.ofNullable(bells.get(account)).ifPresent(bell -> bell.add(true));
    }

    private void run(Config.Account account, BlockingQueue<Boolean> bell) {
        int minutes = Fetching.pop3(account).map(p -> p.checkMinutes()).orElse(0);
        try {
            boolean isWanted = minutes > 0;
            while (!isClosing) {
                if (isWanted) {
                    fetch(account);
                }
                Optional<Boolean> rung =
                        Optional.ofNullable(
                                bell.poll(minutes > 0 ? minutes : 1440, TimeUnit.MINUTES));
                bell.clear();
                isWanted = !isClosing && (minutes > 0 || rung.isPresent());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// A bug must not be the last that is heard of an account.
    void fetch(Config.Account account) {
        var inbox = new MailboxRef(account.name(), MailboxName.INBOX);
        String what = "fetching mail of " + account.name();
        try {
            Fetcher.Outcome done = fetching.fetch(account, progress(what));
            told.remove(account.name());
            done.left().forEach(why -> tell(account, inbox, new Problem.Failed("pop3", why)));
        } catch (MailException e) {
            tell(account, inbox, e.problem());
        } catch (CancellationException _) {
            // Closed.
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, what, e);
        } finally {
            post.accept(new Msg.WorkDone(what));
        }
    }

    private Progress progress(String what) {
        var said = new AtomicLong(System.nanoTime());
        return (done, total) -> {
            if (isClosing) {
                throw new CancellationException(what);
            }
            long now = System.nanoTime();
            if (done < total && now - said.get() > BETWEEN.toNanos()) {
                said.set(now);
                post.accept(new Msg.Working(what, done, total, Msg.Working.Rank.BACKGROUND));
            }
        };
    }

    private void tell(Config.Account account, MailboxRef inbox, Problem problem) {
        if (!isClosing && !problem.message().equals(told.put(account.name(), problem.message()))) {
            post.accept(new Msg.Failed(new Effect.CheckMailbox(inbox), problem));
            if (problem instanceof Problem.BadCertificate bad) {
                post.accept(new Msg.Distrusted(account.name(), bad));
            }
        }
    }

    /// Lets nothing begin, and what is under way end with the message that is coming.
    @Override
    public void close() {
        isClosing = true;
        bells.values().forEach(bell -> bell.add(false));
        try {
            for (Thread thread : threads) {
                if (!thread.join(PATIENCE)) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
