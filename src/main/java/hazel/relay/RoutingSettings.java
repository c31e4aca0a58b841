package hazel.relay;

import hazel.relay.session.Locals;
import hazel.route.Destination;
import hazel.route.Directory;
import hazel.route.Item;
import hazel.route.Permission;
import hazel.route.RouteTable;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the configuration says about the ways of mail.
///
/// @param directory the aliases and `.forward` files of this machine
/// @param catchAll who gets mail for a local address that nobody has
/// @param unknown what becomes of mail for one where nobody gets it
/// @param permitted what aliases and `.forward` files may do
/// @param table where mail for elsewhere goes
/// @param smarthosts by the names that the table has for them
/// @param onward how mail for elsewhere is handed on
public record RoutingSettings(
        Directory directory,
        Optional<Item> catchAll,
        Locals.Unknown unknown,
        Set<Permission> permitted,
        RouteTable table,
        Map<String, Smarthost> smarthosts,
        OnwardSettings onward) {

    /// Users and nothing else.
    public static final RoutingSettings NONE =
            new RoutingSettings(
                    Directory.EMPTY,
                    Optional.empty(),
                    Locals.Unknown.REFUSE,
                    Set.of(),
                    RouteTable.NONE,
                    Map.of(),
                    OnwardSettings.USUAL);

    public RoutingSettings {
        permitted = Set.copyOf(permitted);
        smarthosts = Map.copyOf(smarthosts);
    }

    RoutingSettings with(String name, Smarthost smarthost) {
        Map<String, Smarthost> more = new HashMap<>(smarthosts);
        more.put(name, smarthost);
        return new RoutingSettings(
                directory,
                catchAll,
                unknown,
                permitted,
                table.with(new Destination.Smarthost(name)),
                more,
                onward);
    }
}
