package hazel.mail;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whose mail is not taken: senders by address, by domain, or by a domain and all within it, and
/// networks. Pure.
///
/// @param addresses whole, in lower case
/// @param domains in lower case
/// @param within domains in lower case with a dot before them, whose subdomains are meant
public record Blocked(
        Set<String> addresses, Set<String> domains, Set<String> within, Networks networks) {

    public static final Blocked NOBODY = new Blocked(Set.of(), Set.of(), Set.of(), Networks.NONE);

    /// In any script. Its last label is no number, and so what looks like an IP address and is none
    /// is not taken for a domain.
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "([\\p{L}\\p{M}\\p{N}_-]{1,63}\\.)*(?![0-9]+$)[\\p{L}\\p{M}\\p{N}_-]{1,63}");

    public Blocked {
        addresses = Set.copyOf(addresses);
        domains = Set.copyOf(domains);
        within = Set.copyOf(within);
    }

    /// Reads one line of who is blocked. Empty where it names nobody.
    ///
    /// @param written `user@domain`, `domain` (also `*@domain`), `*.domain` (also `*@*.domain`), or
    ///   a network
    public static Optional<Blocked> parse(String written) {
        String one = written.toLowerCase(Locale.ROOT);
        String domain = one.startsWith("*@") ? one.substring(2) : one;
        Optional<Networks.Network> network = Networks.parse(one);
        if (network.isPresent()) {
            return Optional.of(
                    new Blocked(
                            Set.of(), Set.of(), Set.of(), new Networks(List.of(network.get()))));
        }
        if (domain.startsWith("*.")) {
            return Optional.of(domain.substring(1))
                    .filter(all -> isDomain(all.substring(1)))
                    .map(all -> new Blocked(Set.of(), Set.of(), Set.of(all), Networks.NONE));
        }
        if (domain.contains("@")) {
            return Address.parse(domain)
                    .filter(sender -> isDomain(sender.domain()) || isLiteral(sender.domain()))
                    .map(sender ->
                            new Blocked(Set.of(sender.key()), Set.of(), Set.of(), Networks.NONE));
        }
        return Optional.of(domain)
                .filter(Blocked::isDomain)
                .map(all -> new Blocked(Set.of(), Set.of(all), Set.of(), Networks.NONE));
    }

    private static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }

    private static boolean isLiteral(String text) {
        return text.startsWith("[") && text.endsWith("]");
    }

    public Blocked and(Blocked others) {
        return new Blocked(
                both(addresses, others.addresses),
                both(domains, others.domains),
                both(within, others.within),
                new Networks(
                        Stream.concat(networks.all().stream(), others.networks.all().stream())
                                .toList()));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    public boolean has(Address sender) {
        String domain = sender.domain().toLowerCase(Locale.ROOT);
        return addresses.contains(sender.key())
                || domains.contains(domain)
                || within.stream().anyMatch(domain::endsWith);
    }
}
