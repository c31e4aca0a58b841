package hazel.relay;

import hazel.mail.Address;
import hazel.route.Destination;
import hazel.route.Directory;
import hazel.route.Item;
import hazel.route.Residents;
import hazel.route.RouteTable;
import hazel.route.Router;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who lives here, as far as one who takes mail has to know: where it goes is found out when it is
/// delivered.
///
/// @param unknown what becomes of mail for an address here that nobody has
record Locals(Router router, RoutingSettings.Unknown unknown) {

    /// A message for more recipients than this, aliases followed, is a mistake, or an attack.
    static final int MAX_EXPANSION = 10_000;

    /// @param aliases from a local part in lower case to the addresses it stands for
    Locals(
            Set<String> domains,
            Set<String> users,
            Map<String, List<Address>> aliases,
            Optional<String> postmaster) {
        this(
                new Router(
                        new Residents(domains, users, postmaster),
                        Directory.of(
                                aliases.entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        e -> items(e.getValue())))),
                        RouteTable.NONE.with(new Destination.Smarthost(RelaySettings.SMARTHOST)),
                        Optional.empty(),
                        Set.of()),
                RoutingSettings.Unknown.REFUSE);
    }

    private static List<Item> items(List<Address> addresses) {
        return addresses.stream().<Item>map(Item.To::new).toList();
    }

    boolean isLocal(Address address) {
        return router.residents().isLocal(address);
    }

    /// Whether mail for it leads anywhere. Any address of elsewhere is known.
    boolean isKnown(Address address) {
        return router.isKnown(address);
    }
}
