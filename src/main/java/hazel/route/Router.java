package hazel.route;

import hazel.mail.Address;

import java.util.Optional;
import java.util.Set;

/// Finds the way of mail. Pure, as far as the [Directory] is.
///
/// @param catchAll who gets mail for a local address that nobody has
public record Router(
        Residents residents,
        Directory directory,
        RouteTable table,
        Optional<Item> catchAll,
        Set<Permission> permitted) {

    /// One address that stands for more than this is a mistake, or an attack.
    static final int MOST_STEPS = 10_000;

    static final int DEEPEST = 30;

    public Router {
        permitted = Set.copyOf(permitted);
    }

    /// @param sender the reverse-path, which may choose the smarthost; empty for the null one
    public Route route(Address address, Optional<Address> sender) {
        return new Expansion(this, sender).of(address);
    }

    /// Whether mail for an address is to be taken: it is one of elsewhere, or leads anywhere at
    /// all.
    public boolean isKnown(Address address) {
        return !residents.isLocal(address) || route(address, Optional.empty()).isOpen();
    }
}
