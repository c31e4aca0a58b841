package hazel.store.imap;

import java.time.Duration;

/// Tells of a server that was asked something and says nothing, and of its next word. Guarded by
/// whoever has it.
final class Silence {

    /// Shorter ones are nobody's concern.
    private static final Duration LEAST = Duration.ofSeconds(3);

    private final String host;
    private final SyncState.Listener hears;
    private boolean isTold;

    Silence(String host, SyncState.Listener hears) {
        this.host = host;
        this.hears = hears;
    }

    /// To be called every now and then.
    ///
    /// @param now how long it says nothing; nothing where it was not asked
    void look(Duration now) {
        boolean isLong = now.compareTo(LEAST) >= 0;
        if (isLong && !isTold) {
            hears.state(new SyncState.Silent(host, now));
        } else if (!isLong && isTold) {
            hears.state(new SyncState.Online());
        }
        isTold = isLong;
    }

    /// The connection is over, which is told by itself.
    void forget() {
        isTold = false;
    }
}
