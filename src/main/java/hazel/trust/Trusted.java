package hazel.trust;

import java.util.List;
import java.util.Locale;

/// Whose words about a message are believed: the user's own servers.
///
/// @param authserv authserv-ids (RFC 8601 section 2.5) of servers that check mail for the user
/// @param hosts names of servers that hand the user's mail on to each other; a name stands for
///   those beneath it too. Where there are none, servers are taken for the user's that are in one
///   domain with the one that had the message last.
public record Trusted(List<String> authserv, List<String> hosts) {

    public static final Trusted NOBODY = new Trusted(List.of(), List.of());

    public Trusted {
        authserv = authserv.stream().map(Trusted::folded).toList();
        hosts = hosts.stream().map(Trusted::folded).toList();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    boolean isChecker(String authservId) {
        return authserv.contains(folded(authservId));
    }

    /// @param last the server that had the message last
    boolean isOwn(String host, String last) {
        String name = folded(host);
        return !name.isEmpty()
                && (hosts.isEmpty()
                        ? Organisation.isSame(name, last)
                        : hosts.stream().anyMatch(h -> name.equals(h) || name.endsWith("." + h)));
    }
}
