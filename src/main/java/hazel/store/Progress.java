package hazel.store;

/// How far long work has come, and whether it should go on.
@FunctionalInterface
public interface Progress {

    /// For work nobody watches.
    Progress UNWATCHED = (_, _) -> {};

    /// @param done so far
    /// @param total in all, or -1 where that is not known
    /// @throws java.util.concurrent.CancellationException where the user asked to stop; the work so
    ///   far stands
    void report(long done, long total);
}
