package hazel.route;

import hazel.mail.Address;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which addresses live here. Pure.
///
/// `localhost` is always a local domain, and local parts compare without case. `user+anything` is
/// `user`. Nothing inside a local part is ever looked at as an address: `a%b`, `b!a` and `"a@b"`
/// are names like others, and there is no user of that name.
///
/// @param domains in lower case
/// @param users local parts in lower case
/// @param postmaster the user who gets postmaster's mail (RFC 5321 section 4.5.1)
public record Residents(Set<String> domains, Set<String> users, Optional<String> postmaster) {

    public Residents {
        domains = Set.copyOf(domains);
        users = Set.copyOf(users);
    }

    public boolean isLocal(Address address) {
        String domain = address.domain().toLowerCase(Locale.ROOT);
        return domain.equals("localhost") || domains.contains(domain);
    }

    /// The user whose mailbox this local address is; empty where it is nobody's.
    public Optional<String> userOf(Address address) {
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

    /// What stands behind the `+`, as written; empty where there is none.
    public static Optional<String> detail(Address address) {
        String local = unquoted(address);
        int plus = local.indexOf('+');
        return plus < 1 || plus == local.length() - 1
                ? Optional.empty()
                : Optional.of(local.substring(plus + 1));
    }

    static String base(String local) {
        int plus = local.indexOf('+');
        return plus < 1 ? local : local.substring(0, plus);
    }

    /// The meaning of the local part: quotes that were only written around it are taken off.
    static String localPart(Address address) {
        return unquoted(address).toLowerCase(Locale.ROOT);
    }

    private static String unquoted(Address address) {
        String local = address.localPart();
        boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        return quoted ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1") : local;
    }
}
