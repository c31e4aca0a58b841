package hazel.cli;

import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.text.Columns;
import hazel.text.Harmless;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// Progress on one line of a terminal, on standard error; silent where that is none.
final class Meter {

    private static final long BETWEEN = Duration.ofMillis(200).toNanos();
    private static final int WIDEST = 79;

    private final PrintWriter err;
    private final boolean isWatched = Terminals.isTerminal(2);
    private long told = System.nanoTime();
    private boolean isShown;

    Meter(PrintWriter err) {
        this.err = err;
    }

    Progress of(MailboxRef mailbox) {
        long begun = System.nanoTime();
        return (done, total) -> report(mailbox, done, total, begun);
    }

    private void report(MailboxRef mailbox, long done, long total, long begun) {
        long now = System.nanoTime();
        if (!isWatched || now - told < BETWEEN) {
            return;
        }
        told = now;
        long rate = done * 1_000_000_000L / Math.max(1, now - begun);
        String line =
                String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d, %,d a second",
                        Harmless.line(mailbox.toString()),
                        done,
                        total,
                        rate);
        err.print("\r" + Columns.fit(line, WIDEST));
        err.flush();
        isShown = true;
    }

    /// Takes the line away.
    void clear() {
        if (isShown) {
            err.print("\r" + " ".repeat(WIDEST) + "\r");
            err.flush();
            isShown = false;
        }
    }
}
