package hazel.cli;

import hazel.ui.Size;

import java.security.SecureRandom;
import java.time.ZoneId;

/// What the first frame needs of the Java platform whatever it will show, and what takes
/// milliseconds to begin: done on a thread of its own while the first reads the dotfile and opens
/// the mailbox. Whoever needs one of these and comes too early waits for it, and no longer than if
/// he had begun it himself.
final class Ahead {

    private Ahead() {}

    static void begin() {
        Thread.ofPlatform().daemon().name("ahead").start(Ahead::touch);
    }

    private static void touch() {
        var _ = ZoneId.systemDefault(); // the table of all time zones
        var _ = new Size(1, 1).equals(new Size(1, 2)); // how records compare
        var _ = System.getLogger("hazel").isLoggable(System.Logger.Level.ERROR);
        var _ = new SecureRandom();
    }
}
