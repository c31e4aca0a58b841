package hazel.relay;

import hazel.mail.Address;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which addresses live here, and what an alias stands for. Pure.
///
/// `localhost` is always a local domain, and local parts compare without case. `user+anything` is
/// `user`. Nothing inside a local part is ever looked at as an address: `a%b`, `b!a` and `"a@b"`
/// are names like others, and there is no user of that name.
///
/// @param domains in lower case
/// @param users local parts in lower case
/// @param aliases from a local part in lower case to the addresses it stands for
/// @param postmaster the user who gets postmaster's mail (RFC 5321 section 4.5.1)
record Locals(
        Set<String> domains,
        Set<String> users,
        Map<String, List<Address>> aliases,
        Optional<String> postmaster) {

    /// An alias that stands for more addresses than this is a mistake, or an attack.
    static final int MAX_EXPANSION = 10_000;

    Locals {
        domains = Set.copyOf(domains);
        users = Set.copyOf(users);
        aliases = Map.copyOf(aliases);
    }

    boolean isLocal(Address address) {
        String domain = address.domain().toLowerCase(Locale.ROOT);
        return domain.equals("localhost") || domains.contains(domain);
    }

    /// The user whose mailbox this local address is; empty where it is an alias or nobody.
    Optional<String> userOf(Address address) {
        String local = localPart(address);
        String base = base(local);
        if (users.contains(local)) {
            return Optional.of(local);
        }
        if (users.contains(base)) {
            return Optional.of(base);
        }
        return base.equals("postmaster") ? postmaster : Optional.empty();
    }

    /// The addresses a message for this one goes to in the end, aliases followed, each once. A
    /// remote address is itself. Empty where nobody is there, also where aliases only lead round in
    /// a circle.
    List<Address> expand(Address address) {
        Map<String, Address> found = new LinkedHashMap<>();
        Map<String, Address> seen = new LinkedHashMap<>();
        var open = new ArrayDeque<Address>(List.of(address));
        while (!open.isEmpty() && seen.size() < MAX_EXPANSION) {
            Address next = open.poll();
            if (seen.put(next.key(), next) != null) {
                continue;
            }
            Optional<List<Address>> alias = isLocal(next) ? aliasOf(next) : Optional.empty();
            if (alias.isPresent()) {
                open.addAll(alias.get());
            } else if (!isLocal(next) || userOf(next).isPresent()) {
                found.putIfAbsent(next.key(), next);
            }
        }
        return List.copyOf(found.values());
    }

    private Optional<List<Address>> aliasOf(Address address) {
        String local = localPart(address);
        return Optional.ofNullable(aliases.getOrDefault(local, aliases.get(base(local))));
    }

    private static String base(String local) {
        int plus = local.indexOf('+');
        return plus < 1 ? local : local.substring(0, plus);
    }

    /// The meaning of the local part: quotes that were only written around it are taken off.
    private static String localPart(Address address) {
        String local = address.localPart();
        boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        String bare =
                quoted ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1") : local;
        return bare.toLowerCase(Locale.ROOT);
    }
}
