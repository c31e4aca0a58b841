package hazel.dns;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;

/// Who is about to send, so that it does not send to itself.
///
/// @param names that it has
/// @param addresses at which it takes mail, besides loopback, which is everybody's own
public record Self(Set<DomainName> names, Set<InetAddress> addresses) {

    /// A sender anywhere, of whom nothing is known.
    public static final Self ANYBODY = new Self(Set.of(), Set.of());

    public Self {
        names = Set.copyOf(names);
        addresses = Set.copyOf(addresses);
    }

    boolean has(DomainName name) {
        return names.contains(name);
    }

    boolean hasAny(Collection<InetAddress> found) {
        return found.stream().anyMatch(a -> Addresses.isOwn(a) || addresses.contains(a));
    }
}
