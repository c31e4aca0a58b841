package hazel.app;

import hazel.app.AccountWorkers.Job;
import hazel.store.MailboxRef;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/// Searches while they are typed: each is begun after a moment in which nothing more was typed, and
/// one that is under way stops for the next.
final class TypedSearch {

    private final AccountWorkers accounts;
    private final Duration moment;

    /// The last one asked for.
    private volatile Optional<MailboxRef> wanted = Optional.empty();

    /// @param moment to wait for more
    TypedSearch(AccountWorkers accounts, Duration moment) {
        this.accounts = accounts;
        this.moment = moment;
    }

    void perform(Effect.SearchAll effect, Consumer<Msg> report) {
        MailboxRef search = effect.search();
        wanted = Optional.of(search);
        long due = System.nanoTime() + moment.toNanos();
        accounts.on(
                search,
                new Job(effect, "searching", report),
                (worker, work) -> {
                    if (!isWantedAt(due, search)) {
                        return;
                    }
                    try {
                        worker.openMailbox(
                                search,
                                report,
                                (done, total) -> {
                                    work.report(done, total);
                                    if (!isWanted(search)) {
                                        throw new CancellationException("searching");
                                    }
                                });
                    } catch (CancellationException e) {
                        if (isWanted(search)) {
                            throw e; // the user stopped it
                        }
                    }
                });
    }

    /// Waits for what more may be typed, and not where that has come already: nobody waits for the
    /// pauses after keys before the last.
    ///
    /// @param due a [System#nanoTime]
    private boolean isWantedAt(long due, MailboxRef search) {
        try {
            if (isWanted(search)) {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
            return isWanted(search);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isWanted(MailboxRef search) {
        return wanted.equals(Optional.of(search));
    }
}
