package hazel.relay;

import hazel.dns.DomainName;
import hazel.dns.MailAnswers;
import hazel.dns.MailRoute;
import hazel.mail.Address;
import hazel.relay.session.Locals;
import hazel.relay.session.PathReader;
import hazel.relay.session.RelayLimits;
import hazel.route.Residents;
import hazel.route.Route;
import hazel.route.Router;
import hazel.store.MailboxName;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the configuration says about the relay.
///
/// @param directory of the queue and the log; made 0700 where it is missing
/// @param hostName what the relay calls itself, in Received fields and to the smarthost
/// @param listen the ways in
/// @param domains whose addresses live here, besides `localhost`
/// @param users local part to mailbox, in any case
/// @param routing aliases, and where mail for elsewhere goes
/// @param postmaster the user who reads postmaster's mail
/// @param identities system user to the addresses they may write as without a Sender field
/// @param retries when to try again
/// @param inbound what holds for clients on other machines
public record RelaySettings(
        Path directory,
        String hostName,
        List<ListenOn> listen,
        Set<String> domains,
        Map<String, MailboxName> users,
        RoutingSettings routing,
        Optional<String> postmaster,
        Map<String, Set<String>> identities,
        Retries retries,
        RelayLimits limits,
        Inbound inbound) {

    /// What the table of routes calls the smarthost of [Relay.Wiring].
    static final String SMARTHOST = "the smarthost";

    public RelaySettings {
        if (!PathReader.isDomain(hostName)) {
            throw new IllegalArgumentException("not a host name: " + hostName);
        }
        listen = List.copyOf(listen);
        domains =
                domains.stream().map(RelaySettings::lower).collect(Collectors.toUnmodifiableSet());
        users = lowerKeys(users);
        postmaster = postmaster.map(RelaySettings::lower);
        identities =
                lowerKeys(identities).entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        e ->
                                                e.getValue().stream()
                                                        .map(RelaySettings::lower)
                                                        .collect(Collectors.toSet())));
    }

    /// How mail for an address would travel.
    ///
    /// @param sender the reverse-path, which may choose the smarthost
    public Route route(Address address, Optional<Address> sender) {
        return router().route(address, sender);
    }

    /// What the DNS says of where mail for a domain goes, as one message would find it; empty where
    /// the DNS is not to be asked, or that is no domain. Blocks.
    public Optional<MailRoute> hosts(String domain) {
        return routing.onward()
                .mx()
                .flatMap(mx ->
                        DomainName.parse(domain)
                                .map(name ->
                                        MailRoute.of(
                                                MailAnswers.ask(name, mx.resolver().get()),
                                                WaysOn.self(this),
                                                new SecureRandom())));
    }

    /// With a smarthost for all mail for which there is no other way.
    RelaySettings withSmarthost(Smarthost smarthost) {
        return new RelaySettings(
                directory,
                hostName,
                listen,
                domains,
                users,
                routing.with(SMARTHOST, smarthost),
                postmaster,
                identities,
                retries,
                limits,
                inbound);
    }

    Router router() {
        return new Router(
                new Residents(domains, users.keySet(), postmaster),
                routing.directory(),
                routing.table(),
                routing.catchAll(),
                routing.permitted());
    }

    Locals locals() {
        return new Locals(router(), routing.unknown());
    }

    private static <T> Map<String, T> lowerKeys(Map<String, T> map) {
        Map<String, T> lower = new TreeMap<>();
        map.forEach((k, v) -> lower.put(lower(k), v));
        return Map.copyOf(lower);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
