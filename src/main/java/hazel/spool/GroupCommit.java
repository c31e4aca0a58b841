package hazel.spool;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/// One fsync for all who wait for one: what each changed before it asked is on disk when its call
/// returns. Whoever comes while one runs shares the next.
///
/// With many sessions at once a directory is so written down once for many messages. The files
/// themselves are forced each by its own session; a file system joins those by itself.
final class GroupCommit {

    private final Force force;
    private Round next = new Round();
    private boolean isRunning;

    /// Makes what was changed before it was called survive a power cut.
    @FunctionalInterface
    interface Force {
        void run() throws IOException;
    }

    private static final class Round {
        private boolean isDone;
        private Optional<IOException> failure = Optional.empty();
    }

    GroupCommit(Force force) {
        this.force = force;
    }

    /// Blocks until a run of the force that began after this call has ended.
    ///
    /// @throws IOException where that run failed, for everybody who shared it
    void commit() throws IOException {
        Round mine;
        synchronized (this) {
            mine = next;
            while (isRunning && !mine.isDone) {
                await();
            }
            if (!mine.isDone) {
                isRunning = true;
                next = new Round();
            }
        }
        if (!mine.isDone) {
            lead(mine);
        }
        if (mine.failure.isPresent()) {
            throw new IOException("in a shared fsync", mine.failure.get());
        }
    }

    private void lead(Round mine) {
        Optional<IOException> failure = Optional.empty();
        try {
            force.run();
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (RuntimeException e) {
            failure = Optional.of(new IOException(e));
        } finally {
            synchronized (this) {
                mine.failure = failure;
                mine.isDone = true;
                isRunning = false;
                notifyAll();
            }
        }
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var stopped = new InterruptedIOException("stopped while waiting for the disk");
            stopped.initCause(e);
            throw stopped;
        }
    }
}
