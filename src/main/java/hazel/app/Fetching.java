package hazel.app;

import hazel.config.Config;
import hazel.config.Places;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.mail.MailException;
import hazel.pop3.Fetcher;
import hazel.pop3.Pop3Server;
import hazel.pop3.Pop3Server.Protection;
import hazel.store.Progress;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Brings in the mail of accounts whose mail is on a POP3 server, with the password asked for at
/// that moment.
public record Fetching(Config config, Places places, Clock clock, KnownServers known) {

    /// The accounts that have such a server. One that is only to be read fetches nothing: that
    /// would change its mailbox.
    public List<Config.Account> accounts() {
        return config.accounts().stream().filter(a -> pop3(a).isPresent()).toList();
    }

    public static Optional<StoreConfig.Pop3> pop3(Config.Account account) {
        return account.incoming() instanceof StoreConfig.Pop3 pop3
                ? Optional.of(pop3)
                : Optional.empty();
    }

    /// One session with the server; blocks as long as that takes.
    public Fetcher.Outcome fetch(Config.Account account, Progress progress) throws MailException {
        StoreConfig.Pop3 pop3 =
                pop3(account)
                        .orElseThrow(() -> new IllegalArgumentException("no server to fetch from"));
        var fetcher =
                new Fetcher(
                        places.state().resolve("pop3"), Duration.ofDays(pop3.keepDays()), clock);
        try (var store = Stores.open(pop3.into(), clock)) {
            return fetcher.fetch(server(account, pop3.server()), store, progress);
        }
    }

    /// The server, to probe it or to fetch from it.
    public Pop3Server server(Config.Account account, ServerConfig server) throws MailException {
        Owner owner = Owner.account(account.name());
        return new Pop3Server(
                server.host(),
                server.port(),
                switch (server.security()) {
                    case IMPLICIT_TLS -> Protection.IMPLICIT_TLS;
                    case STARTTLS -> Protection.STARTTLS;
                    case LOOPBACK_ONLY -> Protection.LOOPBACK_ONLY;
                },
                known.login(owner, server),
                known.trust(owner, server),
                Duration.ofSeconds(config.send().timeoutSeconds()));
    }
}
