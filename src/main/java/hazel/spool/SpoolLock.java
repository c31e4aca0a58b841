package hazel.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;

/// Held by the one process that delivers from a spool. The operating system lets it go when the
/// process ends, however it ends, so a stale one cannot exist.
public final class SpoolLock implements AutoCloseable {

    private final FileChannel channel;
    private final Runnable release;

    SpoolLock(FileChannel channel, Runnable release) {
        this.channel = channel;
        this.release = release;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release.run();
        }
    }
}
