package hazel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.config.ServerConfig.Security;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads what names a server and somebody's account there: `//ada@mail.example.org:993`, with the
/// password, the mechanism and the trust that stand beside it in the same table.
final class ServerUris {

    private final Places places;

    ServerUris(Places places) {
        this.places = places;
    }

    /// What a scheme says of the connection.
    record Scheme(Security security, int port) {}

    /// An `@` in the user's name is allowed, the last one divides; so is `%40` for it, as a URI has
    /// it (RFC 3986 section 2.1).
    ///
    /// @param path of the key, for messages
    /// @param rest what is written behind the scheme's colon
    Optional<ServerConfig> server(Written written, List<String> path, String rest, Scheme scheme) {
        String authority = rest.startsWith("//") ? rest.substring(2) : "";
        int slash = authority.indexOf('/');
        authority = slash < 0 ? authority : authority.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? "" : decoded(authority.substring(0, at));
        String hostPort = authority.substring(at + 1);
        int bracket = hostPort.indexOf(']');
        int colon = hostPort.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        Optional<Integer> port =
                colon < 0 ? Optional.of(scheme.port()) : port(hostPort.substring(colon + 1));
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ') || port.isEmpty()) {
            written.bad(path, "expected a host, and a port from 1 to 65535 where one is given");
            return Optional.empty();
        }
        if (user.chars().anyMatch(Character::isISOControl)) {
            written.bad(path, "a user's name cannot hold a control character");
            return Optional.empty();
        }
        String[] table = path.subList(0, path.size() - 1).toArray(String[]::new);
        return Optional.of(
                new ServerConfig(
                        host.startsWith("[") && host.endsWith("]")
                                ? host.substring(1, host.length() - 1)
                                : host,
                        port.get(),
                        scheme.security(),
                        login(written, path, user, table),
                        written.given(with(table, "auth")).map(m -> m.toUpperCase(Locale.ROOT)),
                        written.given(with(table, "trust")).map(places::path)));
    }

    private static String decoded(String user) {
        try {
            return URLDecoder.decode(user.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException _) {
            return user; // a percent sign that stands for itself
        }
    }

    /// Whether a host is this machine by what is written alone, so that no name server can say so.
    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private Optional<ServerConfig.Login> login(
            Written written, List<String> path, String user, String[] table) {
        Optional<Secret> password = written.secret(places, with(table, "password"));
        if (!user.isEmpty() && password.isEmpty()) {
            written.bad(
                    path,
                    "has a user but no password; add password = { command = \"…\" } to ["
                            + String.join(".", table)
                            + "]");
        }
        return user.isEmpty()
                ? Optional.empty()
                : password.map(secret -> new ServerConfig.Login(user, secret));
    }

    private static String[] with(String[] table, String key) {
        List<String> path = new ArrayList<>(List.of(table));
        path.add(key);
        return path.toArray(String[]::new);
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(p -> p > 0 && p < 65536)
                : Optional.empty();
    }
}
