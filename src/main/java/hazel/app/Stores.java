package hazel.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.config.Config;
import hazel.config.Places;
import hazel.config.ServerConfig;
import hazel.config.StoreConfig;
import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.ReadOnlyStore;
import hazel.store.imap.Choice;
import hazel.store.imap.ImapAccount;
import hazel.store.imap.ImapServer;
import hazel.store.imap.Keeping;
import hazel.store.imap.SyncState;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Opens the stores that accounts' configurations name. Those on servers are one account each for
/// the whole process, however often they are opened; from [#start] to [#close] each is kept alike
/// with its server in the background.
///
/// May be used from any thread; what it opens belongs to the thread that asked.
public final class Stores implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Config config;
    private final Places places;
    private final Clock clock;
    private final Function<String, SyncState.Listener> listeners;
    private final Map<ServerConfig, ImapAccount> remote = new HashMap<>();
    private boolean isStarted;

    /// @param listeners who hears of an account, by its name
    public Stores(
            Config config,
            Places places,
            Clock clock,
            Function<String, SyncState.Listener> listeners) {
        this.config = config;
        this.places = places;
        this.clock = clock;
        this.listeners = listeners;
    }

    /// For work of which nobody is told how it stands with servers.
    public static Stores unheard(Config config, Places places, Clock clock) {
        return new Stores(config, places, clock, _ -> SyncState.Listener.NONE);
    }

    public MessageStore open(StoreConfig store) throws MailException {
        return switch (store) {
            case StoreConfig.Local local -> open(local, clock);
            case StoreConfig.Imap imap -> account(imap).open();
            case StoreConfig.Pop3 pop3 -> open(pop3.into(), clock);
            case StoreConfig.ReadOnly(var of) -> new ReadOnlyStore(open(of));
        };
    }

    /// The same for somebody who reads every message there is, and must not have all of them
    /// fetched for that.
    public MessageStore openAtHand(StoreConfig store) throws MailException {
        return switch (store) {
            case StoreConfig.Local local -> open(local, clock);
            case StoreConfig.Imap imap -> account(imap).openAtHand();
            case StoreConfig.Pop3 pop3 -> open(pop3.into(), clock);
            case StoreConfig.ReadOnly(var of) -> new ReadOnlyStore(openAtHand(of));
        };
    }

    /// One in files of this machine.
    public static MessageStore open(StoreConfig.Local store, Clock clock) {
        return switch (store) {
            case StoreConfig.Maildir(var root) -> MaildirStore.open(root, clock);
            case StoreConfig.Mbox(var root) -> MboxStore.open(root);
            case StoreConfig.Mh(var root) -> MhStore.open(root, clock);
        };
    }

    /// What names a store wherever and whenever it is opened, in the header cache.
    public static String name(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Maildir(var root) -> "maildir:" + root.toAbsolutePath();
            case StoreConfig.Mbox(var root) -> "mbox:" + root.toAbsolutePath();
            case StoreConfig.Mh(var root) -> "mh:" + root.toAbsolutePath();
            case StoreConfig.Imap(var server, var _, var _) -> "imap:" + server.mail();
            case StoreConfig.Pop3 pop3 -> name(pop3.into());
            case StoreConfig.ReadOnly(var of) -> name(of);
        };
    }

    /// Whether a message in it may have to come from another machine.
    public static boolean isRemote(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Local _, StoreConfig.Pop3 _ -> false;
            case StoreConfig.Imap _ -> true;
            case StoreConfig.ReadOnly(var of) -> isRemote(of);
        };
    }

    /// Keeps every account on a server alike with it from now on.
    public synchronized void start() {
        isStarted = true;
        for (Config.Account each : config.accounts()) {
            imap(each.incoming()).ifPresent(i -> account(i).start());
        }
    }

    /// Where a server is not reached, tries again now.
    public synchronized void nudge() {
        remote.values().forEach(ImapAccount::nudge);
    }

    /// The account on a server that a configuration names, where it names one.
    public Optional<ImapAccount> remote(StoreConfig store) {
        return imap(store).map(this::account);
    }

    private static Optional<StoreConfig.Imap> imap(StoreConfig store) {
        return switch (store) {
            case StoreConfig.Local _, StoreConfig.Pop3 _ -> Optional.empty();
            case StoreConfig.Imap imap -> Optional.of(imap);
            case StoreConfig.ReadOnly(var of) -> imap(of);
        };
    }

    private synchronized ImapAccount account(StoreConfig.Imap imap) {
        ImapAccount there = remote.get(imap.server());
        if (there != null) {
            return there;
        }
        SyncState.Listener listener = listeners.apply(accountName(imap));
        var known = new KnownServers(places.state(), listener::news);
        var made =
                new ImapAccount(
                        server(imap.server(), Owner.account(accountName(imap)), known),
                        new ImapAccount.Places(
                                places.data().resolve("imap").resolve(hash(imap.server())),
                                places.cache()),
                        new Choice(
                                name -> keeping(offline(imap, name)),
                                imap.onlySubscribed()
                                        ? Choice.Listing.SUBSCRIBED
                                        : Choice.Listing.ALL),
                        listener,
                        clock);
        remote.put(imap.server(), made);
        if (isStarted) {
            made.start();
        }
        return made;
    }

    private StoreConfig.Offline offline(StoreConfig.Imap imap, MailboxName name) {
        return config.mailboxes().offline(accountName(imap), name.value()).orElse(imap.offline());
    }

    private static Keeping keeping(StoreConfig.Offline offline) {
        return switch (offline) {
            case StoreConfig.Everything _ -> new Keeping.All();
            case StoreConfig.Days(int days) -> new Keeping.Recent(Duration.ofDays(days));
            case StoreConfig.WhatWasRead _ -> new Keeping.OnlyRead();
        };
    }

    private String accountName(StoreConfig.Imap imap) {
        return config.accounts().stream()
                .filter(a -> imap(a.incoming()).equals(Optional.of(imap)))
                .map(Config.Account::name)
                .findFirst()
                .orElse(imap.server().host());
    }

    private ImapServer server(ServerConfig server, Owner owner, KnownServers known) {
        return new ImapServer(
                server.host(),
                server.port(),
                switch (server.security()) {
                    case IMPLICIT_TLS -> ImapServer.Protection.IMPLICIT_TLS;
                    case STARTTLS -> ImapServer.Protection.STARTTLS;
                    case LOOPBACK_ONLY -> ImapServer.Protection.LOOPBACK_ONLY;
                },
                known.login(owner, server),
                (socket, host) -> known.trust(owner, server).handshake(socket, host, server.port()),
                CONNECT,
                Duration.ofSeconds(config.send().timeoutSeconds()));
    }

    private static String hash(ServerConfig server) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(server.mail().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Ends what [#start] began.
    @Override
    public synchronized void close() {
        remote.values().forEach(ImapAccount::close);
        remote.clear();
    }
}
