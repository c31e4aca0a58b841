package hazel.route;

import hazel.mail.Address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where mail for elsewhere goes: a route for the recipient's domain first, then a smarthost, then
/// the DNS.
///
/// @param routes by domain in lower case; `*.lan` is every domain beneath `lan`, `*` every domain
/// @param to smarthosts by the recipient's domain, as for routes
/// @param from smarthosts by the sender's domain
/// @param smarthost for all else
/// @param isDirect whether what is left goes to the hosts that the DNS names
public record RouteTable(
        Map<String, Destination> routes,
        Map<String, Destination.Smarthost> to,
        Map<String, Destination.Smarthost> from,
        Optional<Destination.Smarthost> smarthost,
        boolean isDirect) {

    /// Nothing leads anywhere.
    public static final RouteTable NONE =
            new RouteTable(Map.of(), Map.of(), Map.of(), Optional.empty(), false);

    public RouteTable {
        routes = Map.copyOf(routes);
        to = Map.copyOf(to);
        from = Map.copyOf(from);
    }

    public RouteTable with(Destination.Smarthost always) {
        return new RouteTable(routes, to, from, Optional.of(always), isDirect);
    }

    /// @param why which rule it was
    record Found(Destination destination, String why) {}

    Optional<Found> find(Address recipient, Optional<Address> sender) {
        String domain = recipient.domain().toLowerCase(Locale.ROOT);
        return match(routes, domain, "the route for ")
                .or(() -> match(to, domain, "the smarthost for mail to "))
                .or(() ->
                        sender.flatMap(s ->
                                match(
                                        from,
                                        s.domain().toLowerCase(Locale.ROOT),
                                        "the smarthost for mail from ")))
                .or(() -> smarthost.map(s -> new Found(s, "the smarthost for all mail")))
                .or(() -> direct(domain));
    }

    private Optional<Found> direct(String domain) {
        if (!isDirect) {
            return Optional.empty();
        }
        if (!domain.startsWith("[")) {
            return Optional.of(new Found(new Destination.Mx(domain), "as the DNS says"));
        }
        return literal(domain)
                .map(a -> new Found(new Destination.Literal(a), "an address instead of a domain"));
    }

    /// The address in a literal; empty for what is none, which is nobody's domain.
    static Optional<InetAddress> literal(String domain) {
        String inner = domain.replaceFirst("^\\[(?:ipv6:)?(.*)]$", "$1");
        try {
            return domain.endsWith("]")
                    ? Optional.of(InetAddress.ofLiteral(inner))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static <D extends Destination> Optional<Found> match(
            Map<String, D> map, String domain, String words) {
        if (map.containsKey(domain)) {
            return Optional.of(new Found(map.get(domain), words + domain));
        }
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            String pattern = "*" + domain.substring(dot);
            if (map.containsKey(pattern)) {
                return Optional.of(new Found(map.get(pattern), words + pattern));
            }
        }
        return map.containsKey("*")
                ? Optional.of(new Found(map.get("*"), words + "*"))
                : Optional.empty();
    }
}
