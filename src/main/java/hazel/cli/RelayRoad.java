package hazel.cli;

import hazel.dns.DomainName;
import hazel.dns.MailRoute;
import hazel.mail.Address;
import hazel.route.Destination;
import hazel.route.Route;
import hazel.route.Way;

import jakarta.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How mail for one address would travel, for people and for programs.
///
/// @param hosts what the DNS says of the domains that mail would go to, where it is asked
record RelayRoad(Address address, Route route, Map<String, MailRoute> hosts) {

    RelayRoad {
        hosts = Map.copyOf(hosts);
    }

    /// Finds it.
    @FunctionalInterface
    interface Finder {
        RelayRoad to(Address address, Optional<Address> sender);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        route.steps().forEach(step -> lines.add(step.toString()));
        new TreeMap<>(hosts)
                .forEach((domain, way) -> {
                    lines.add("the mail servers of " + domain + ", in the order of this time:");
                    for (MailRoute.Exchange exchange : way.exchanges()) {
                        lines.add(
                                "%7d  %s  %s"
                                        .formatted(
                                                exchange.preference(),
                                                exchange.host(),
                                                DnsText.use(exchange)));
                    }
                    lines.add("  " + DnsText.verdict(DomainName.of(domain), way.outcome()));
                });
        return lines;
    }

    /// Whether it would get anywhere, as far as can be said without connecting to anybody.
    boolean isOpen() {
        boolean isRefused =
                hosts.values().stream()
                        .map(MailRoute::outcome)
                        .anyMatch(
                                o -> !(o instanceof MailRoute.Outcome.Deliver) && !o.isTemporary());
        return route.isOpen() && !isRefused;
    }

    JsonObject json() {
        var steps = Json.array();
        for (Route.Step step : route.steps()) {
            steps.add(
                    Json.object()
                            .add("depth", step.depth())
                            .add("about", step.about())
                            .add("words", step.words()));
        }
        var ways = Json.array();
        route.ways().forEach(way -> ways.add(json(way)));
        return Json.object()
                .add("address", address.addrSpec())
                .add("open", isOpen())
                .add("steps", steps)
                .add("ways", ways)
                .build();
    }

    private JsonObject json(Way way) {
        var object = Json.object();
        switch (way) {
            case Way.Mailbox(var user, var folder, var to) -> {
                object.add("kind", "mailbox").add("user", user).add("recipient", to.addrSpec());
                folder.ifPresent(f -> object.add("folder", f));
            }
            case Way.File(var path) -> object.add("kind", "file").add("path", path.toString());
            case Way.Command(var argv) -> {
                object.add("kind", "command").add("command", Json.strings(argv));
            }
            case Way.Nowhere _ -> object.add("kind", "nowhere");
            case Way.Onward(var to, var destination) -> {
                object.add("kind", "onward")
                        .add("recipient", to.addrSpec())
                        .add("destination", destination.toString());
                if (destination instanceof Destination.Mx(var domain)
                        && hosts.containsKey(domain)) {
                    var exchanges = Json.array();
                    MailRoute found = hosts.get(domain);
                    found.exchanges().forEach(e -> exchanges.add(DnsJson.exchange(e)));
                    object.add("outcome", DnsJson.outcome(found.outcome()))
                            .add("exchanges", exchanges);
                }
            }
            case Way.Held(var to, var why) ->
                    object.add("kind", "held").add("recipient", to.addrSpec()).add("why", why);
            case Way.Later(var to, var why) ->
                    object.add("kind", "later").add("recipient", to.addrSpec()).add("why", why);
            case Way.Refused(var to, var reply) ->
                    object.add("kind", "refused")
                            .add("recipient", to.addrSpec())
                            .add("reply", reply);
        }
        route.owner(way).ifPresent(owner -> object.add("reversePath", owner.addrSpec()));
        return object.build();
    }
}
