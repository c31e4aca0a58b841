package hazel.relay;

import hazel.route.Destination;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;

import java.nio.file.Path;
import java.time.InstantSource;

/// How each kind of destination is spoken with. Used by many threads at once.
final class WaysOn implements Delivery.Hops {

    private final RelaySettings settings;
    private final Hosts hosts;

    private WaysOn(RelaySettings settings, Hosts hosts) {
        this.settings = settings;
        this.hosts = hosts;
    }

    static WaysOn of(RelaySettings settings, InstantSource clock) {
        OnwardSettings onward = settings.routing().onward();
        var limits = new Hosts.Limits(onward.connections(), onward.perHost());
        return new WaysOn(settings, new Hosts(limits, settings.retries().usual(), clock));
    }

    @Override
    public NextHop to(Destination destination) {
        return switch (destination) {
            case Destination.Smarthost(var name) -> smarthost(name);
            case Destination.Host host -> named(host.toString(), () -> server(host));
            case Destination.Socket(var path) -> named(path.toString(), () -> socket(path));
            case Destination.Mx _, Destination.Literal _ ->
                    parcel ->
                            parcel.all(
                                    Outcome.deferred(
                                            settings.hostName(), "451 4.3.5 No way there yet"));
        };
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
        return new SmarthostHop(name, smarthost, hosts, settings.hostName());
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
