package hazel.store.imap;

import hazel.Dovecot;
import hazel.Strace;
import hazel.sasl.Login;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// A process that makes an account and its server alike, and is there to be let down.
final class KilledSync {

    private KilledSync() {}

    /// @param args the directory, by whose name the server knows the account too, and the server's
    ///   port
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        int port = Integer.parseInt(args[1]);
        Strace.work(
                dir,
                () -> {
                    try (ImapAccount account = account(dir, port)) {
                        account.synchronise();
                    }
                });
    }

    /// The library that SQLite is, is not what the process works on.
    static ImapAccount account(Path dir, int port) {
        ImapServer server = ImapHome.server(port, Duration.ofSeconds(20));
        String user = String.valueOf(dir.getFileName()).toLowerCase(java.util.Locale.ROOT);
        return new ImapAccount(
                new ImapServer(
                        server.host(),
                        port,
                        server.protection(),
                        new Login(user, Dovecot.PASSWORD),
                        server.tls(),
                        server.connect(),
                        server.answer()),
                new ImapAccount.Places(dir.resolve("replica"), dir.resolveSibling("library")),
                new Choice(new Keeping.All(), Choice.Listing.ALL),
                SyncState.Listener.NONE,
                Clock.systemUTC());
    }
}
