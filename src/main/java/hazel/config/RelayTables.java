package hazel.config;

import hazel.config.Config.ChecksConfig;
import hazel.config.Config.InboundConfig;
import hazel.config.Config.RelayConfig;
import hazel.mail.Blocked;
import hazel.mail.Networks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `[relay]`.
final class RelayTables {

    /// In any script; what the DNS makes of it, it says itself.
    private static final Pattern DOMAIN =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]{1,63}(\\.[\\p{L}\\p{M}\\p{N}_-]{1,63})*\\.?");

    private final Written written;
    private final Places places;
    private final Uris uris;
    private final OnwardTables onward;

    RelayTables(Written written, Places places, Uris uris) {
        this.written = written;
        this.places = places;
        this.uris = uris;
        this.onward = new OnwardTables(written, places, uris);
    }

    RelayConfig read() {
        Map<String, StoreConfig.Local> users = new LinkedHashMap<>();
        for (String user : written.names("relay", "users")) {
            if (!OnwardTables.isEnd(written.text("relay", "users", user))) {
                users.put(user, uris.localStore(written, List.of("relay", "users", user)));
            }
        }
        InboundConfig inbound = inbound();
        return new RelayConfig(
                listen(inbound),
                written.list("relay", "domains"),
                users,
                uris.smarthost(written, List.of("relay")),
                onward.read(),
                inbound);
    }

    private List<WayIn> listen(InboundConfig inbound) {
        List<String> path = List.of("relay", "listen");
        List<WayIn> ways = new ArrayList<>();
        for (String where : written.list("relay", "listen")) {
            Optional<WayIn> way = WayIn.parse(where, places);
            if (way.isEmpty()) {
                written.bad(
                        path,
                        "'"
                                + where
                                + "' is no way in; expected an IP address with a port, as"
                                + " 127.0.0.1:2525 or smtps://0.0.0.0:465, or the path of a socket;"
                                + " lmtp:// only on loopback addresses");
            } else if (way.get() instanceof WayIn.Tcp tcp && !mayListen(tcp, inbound)) {
                written.bad(
                        path,
                        "'"
                                + where
                                + "' is reached by other machines, which needs relay.certificate,"
                                + " relay.key and somebody who may log in: relay.logins or"
                                + " relay.passwords");
            } else {
                ways.add(way.get());
            }
        }
        return ways;
    }

    private static boolean mayListen(WayIn.Tcp way, InboundConfig inbound) {
        boolean isSafe =
                inbound.certificate().isPresent()
                        && inbound.key().isPresent()
                        && inbound.hasLogins();
        return way.isLoopback() ? way.protocol() != WayIn.Protocol.SMTPS || isSafe : isSafe;
    }

    private InboundConfig inbound() {
        Map<String, Secret> logins = new LinkedHashMap<>();
        for (String user : written.names("relay", "logins")) {
            List<String> path = List.of("relay", "logins", user);
            if (!user.matches("[A-Za-z0-9._@+-]{1,64}")) {
                written.bad(path, "a name for logging in has letters, digits and . _ @ + - only");
            }
            written.secret(places, "relay", "logins", user)
                    .ifPresentOrElse(
                            secret -> logins.put(user, secret),
                            () -> written.bad(path, "expected " + Setting.Kind.SECRET.words()));
        }
        return new InboundConfig(
                path("certificate"),
                path("key"),
                logins,
                path("passwords"),
                networks("from"),
                domains("to"),
                checks(),
                path("metrics"));
    }

    private ChecksConfig checks() {
        List<String> filter = List.of("relay", "filter");
        return new ChecksConfig(
                written.oneOf(List.of("domain", "mailbox", "off"), "relay", "verify"),
                onward.servers(),
                refused(),
                domains("blocklists"),
                domains("marklists"),
                written.oneOf(List.of("refuse", "mark", "accept"), "relay", "malformed"),
                written.given("relay", "filter")
                        .map(command -> uris.program(written, filter, command))
                        .orElse(List.of()),
                written.oneOf(List.of("mark", "refuse", "discard"), "relay", "junk"),
                hooks());
    }

    private Map<String, List<String>> hooks() {
        Map<String, List<String>> hooks = new LinkedHashMap<>();
        for (String phase : written.names("relay", "hooks")) {
            List<String> path = List.of("relay", "hooks", phase);
            if (!ChecksConfig.PHASES.contains(phase)) {
                written.bad(path, "expected one of " + String.join(", ", ChecksConfig.PHASES));
            }
            written.given("relay", "hooks", phase)
                    .ifPresent(command -> hooks.put(phase, uris.program(written, path, command)));
        }
        return hooks;
    }

    private Blocked refused() {
        Blocked all = Blocked.NOBODY;
        for (String one : written.list("relay", "refuse")) {
            Optional<Blocked> blocked = Blocked.parse(one);
            if (blocked.isEmpty()) {
                written.bad(
                        List.of("relay", "refuse"),
                        "'"
                                + one
                                + "' is no address, domain or network; expected one as"
                                + " eve@spam.example, spam.example, *.spam.example or"
                                + " 192.0.2.0/24");
            }
            all = blocked.map(all::and).orElse(all);
        }
        return all;
    }

    private Networks networks(String key) {
        List<Networks.Network> networks = new ArrayList<>();
        for (String network : written.list("relay", key)) {
            Networks.parse(network)
                    .filter(Networks::mayRelay)
                    .ifPresentOrElse(
                            networks::add,
                            () ->
                                    written.bad(
                                            List.of("relay", key),
                                            "'"
                                                    + network
                                                    + "' is no network, or one so large that"
                                                    + " anybody could send through here; expected"
                                                    + " one as 192.168.1.0/24"));
        }
        return new Networks(networks);
    }

    private List<String> domains(String key) {
        List<String> domains = written.list("relay", key);
        for (String domain : domains) {
            if (!DOMAIN.matcher(domain).matches()) {
                written.bad(List.of("relay", key), "'" + domain + "' is not a domain name");
            }
        }
        return domains;
    }

    private Optional<Path> path(String key) {
        return written.given("relay", key).map(places::path);
    }
}
