package hazel.compose;

import hazel.mail.Address;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lists of addresses.
final class Addresses {

    private Addresses() {}

    /// Each mailbox once, at its first place; a display name from a later mention is taken where
    /// the first has none.
    static List<Address> distinct(Collection<Address> addresses) {
        Map<String, Address> seen = new LinkedHashMap<>();
        for (Address address : addresses) {
            seen.merge(address.key(), address, (a, b) -> a.displayName().isEmpty() ? b : a);
        }
        return List.copyOf(seen.values());
    }

    static List<Address> without(Collection<Address> addresses, Collection<Address> unwanted) {
        return addresses.stream()
                .filter(a -> unwanted.stream().noneMatch(a::isSameMailbox))
                .toList();
    }
}
