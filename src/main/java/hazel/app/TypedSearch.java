package hazel.app;

import hazel.app.AccountWorkers.Job;
import hazel.search.Missed;
import hazel.store.IndexEntry;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.ui.Effect;
import hazel.ui.Msg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/// Searches while they are typed: each is begun after a moment in which nothing more was typed, and
/// one that is under way stops for the next.
///
/// What is on this machine is found first. Then, where still nothing more was typed, servers are
/// asked for what is only there: one search at a time, and what comes too late is passed over.
final class TypedSearch {

    /// So many moments to wait before servers are asked.
    private static final int AT_SERVERS = 20;

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
                        worker.openMailbox(search, report, stopping(search, work));
                        askServers(effect, report);
                    } catch (CancellationException e) {
                        if (isWanted(search)) {
                            throw e; // the user stopped it
                        }
                    }
                });
    }

    private void askServers(Effect.SearchAll effect, Consumer<Msg> report) {
        MailboxRef search = effect.search();
        long due = System.nanoTime() + moment.multipliedBy(AT_SERVERS).toNanos();
        var job = new Job(effect, "searching at the server", report);
        accounts.atServers(
                job,
                (searches, work) -> {
                    if (!isWantedAt(due, search)) {
                        return;
                    }
                    List<IndexEntry> found = new ArrayList<>();
                    try {
                        Missed missed =
                                searches.atServers(
                                        search.name(), found::add, stopping(search, work));
                        accounts.onShown(
                                search,
                                job,
                                (worker, mailbox, _) -> {
                                    worker.found(mailbox, found, report);
                                    missed.note().ifPresent(n -> report.accept(Msg.Noticed.of(n)));
                                });
                    } catch (CancellationException e) {
                        if (isWanted(search)) {
                            throw e; // the user stopped it
                        }
                    }
                });
    }

    /// Stops what is not wanted any more.
    private Progress stopping(MailboxRef search, Work work) {
        return (done, total) -> {
            work.report(done, total);
            if (!isWanted(search)) {
                throw new CancellationException("searching");
            }
        };
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
