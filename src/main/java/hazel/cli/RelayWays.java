package hazel.cli;

import hazel.config.Config.RelayConfig;
import hazel.config.OnwardConfig;
import hazel.config.ServerConfig;
import hazel.dns.Deadline;
import hazel.dns.PolicyFetch;
import hazel.dns.Resolver;
import hazel.mail.MailException;
import hazel.relay.CommandDelivery;
import hazel.relay.LmtpDelivery;
import hazel.relay.LocalDelivery;
import hazel.relay.OnwardSettings;
import hazel.relay.Retries;
import hazel.relay.RoutingSettings;
import hazel.relay.Smarthost;
import hazel.relay.session.Locals;
import hazel.route.Destination;
import hazel.route.FileDirectory;
import hazel.route.Item;
import hazel.route.Permission;
import hazel.route.RouteTable;
import hazel.smtp.Server;
import hazel.spool.RetrySchedule;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// From what the configuration says of the ways of mail to what the relay does.
///
/// @param servers makes a server of a smarthost, with its password
/// @param homes of the users
/// @param folders whether a user's mail has a folder
record RelayWays(
        RelayConfig config,
        Servers servers,
        Function<String, Optional<Path>> homes,
        BiPredicate<String, String> folders) {

    /// For all that is asked about one message.
    private static final Duration LOOK_UP = Duration.ofSeconds(30);

    /// Asks for a password where one is needed.
    @FunctionalInterface
    interface Servers {
        Server of(ServerConfig smarthost) throws MailException;
    }

    private OnwardConfig onward() {
        return config.onward();
    }

    RoutingSettings routing() {
        Map<String, List<Item>> alias = new HashMap<>();
        onward().alias().forEach((name, items) -> alias.put(name, items(items)));
        Map<String, Smarthost> smarthosts = new HashMap<>();
        Map<ServerConfig, String> names = new HashMap<>();
        Map<String, Destination> routes = new HashMap<>();
        onward().routes().forEach((domain, place) -> routes.put(domain, destination(place)));
        var table =
                new RouteTable(
                        routes,
                        named(onward().to(), names, smarthosts),
                        named(onward().from(), names, smarthosts),
                        config.smarthost().map(s -> name(s, names, smarthosts)),
                        onward().mx().isPresent());
        return new RoutingSettings(
                new FileDirectory(alias, onward().aliases(), homes, folders),
                Optional.of(onward().catchAll()).filter(c -> !c.isEmpty()).map(Item::of),
                Locals.Unknown.valueOf(onward().unknown().toUpperCase(Locale.ROOT)),
                permitted(),
                table,
                smarthosts,
                new OnwardSettings(
                        onward().connections(), onward().perHost(), onward().mx().map(this::mx)));
    }

    private OnwardSettings.Mx mx(OnwardConfig.Mx mx) {
        return new OnwardSettings.Mx(
                () -> resolver(mx, LOOK_UP),
                () -> new PolicyFetch(Deadline.in(LOOK_UP)),
                address -> new InetSocketAddress(address, mx.port()));
    }

    static Resolver resolver(OnwardConfig.Mx mx, Duration limit) {
        return NameServerOption.resolver(mx.nameServer(), Deadline.in(limit));
    }

    private static List<Item> items(List<String> written) {
        return written.stream().map(Item::of).toList();
    }

    private Set<Permission> permitted() {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        for (String word : onward().permit()) {
            all.add(word.equals("files") ? Permission.FILES : Permission.COMMANDS);
        }
        return all;
    }

    private Map<String, Destination.Smarthost> named(
            Map<String, ServerConfig> byDomain,
            Map<ServerConfig, String> names,
            Map<String, Smarthost> smarthosts) {
        Map<String, Destination.Smarthost> all = new HashMap<>();
        byDomain.forEach((domain, server) -> all.put(domain, name(server, names, smarthosts)));
        return all;
    }

    /// By its host; where there are several logins at one host, with the login.
    private Destination.Smarthost name(
            ServerConfig server,
            Map<ServerConfig, String> names,
            Map<String, Smarthost> smarthosts) {
        String name =
                names.computeIfAbsent(
                        server,
                        s -> {
                            String user = s.login().map(l -> l.user() + " at ").orElse("");
                            String full = user + s.host() + " port " + s.port();
                            return smarthosts.containsKey(s.host()) ? full : s.host();
                        });
        smarthosts.put(name, () -> servers.of(server));
        return new Destination.Smarthost(name);
    }

    private static Destination destination(OnwardConfig.Place place) {
        return switch (place) {
            case OnwardConfig.Tcp(boolean isLmtp, var host, int port) ->
                    new Destination.Host(
                            isLmtp ? Destination.Protocol.LMTP : Destination.Protocol.SMTP,
                            host,
                            port);
            case OnwardConfig.Socket(var path) -> new Destination.Socket(path);
        };
    }

    /// Where the mail of a user ends that goes into no mailbox of ours.
    LocalDelivery end(OnwardConfig.End end) {
        return switch (end) {
            case OnwardConfig.Command(var argv) -> new CommandDelivery(argv);
            case OnwardConfig.Socket(var path) -> new LmtpDelivery(Server.unix(path).withLmtp());
            case OnwardConfig.Tcp(_, var host, int port) ->
                    new LmtpDelivery(Server.tcp(host, port, Server.Tls.OPPORTUNISTIC).withLmtp());
        };
    }

    Retries retries() {
        Map<String, RetrySchedule> all = new HashMap<>();
        onward().retry().forEach((domain, steps) -> all.put(domain, schedule(steps)));
        RetrySchedule usual = Optional.ofNullable(all.remove("*")).orElse(RetrySchedule.DEFAULT);
        return new Retries(all, usual, onward().delay());
    }

    private static RetrySchedule schedule(List<OnwardConfig.RetryStep> steps) {
        return new RetrySchedule(
                steps.stream()
                        .map(s -> new RetrySchedule.Step(s.until(), s.interval(), s.growth()))
                        .toList());
    }
}
