package hazel.cache.text;

import java.nio.file.Path;

/// A process that indexes two mailboxes; it is there to be killed.
final class KilledIndexer {

    private KilledIndexer() {}

    /// @param args the home
    public static void main(String[] args) throws Exception {
        new Post(Path.of(args[0])).index("INBOX", "Archive");
    }
}
