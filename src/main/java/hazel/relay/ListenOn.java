package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/// A way in to the relay.
public sealed interface ListenOn {

    /// How far mail that comes this way may go.
    Reach reach();

    /// A Unix socket. Its directory is made private (0700), so whoever connects is its owner or
    /// root, and the system says which (SO_PEERCRED).
    record Unix(Path socket) implements ListenOn {
        @Override
        public Reach reach() {
            return Reach.ANYWHERE;
        }
    }

    /// TCP on a loopback address. Everybody who has an account on this machine can connect.
    ///
    /// @param address resolved; port 0 lets the system choose
    record Loopback(InetSocketAddress address, Reach reach) implements ListenOn {
        public Loopback {
            if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("not a loopback address: " + address);
            }
        }
    }

    /// A loopback address, or why not.
    ///
    /// @throws MailException with [Problem.BadConfig] for an address that other machines reach
    static ListenOn tcp(InetSocketAddress address, Reach reach) throws MailException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new MailException(
                    new Problem.BadConfig(
                            "relay.listen",
                            0,
                            "the relay listens on loopback addresses and Unix sockets only, not on "
                                    + address.getHostString()
                                    + ": other machines could send through it"));
        }
        return new Loopback(address, reach);
    }
}
