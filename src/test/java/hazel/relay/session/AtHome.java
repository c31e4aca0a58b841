package hazel.relay.session;

import hazel.mail.Address;
import hazel.route.Destination;
import hazel.route.Directory;
import hazel.route.Item;
import hazel.route.Residents;
import hazel.route.RouteTable;
import hazel.route.Router;
import hazel.smtp.Dsn;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `home.test`, where Ada and Grace live, for tests.
public final class AtHome {

    public static final RelayLimits SMALL = limits(1000, 3, 5);

    public static final Locals LOCALS =
            locals(
                    Set.of("home.test"),
                    Set.of("ada", "grace"),
                    Map.of(
                            "crew",
                            List.of(address("ada@home.test"), address("bob@far.test")),
                            "round",
                            List.of(address("about@home.test")),
                            "about",
                            List.of(address("round@home.test"))));

    private AtHome() {}

    /// Postmaster is Ada. Mail for elsewhere goes to a smarthost.
    ///
    /// @param aliases from a local part in lower case to the addresses it stands for
    public static Locals locals(
            Set<String> domains, Set<String> users, Map<String, List<Address>> aliases) {
        return new Locals(
                new Router(
                        new Residents(domains, users, Optional.of("ada")),
                        Directory.of(
                                aliases.entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        e -> items(e.getValue())))),
                        RouteTable.NONE.with(new Destination.Smarthost("the smarthost")),
                        Optional.empty(),
                        Set.of()),
                Locals.Unknown.REFUSE);
    }

    private static List<Item> items(List<Address> addresses) {
        return addresses.stream().<Item>map(Item.To::new).toList();
    }

    static RelayLimits limits(long octets, int recipients, int mistakes) {
        return new RelayLimits(
                octets,
                recipients,
                mistakes,
                2,
                20,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                0);
    }

    public static Policy policy(Reach reach) {
        return new Policy("mx.test", reach, LOCALS, SMALL);
    }

    public static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    public static Command.Rcpt rcpt(String text) {
        return new Command.Rcpt(address(text), Dsn.OfRecipient.NONE);
    }
}
