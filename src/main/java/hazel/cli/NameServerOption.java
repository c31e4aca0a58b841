package hazel.cli;

import hazel.dns.Addresses;
import hazel.dns.Deadline;
import hazel.dns.Resolver;
import hazel.dns.WireResolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// A name server as an option names it: `192.0.2.53` or `[2001:db8::53]:5353`.
final class NameServerOption {

    static final int PORT = 53;

    private NameServerOption() {}

    /// @param typed empty where nothing was said
    static Optional<InetSocketAddress> read(String option, Optional<String> typed)
            throws UsageException {
        return typed.isPresent() ? Optional.of(read(option, typed.get())) : Optional.empty();
    }

    /// Asks this server, or those that the machine is set up with.
    static Resolver resolver(Optional<InetSocketAddress> server, Deadline deadline) {
        return server.map(s -> WireResolver.of(s, deadline))
                .orElseGet(() -> WireResolver.system(deadline));
    }

    private static InetSocketAddress read(String option, String typed) throws UsageException {
        int colon = typed.lastIndexOf(':');
        boolean hasPort =
                colon > 0
                        && (typed.indexOf(':') == colon || typed.charAt(colon - 1) == ']')
                        && typed.substring(colon + 1).matches("[0-9]{1,5}");
        int port = hasPort ? Integer.parseInt(typed.substring(colon + 1)) : PORT;
        Optional<InetAddress> address =
                Addresses.parse(hasPort ? typed.substring(0, colon) : typed);
        if (address.isEmpty() || port < 1 || port > 65535) {
            throw new UsageException(
                    option
                            + " '"
                            + typed
                            + "': expected the IP address of a name server, with a port where it"
                            + " is not 53, as 192.0.2.53 or [2001:db8::53]:5353");
        }
        return new InetSocketAddress(address.get(), port);
    }
}
