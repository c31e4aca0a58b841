package hazel.store;

import java.util.concurrent.CancellationException;

/// How far long work has come, and whether it should go on.
@FunctionalInterface
public interface Progress {

    /// For work nobody watches.
    Progress UNWATCHED = (_, _) -> {};

    /// @param done so far
    /// @param total in all, or -1 where that is not known
    /// @throws CancellationException where the user asked to stop; the work so far stands
    void report(long done, long total);

    /// Reports, and tells whether the user asked to stop, for work that then says what it did so
    /// far.
    ///
    /// Static because the JVM keeps in the start-up cache no lambda of an interface that has both a
    /// constant and a method of its own.
    static boolean isStopped(Progress progress, long done, long total) {
        try {
            progress.report(done, total);
            return false;
        } catch (CancellationException _) {
            return true;
        }
    }
}
