package hazel.smtp;

import hazel.sasl.Login;
import hazel.tls.Trust;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server to hand mail to: where it is, how it is protected, who we are there.
///
/// @param trust whom to believe to be it
/// @param ourName what EHLO says: a domain or an address literal
/// @param check for [Tls#CHECKED] alone
/// @param isLmtp whether it speaks LMTP (RFC 2033), which answers for each recipient
public record Server(
        Place place,
        Tls tls,
        Optional<Login> login,
        Trust trust,
        Timeouts timeouts,
        String ourName,
        boolean isLmtp,
        PeerCheck check) {

    /// Where it listens.
    public sealed interface Place {
        record Tcp(String host, int port) implements Place {}

        /// One address of a host whose name was looked up already.
        record At(String host, InetAddress address, int port) implements Place {}

        record Unix(Path socket) implements Place {}

        /// A program of this machine that is started and spoken to on its standard input.
        record Program(List<String> argv) implements Place {
            public Program {
                argv = List.copyOf(argv);
                if (argv.isEmpty()) {
                    throw new IllegalArgumentException("no program");
                }
            }
        }
    }

    /// How the connection is protected.
    public enum Tls {
        /// TLS from the first octet, verified (RFC 8314 section 3.3).
        IMPLICIT,
        /// STARTTLS, verified, or nothing at all.
        STARTTLS,
        /// STARTTLS where it is offered, not verified, clear text where it is not: only for a relay
        /// that delivers to strangers, and never with a password.
        OPPORTUNISTIC,
        /// STARTTLS or nothing at all, and who the server is, [Server#check] decides.
        CHECKED,
        /// Clear text, though STARTTLS may be offered: only for a relay that delivers to strangers
        /// whose TLS does not work, and never with a password.
        CLEAR,
        /// Clear text, only to this machine.
        NONE_LOOPBACK_ONLY
    }

    public Server {
        if (ourName.isEmpty() || ourName.chars().anyMatch(c -> c <= ' ' || c > 0x7e)) {
            throw new IllegalArgumentException("EHLO cannot carry this name");
        }
    }

    /// One address of a host, for a relay that has looked it up.
    public static Server at(String host, InetAddress address, int port, Tls tls) {
        Server server = tcp(host, port, tls);
        return new Server(
                new Place.At(host, address, port),
                tls,
                server.login,
                server.trust,
                server.timeouts,
                server.ourName,
                server.isLmtp,
                server.check);
    }

    public static Server tcp(String host, int port, Tls tls) {
        return new Server(
                new Place.Tcp(host, port),
                tls,
                Optional.empty(),
                Trust.SYSTEM,
                Timeouts.INTERACTIVE,
                "localhost",
                /* isLmtp= */ false,
                PeerCheck.NOBODY);
    }

    /// A program on this machine behind a Unix socket.
    public static Server unix(Path socket) {
        return ofThisMachine(new Place.Unix(socket));
    }

    /// A program on this machine that speaks SMTP on its standard input and output.
    ///
    /// @param argv the program and its words; no shell reads them
    public static Server program(List<String> argv) {
        return ofThisMachine(new Place.Program(argv));
    }

    private static Server ofThisMachine(Place place) {
        return new Server(
                place,
                Tls.NONE_LOOPBACK_ONLY,
                Optional.empty(),
                Trust.SYSTEM,
                Timeouts.INTERACTIVE,
                "localhost",
                /* isLmtp= */ false,
                PeerCheck.NOBODY);
    }

    public Server withLogin(Login as) {
        return new Server(place, tls, Optional.of(as), trust, timeouts, ourName, isLmtp, check);
    }

    public Server withTrust(Trust other) {
        return new Server(place, tls, login, other, timeouts, ourName, isLmtp, check);
    }

    public Server withTimeouts(Timeouts other) {
        return new Server(place, tls, login, trust, other, ourName, isLmtp, check);
    }

    public Server withOurName(String name) {
        return new Server(place, tls, login, trust, timeouts, name, isLmtp, check);
    }

    public Server withTls(Tls other) {
        return new Server(place, other, login, trust, timeouts, ourName, isLmtp, check);
    }

    /// TLS is then [Tls#CHECKED].
    public Server withCheck(PeerCheck other) {
        return new Server(place, Tls.CHECKED, login, trust, timeouts, ourName, isLmtp, other);
    }

    public Server withLmtp() {
        return new Server(place, tls, login, trust, timeouts, ourName, /* isLmtp= */ true, check);
    }

    /// 0 where it has none.
    int port() {
        return switch (place) {
            case Place.Tcp(_, int port) -> port;
            case Place.At(_, _, int port) -> port;
            case Place.Unix _, Place.Program _ -> 0;
        };
    }

    /// What a sentence calls it: the host name, or the path of the socket or the program.
    public String name() {
        return switch (place) {
            case Place.Tcp(var host, _) -> host;
            case Place.At(var host, _, _) -> host;
            case Place.Unix(var socket) -> socket.toString();
            case Place.Program(var argv) -> argv.getFirst();
        };
    }
}
