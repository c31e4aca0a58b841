package hazel.relay;

import hazel.dns.MtaSts;
import hazel.dns.Resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// How mail for elsewhere is handed on.
///
/// @param connections at most, to all hosts together, at least 1; so many messages at most are
///   under way at once
/// @param perHost connections at most, to one host, at least 1
/// @param mx how the hosts that the DNS names are found; empty where none are asked
public record OnwardSettings(int connections, int perHost, Optional<Mx> mx) {

    public static final OnwardSettings USUAL = new OnwardSettings(10, 2, Optional.empty());

    public OnwardSettings {
        if (connections < 1 || perHost < 1) {
            throw new IllegalArgumentException("there must be at least one connection");
        }
    }

    /// @param resolver gives one for each message, with its own time limit
    /// @param policies gets MTA-STS policies, likewise
    /// @param door where the mail server at an address listens: its port 25, but for tests
    public record Mx(
            Supplier<Resolver> resolver,
            Supplier<MtaSts.Source> policies,
            Function<InetAddress, InetSocketAddress> door) {}
}
