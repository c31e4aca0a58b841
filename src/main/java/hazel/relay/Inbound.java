package hazel.relay;

import hazel.mail.Networks;
import hazel.tls.ServerIdentity;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the settings say of clients on other machines.
///
/// @param identity for TLS
/// @param logins who may send to anywhere after logging in
/// @param from networks that may send to anywhere
/// @param to domains to which anybody may send through here, as to a backup MX; in any case
/// @param checks of mail of who is not known
/// @param metrics a file for [Counters], written every quarter of a minute
public record Inbound(
        Optional<ServerIdentity> identity,
        Optional<Logins> logins,
        Networks from,
        Set<String> to,
        Checks checks,
        Optional<Path> metrics) {

    /// No client on other machines.
    public static final Inbound NONE =
            new Inbound(
                    Optional.empty(),
                    Optional.empty(),
                    Networks.NONE,
                    Set.of(),
                    Checks.NONE,
                    Optional.empty());

    public Inbound {
        if (from.all().stream().anyMatch(n -> !Networks.mayRelay(n))) {
            throw new IllegalArgumentException("a network so large makes an open relay");
        }
        to =
                to.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }
}
