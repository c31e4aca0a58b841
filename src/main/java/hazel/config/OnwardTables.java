package hazel.config;

import hazel.config.OnwardConfig.End;
import hazel.config.OnwardConfig.Place;
import hazel.config.OnwardConfig.RetryStep;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the tables of `[relay]` that say where mail goes.
final class OnwardTables {

    private static final int LMTP = 24;
    private static final int SMTP = 25;
    private static final Pattern DOMAIN = Pattern.compile("\\*|(\\*\\.)?[^\\s*@]+");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,5})([smhd])");
    private static final Pattern HOST_PORT =
            Pattern.compile("(?://)?(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:/\\[\\]]+))(?::([0-9]{1,5}))?");

    private final Written written;
    private final Places places;
    private final Uris uris;

    OnwardTables(Written written, Places places, Uris uris) {
        this.written = written;
        this.places = places;
        this.uris = uris;
    }

    /// Whether a user's mail is given to a program or a server, and not put into a mailbox.
    static boolean isEnd(String text) {
        return text.startsWith("command:") || text.startsWith("lmtp:");
    }

    OnwardConfig read() {
        Map<String, List<String>> alias = new LinkedHashMap<>();
        for (String name : written.names("relay", "alias")) {
            alias.put(name.toLowerCase(Locale.ROOT), written.list("relay", "alias", name));
        }
        List<String> permit = written.list("relay", "permit");
        if (!OnwardConfig.PERMISSIONS.containsAll(permit)) {
            bad("permit", "expected some of \"files\" and \"commands\"");
        }
        return new OnwardConfig(
                ends(),
                alias,
                written.given("relay", "aliases").map(places::path),
                written.text("relay", "catchall"),
                written.oneOf(List.of("refuse", "bounce"), "relay", "unknown"),
                java.util.Set.copyOf(permit),
                routes(),
                smarthosts("recipient"),
                smarthosts("sender"),
                mx(),
                retry(),
                written.number(1, 1000, "relay", "connections"),
                written.number(1, 100, "relay", "perhost"),
                delay());
    }

    private void bad(String key, String message) {
        written.bad(List.of("relay", key), message);
    }

    private Map<String, End> ends() {
        Map<String, End> ends = new HashMap<>();
        for (String user : written.names("relay", "users")) {
            List<String> path = List.of("relay", "users", user);
            String text = written.text("relay", "users", user);
            if (text.startsWith("command:")) {
                List<String> argv = List.of(text.substring(8).strip().split("\\s+"));
                if (argv.getFirst().startsWith("/")) {
                    ends.put(user, new OnwardConfig.Command(argv));
                } else {
                    written.bad(path, "expected command: and a program with its whole path");
                }
            } else if (text.startsWith("lmtp:")) {
                place(path, text).ifPresent(place -> ends.put(user, place));
            }
        }
        return ends;
    }

    private Map<String, Place> routes() {
        Map<String, Place> routes = new HashMap<>();
        for (String domain : written.names("relay", "routes")) {
            List<String> path = List.of("relay", "routes", domain);
            if (isDomain(path, domain)) {
                place(path, written.text("relay", "routes", domain))
                        .ifPresent(place -> routes.put(domain.toLowerCase(Locale.ROOT), place));
            }
        }
        return routes;
    }

    private boolean isDomain(List<String> path, String domain) {
        boolean is = DOMAIN.matcher(domain).matches();
        if (!is) {
            written.bad(path, "expected a domain, as \"example.org\", \"*.lan\" or \"*\"");
        }
        return is;
    }

    private Optional<Place> place(List<String> path, String text) {
        boolean isLmtp = text.startsWith("lmtp:");
        String rest = text.substring(text.indexOf(':') + 1);
        String socket = rest.startsWith("///") ? rest.substring(2) : rest;
        if (isLmtp && (socket.startsWith("/") && !socket.startsWith("//"))) {
            return Optional.of(new OnwardConfig.Socket(places.path(socket)));
        }
        Matcher at = HOST_PORT.matcher(rest);
        if ((isLmtp || text.startsWith("smtp:")) && at.matches()) {
            int standard = isLmtp ? LMTP : SMTP;
            int port = Optional.ofNullable(at.group(3)).map(Integer::parseInt).orElse(standard);
            if (port > 0 && port < 65536) {
                String host = Optional.ofNullable(at.group(1)).orElseGet(() -> at.group(2));
                return Optional.of(new OnwardConfig.Tcp(isLmtp, host, port));
            }
        }
        written.bad(path, "expected smtp://HOST:PORT, lmtp://HOST:PORT or lmtp:/PATH");
        return Optional.empty();
    }

    private Map<String, ServerConfig> smarthosts(String which) {
        Map<String, ServerConfig> all = new HashMap<>();
        for (String domain : written.names("relay", which)) {
            List<String> table = List.of("relay", which, domain);
            if (isDomain(table, domain)) {
                Optional<ServerConfig> server = uris.smarthost(written, table);
                if (server.isEmpty()) {
                    written.bad(table, "expected smarthost = \"submissions://USER@HOST\"");
                }
                server.ifPresent(s -> all.put(domain.toLowerCase(Locale.ROOT), s));
            }
        }
        return all;
    }

    private Optional<OnwardConfig.Mx> mx() {
        OnwardConfig.Mx servers = servers();
        return written.flag("relay", "mx") ? Optional.of(servers) : Optional.empty();
    }

    /// How the mail servers of others are found, whatever they are asked for.
    OnwardConfig.Mx servers() {
        int port = written.number(1, 65535, "relay", "mxport");
        Optional<InetSocketAddress> server =
                written.given("relay", "nameserver").flatMap(this::nameServer);
        return new OnwardConfig.Mx(port, server);
    }

    private Optional<InetSocketAddress> nameServer(String text) {
        Matcher at = HOST_PORT.matcher(text);
        if (at.matches()) {
            try {
                String host = Optional.ofNullable(at.group(1)).orElseGet(() -> at.group(2));
                int port = Optional.ofNullable(at.group(3)).map(Integer::parseInt).orElse(53);
                return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
            } catch (IllegalArgumentException _) {
                // said below
            }
        }
        bad("nameserver", "expected the IP address of a name server, as 192.0.2.53");
        return Optional.empty();
    }

    private List<Duration> delay() {
        List<Duration> all = new ArrayList<>();
        for (String text : written.list("relay", "delay")) {
            span(text)
                    .ifPresentOrElse(
                            all::add, () -> bad("delay", "expected times, as [\"4h\", \"24h\"]"));
        }
        return all.stream().sorted().distinct().toList();
    }

    private Map<String, List<RetryStep>> retry() {
        Map<String, List<RetryStep>> all = new HashMap<>();
        for (String domain : written.names("relay", "retry")) {
            List<String> path = List.of("relay", "retry", domain);
            List<RetryStep> steps = new ArrayList<>();
            for (String step : written.text("relay", "retry", domain).split(";", -1)) {
                step(step.strip()).ifPresent(steps::add);
            }
            boolean grows = true;
            for (int i = 1; i < steps.size(); i++) {
                grows &= steps.get(i - 1).until().compareTo(steps.get(i).until()) < 0;
            }
            boolean isWhole =
                    grows
                            && !steps.isEmpty()
                            && steps.size()
                                    == written.text("relay", "retry", domain).split(";", -1).length;
            if (!isWhole) {
                written.bad(
                        path, "expected steps as Exim has them: F,2h,15m; G,16h,1h,1.5; F,4d,6h");
            } else if (isDomain(path, domain)) {
                all.put(domain.toLowerCase(Locale.ROOT), steps);
            }
        }
        return all;
    }

    /// `F,2h,15m` or `G,16h,1h,1.5`.
    private static Optional<RetryStep> step(String text) {
        String[] words = text.split("\\s*,\\s*", -1);
        boolean grows = words[0].equals("G");
        if (words.length != (grows ? 4 : 3) || !(grows || words[0].equals("F"))) {
            return Optional.empty();
        }
        Optional<Duration> until = span(words[1]);
        Optional<Duration> interval = span(words[2]);
        if (until.isEmpty()
                || interval.isEmpty()
                || (grows && !words[3].matches("[1-9](\\.[0-9]{1,3})?"))) {
            return Optional.empty();
        }
        double growth = grows ? Double.parseDouble(words[3]) : 1;
        return Optional.of(new RetryStep(until.get(), interval.get(), growth));
    }

    /// `15m`; empty for none, and for no time at all.
    private static Optional<Duration> span(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches() || Integer.parseInt(span.group(1)) == 0) {
            return Optional.empty();
        }
        long count = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }
}
