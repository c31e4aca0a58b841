package hazel.relay;

import hazel.dns.DomainName;
import hazel.dns.Self;
import hazel.route.Destination;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// How each kind of destination is spoken with. Used by many threads at once.
final class WaysOn implements Delivery.Hops {

    private final RelaySettings settings;
    private final Hosts hosts;
    private final Sessions sessions;
    private final Optional<MxHop.Context> mx;

    WaysOn(RelaySettings settings, Memory memory, Sessions sessions) {
        this.settings = settings;
        this.sessions = sessions;
        this.hosts = memory.hosts();
        this.mx =
                settings.routing()
                        .onward()
                        .mx()
                        .map(how ->
                                new MxHop.Context(
                                        how,
                                        memory.hosts(),
                                        memory.policies(),
                                        sessions,
                                        self(settings),
                                        settings.hostName(),
                                        new SecureRandom()));
    }

    /// Nothing is remembered yet.
    static Memory memory(RelaySettings settings, InstantSource clock) {
        OnwardSettings onward = settings.routing().onward();
        var limits = new Hosts.Limits(onward.connections(), onward.perHost());
        return new Memory(
                new Hosts(limits, settings.retries().usual(), clock),
                new StsPolicies(clock),
                new Senders(clock));
    }

    /// Who this machine is to whoever looks for a domain's mail server.
    static Self self(RelaySettings settings) {
        Set<DomainName> names = new HashSet<>();
        DomainName.parse(settings.hostName()).ifPresent(names::add);
        Set<InetAddress> addresses = new HashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(WaysOn::withoutScope)
                    .forEach(addresses::add);
        } catch (SocketException e) {
            System.getLogger("hazel.relay")
                    .log(System.Logger.Level.WARNING, "the addresses of this machine", e);
        }
        return new Self(names, addresses);
    }

    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException _) {
            return address; // of a length that no address has
        }
    }

    /// How senders' mail servers are asked about them; empty where they are not.
    static Optional<CallOut> callOut(RelaySettings settings, Memory memory) {
        return settings.inbound()
                .checks()
                .calling()
                .map(how ->
                        new CallOut(
                                how,
                                settings.hostName(),
                                self(settings),
                                settings.locals(),
                                memory.hosts(),
                                memory.senders()));
    }

    @Override
    public NextHop to(Destination destination) {
        return switch (destination) {
            case Destination.Smarthost(var name) -> smarthost(name);
            case Destination.Host host -> named(host.toString(), () -> server(host));
            case Destination.Socket(var path) -> named(path.toString(), () -> socket(path));
            case Destination.Mx(var domain) ->
                    mx.<NextHop>map(c -> new MxHop(domain, c)).orElseGet(this::noWay);
            case Destination.Literal(var address) ->
                    mx.map(c -> MxHop.literal(address, c)).orElseGet(this::noWay);
        };
    }

    private NextHop noWay() {
        return parcel ->
                parcel.all(
                        Outcome.deferred(
                                settings.hostName(), "451 4.3.5 The DNS is not to be asked"));
    }

    private NextHop smarthost(String name) {
        Smarthost smarthost = settings.routing().smarthosts().get(name);
        return smarthost == null
                ? parcel ->
                        parcel.all(
                                Outcome.deferred(
                                        settings.hostName(),
                                        "451 4.3.5 Nothing is known of the smarthost " + name))
                : named(name, smarthost);
    }

    private NextHop named(String name, Smarthost smarthost) {
        return new SmarthostHop(name, smarthost, hosts, sessions, settings.hostName());
    }

    private Server server(Destination.Host host) {
        Server server =
                Server.tcp(host.host(), host.port(), Server.Tls.OPPORTUNISTIC)
                        .withTimeouts(Timeouts.RELAY)
                        .withOurName(settings.hostName());
        return host.protocol() == Destination.Protocol.LMTP ? server.withLmtp() : server;
    }

    private Server socket(Path path) {
        return Server.unix(path)
                .withTimeouts(Timeouts.RELAY)
                .withOurName(settings.hostName())
                .withLmtp();
    }
}
