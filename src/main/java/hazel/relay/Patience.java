package hazel.relay;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// How long a client may take over what it does now. The whole step counts, not each octet, so one
/// that sends an octet a minute gains nothing.
///
/// When time is up its sending side is shut, which its thread reads as the end; should that thread
/// hang in writing instead, the connection is closed soon after.
final class Patience implements AutoCloseable {

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final SocketChannel channel;
    private final ScheduledExecutorService timer;
    private Optional<ScheduledFuture<?>> pending = Optional.empty();
    private Optional<ScheduledFuture<?>> session = Optional.empty();
    private volatile boolean isOver;

    Patience(SocketChannel channel, ScheduledExecutorService timer) {
        this.channel = channel;
        this.timer = timer;
    }

    /// All that this client does may take so long. Said once; called on the connection's thread.
    void allowSession(Duration time) {
        session = Optional.of(timer.schedule(this::hangUp, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// Begins a step that may take so long. Called on the connection's thread.
    void allow(Duration time) {
        pending.ifPresent(p -> p.cancel(false));
        pending = Optional.of(timer.schedule(this::hangUp, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    boolean isOver() {
        return isOver;
    }

    @Override
    public void close() {
        pending.ifPresent(p -> p.cancel(false));
        session.ifPresent(s -> s.cancel(false));
    }

    private void hangUp() {
        isOver = true;
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            closeNow();
            return;
        }
        var _ = timer.schedule(this::closeNow, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void closeNow() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.DEBUG, "closing a connection: {0}", e.toString());
        }
    }
}
