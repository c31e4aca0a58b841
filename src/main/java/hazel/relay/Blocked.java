package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Networks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whose mail is not taken: senders by address, by domain, or by a domain and all within it, and
/// networks. Pure.
///
/// @param addresses whole, in lower case
/// @param domains in lower case
/// @param within domains in lower case, whose subdomains are meant
public record Blocked(
        Set<String> addresses, Set<String> domains, Set<String> within, Networks networks) {

    public static final Blocked NOBODY = new Blocked(Set.of(), Set.of(), Set.of(), Networks.NONE);

    public Blocked {
        addresses = Set.copyOf(addresses);
        domains = Set.copyOf(domains);
        within = Set.copyOf(within);
    }

    /// @param written `user@domain`, `domain`, `*.domain` (also `*@*.domain`), or a network
    public static Blocked of(List<String> written) {
        Set<String> addresses = new HashSet<>();
        Set<String> domains = new HashSet<>();
        Set<String> within = new HashSet<>();
        List<Networks.Network> networks = new ArrayList<>();
        for (String each : written) {
            String one = each.toLowerCase(Locale.ROOT);
            String domain = one.startsWith("*@") ? one.substring(2) : one;
            Optional<Networks.Network> network = Networks.parse(one);
            if (network.isPresent()) {
                networks.add(network.get());
            } else if (domain.startsWith("*.")) {
                within.add(domain.substring(1));
            } else if (domain.contains("@")) {
                addresses.add(domain);
            } else {
                domains.add(domain);
            }
        }
        return new Blocked(addresses, domains, within, new Networks(networks));
    }

    boolean has(Address sender) {
        String domain = sender.domain().toLowerCase(Locale.ROOT);
        return addresses.contains(sender.key())
                || domains.contains(domain)
                || within.stream().anyMatch(domain::endsWith);
    }
}
