package hazel.cli;

import hazel.app.Owner;
import hazel.app.Routes;
import hazel.config.Config;
import hazel.config.OnwardConfig;
import hazel.config.Places;
import hazel.config.WayIn;
import hazel.dns.MailRoute;
import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.Inbound;
import hazel.relay.ListenOn;
import hazel.relay.LocalDelivery;
import hazel.relay.Relay;
import hazel.relay.RelayQueue;
import hazel.relay.RelaySettings;
import hazel.relay.session.Reach;
import hazel.relay.session.RelayLimits;
import hazel.route.Destination;
import hazel.route.Route;
import hazel.route.Way;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.store.MailboxName;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/// The bundled relay as the configuration describes it: where the reader and the relay meet.
///
/// There is one queue, in the state directory, and three ways to run the relay on it: beside the
/// screens ([#embedded]), alone ([#start]), or for one message ([#deliverOnce]). Whoever is first
/// has the queue's lock and delivers; the others only put mail in.
record LocalRelay(Config config, Places places, Clock clock) {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final String FALLBACK = "localhost";

    /// The DNS is asked about so many domains of one address at most.
    private static final int MOST_DOMAINS = 20;

    /// A relay that runs in this process, or the knowledge that another process has one. Closing it
    /// stops the first and leaves the second alone.
    record Embedded(Optional<Relay> relay) implements AutoCloseable {

        static final Embedded NONE = new Embedded(Optional.empty());

        @Override
        public void close() {
            relay.ifPresent(Relay::close);
        }
    }

    /// Of the queue, the log and the socket.
    Path directory() {
        return places.state().resolve("relay");
    }

    /// The Unix socket on which a relay, whoever runs it, takes mail of this user.
    Path socket() {
        return directory().resolve("socket");
    }

    /// The ways of the accounts' mail out.
    Routes routes() {
        return new Routes(config, socket(), CommandNews.known(places));
    }

    /// Whether a relay answers there now.
    boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException | IllegalArgumentException _) {
            return false; // nobody, or a path too long for a socket
        }
    }

    /// Starts a relay on the Unix socket alone, for as long as the screens are open. Where another
    /// process runs one already, that one serves.
    Embedded embedded() throws MailException {
        try {
            return new Embedded(Optional.of(start(List.of(new ListenOn.Unix(socket())))));
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Busy) {
                return new Embedded(Optional.empty());
            }
            throw e;
        }
    }

    /// Starts the relay with every way in that the configuration names, and the Unix socket.
    ///
    /// @param inherited how connections on the socket that this process was given begin
    /// @throws MailException with [Problem.Busy] where another process delivers from this queue
    Relay start(Optional<ListenOn.Start> inherited) throws MailException {
        List<ListenOn> ways = new ArrayList<>(List.of(new ListenOn.Unix(socket())));
        Inbound inbound = inbound();
        for (WayIn where : config.relay().listen()) {
            ListenOn way = way(where, inbound);
            if (!ways.contains(way)) {
                ways.add(way);
            }
        }
        if (inherited.isPresent()) {
            ways.add(ListenOn.inherited(inherited.get(), inbound));
        }
        return Relay.start(settings(ways, inbound), wiring());
    }

    /// Serves the client on standard input, where there is one, and then delivers what is due
    /// unless another process does.
    ///
    /// @param begins how its connection does
    /// @return whether there was one
    boolean serveConnected(ListenOn.Start begins, Duration atMost) throws MailException {
        Inbound inbound = inbound();
        Optional<ListenOn.Connected> client = ListenOn.connected(begins, inbound);
        if (client.isEmpty()) {
            return false;
        }
        Relay.serve(settings(List.of(), inbound), client.get(), clock);
        try {
            deliverDue(atMost);
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.Busy)) {
                throw e;
            }
        }
        return true;
    }

    private Inbound inbound() throws MailException {
        return InboundWiring.of(config.relay().inbound(), directory());
    }

    /// Tries one message of the queue now, on this process's time, unless another process delivers.
    /// What does not go out stays queued. A report that comes of it is brought home, too: the next
    /// relay may be a long time coming.
    ///
    /// @param atMost how long to wait for the attempt to end
    void deliverOnce(QueueId id, Duration atMost) throws MailException {
        try (Relay _ = start(List.of())) {
            RelayQueue queue = RelayQueue.in(directory());
            long end = System.nanoTime() + atMost.toNanos();
            // A report is there before its message is gone, so the message is looked for first.
            while (System.nanoTime() < end
                    && (isAny(queue, i -> i.id().equals(id)) || isAny(queue, this::isNewReport))) {
                Thread.sleep(POLL);
            }
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.Busy)) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAny(RelayQueue queue, Predicate<Item> which) throws MailException {
        return queue.items().filter(which).anyMatch(LocalRelay::isInHand);
    }

    /// It is to be tried, is being tried, or was and is being settled.
    private static boolean isInHand(Item item) {
        return item.held().isEmpty()
                && (item.attempts() == 0
                        || item.sending().isPresent()
                        || item.in(Recipient.State.WAITING).isEmpty());
    }

    private boolean isNewReport(Item item) {
        return item.reversePath().isEmpty() && !item.notBefore().isAfter(clock.instant());
    }

    /// Tries everything that is due, once.
    ///
    /// @throws MailException with [Problem.Busy] where another process delivers from this queue
    void deliverDue(Duration atMost) throws MailException {
        try (Relay _ = start(List.of())) {
            settle(atMost);
        }
    }

    /// Waits until the relay of this process has tried what is due.
    void settle(Duration atMost) throws MailException {
        RelayQueue queue = RelayQueue.in(directory());
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long begun = System.nanoTime();
                    begun < end && isBusy(queue);
                    begun = System.nanoTime()) {
                // A look at a queue of a hundred thousand must not be most of what is done.
                Duration look = Duration.ofNanos(System.nanoTime() - begun);
                Thread.sleep(look.compareTo(POLL) < 0 ? POLL : look.multipliedBy(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBusy(RelayQueue queue) throws MailException {
        return queue.items().anyMatch(i -> i.sending().isPresent() || i.isDue(clock.instant()));
    }

    private Relay start(List<ListenOn> ways) throws MailException {
        return Relay.start(settings(ways), wiring());
    }

    /// Of a relay that listens nowhere but on sockets of this machine.
    RelaySettings settings(List<ListenOn> ways) {
        return settings(ways, Inbound.NONE);
    }

    private RelaySettings settings(List<ListenOn> ways, Inbound inbound) {
        Map<String, MailboxName> users = new HashMap<>();
        users().names().forEach(user -> users.put(user, MailboxName.INBOX));
        onward().ends().forEach((user, _) -> users.put(user, MailboxName.INBOX));
        Set<String> own = new HashSet<>();
        for (Config.Account account : config.accounts()) {
            own.add(account.address().addrSpec());
            account.others().forEach(a -> own.add(a.addrSpec()));
        }
        return new RelaySettings(
                directory(),
                hostName(),
                ways,
                domains(),
                users,
                ways().routing(),
                Optional.of(person()),
                Map.of(person(), own),
                ways().retries(),
                RelayLimits.USUAL,
                inbound);
    }

    /// Delivered here.
    private Set<String> domains() {
        Set<String> domains = new HashSet<>(List.of(FALLBACK, hostName()));
        config.relay().domains().forEach(d -> domains.add(d.toLowerCase(Locale.ROOT)));
        return domains;
    }

    private LocalUsers users() {
        return LocalUsers.of(config, domains(), person(), places, clock);
    }

    /// The smarthost's name, where there is one.
    Optional<String> smarthostName() {
        return config.relay().smarthost().map(s -> s.host());
    }

    /// Says where mail would go.
    RelayRoad.Finder roads() {
        RelaySettings settings = settings(List.of());
        return (address, sender) -> {
            Route route = settings.route(address, sender);
            Map<String, MailRoute> hosts = new HashMap<>();
            for (Way way : route.ways()) {
                if (way instanceof Way.Onward(_, Destination.Mx(var domain))
                        && hosts.size() < MOST_DOMAINS) {
                    settings.hosts(domain).ifPresent(found -> hosts.put(domain, found));
                }
            }
            return new RelayRoad(address, route, hosts);
        };
    }

    private OnwardConfig onward() {
        return config.relay().onward();
    }

    private RelayWays ways() {
        return new RelayWays(
                config.relay(),
                smtp -> routes().server(Owner.RELAY, smtp),
                Homes.ofSystem(person(), places.home()),
                users()::hasFolder);
    }

    private Relay.Wiring wiring() {
        var chance = new Random();
        return new Relay.Wiring(
                delivery(), Optional.empty(), clock, () -> chance.nextDouble() * 0.2 - 0.1);
    }

    private LocalDelivery delivery() {
        LocalUsers residents = users();
        return new LocalDelivery() {
            @Override
            public void deliver(String user, Address recipient, byte[] message)
                    throws MailException {
                Optional<OnwardConfig.End> end = Optional.ofNullable(onward().ends().get(user));
                if (end.isPresent()) {
                    ways().end(end.get()).deliver(user, recipient, message);
                    return;
                }
                residents.deliver(user, recipient, message);
            }

            @Override
            public boolean isInTurn(String user) {
                return onward().ends().containsKey(user) || residents.isInTurn(user);
            }

            @Override
            public void append(Path file, byte[] message) throws MailException {
                residents.append(file, message);
            }
        };
    }

    private static String person() {
        return System.getProperty("user.name", "user").toLowerCase(Locale.ROOT);
    }

    /// The machine's name, for Received fields and EHLO.
    static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            return name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
                    ? name
                    : FALLBACK;
        } catch (UnknownHostException _) {
            return FALLBACK; // a machine whose name no file and no server knows
        }
    }

    private static ListenOn way(WayIn written, Inbound inbound) throws MailException {
        return switch (written) {
            case WayIn.Socket(var path, var protocol) ->
                    protocol == WayIn.Protocol.LMTP
                            ? new ListenOn.Lmtp(new ListenOn.Unix(path))
                            : new ListenOn.Unix(path);
            case WayIn.Tcp(var host, int port, var protocol) -> {
                var address = new InetSocketAddress(host, port);
                if (protocol == WayIn.Protocol.SMTPS) {
                    yield ListenOn.open(address, ListenOn.Start.TLS, inbound);
                }
                if (!address.getAddress().isLoopbackAddress()) {
                    yield ListenOn.open(address, ListenOn.Start.CLEAR, inbound);
                }
                yield protocol == WayIn.Protocol.LMTP
                        ? new ListenOn.Lmtp(ListenOn.tcp(address, Reach.LOCAL_ONLY))
                        : ListenOn.tcp(address, Reach.ANYWHERE);
            }
        };
    }
}
