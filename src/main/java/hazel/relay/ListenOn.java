package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;
import hazel.relay.session.Reach;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/// A way in to the relay.
public sealed interface ListenOn {

    /// How far mail may go that comes this way from somebody who has not logged in.
    Reach reach();

    /// A way in that ends on this machine.
    sealed interface Local extends ListenOn {}

    /// A Unix socket. Its directory is made private (0700), so whoever connects is its owner or
    /// root, and the system says which (SO_PEERCRED).
    record Unix(Path socket) implements Local {
        @Override
        public Reach reach() {
            return Reach.ANYWHERE;
        }
    }

    /// TCP on a loopback address. Everybody who has an account on this machine can connect.
    ///
    /// @param address resolved; port 0 lets the system choose
    /// @param reach of connections of the user that the relay runs as; [Reach#LOCAL_ONLY] is that
    ///   of all others
    record Loopback(InetSocketAddress address, Reach reach) implements Local {
        public Loopback {
            if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("not a loopback address: " + address);
            }
        }
    }

    /// TCP on an address that other machines reach. Mail goes from there to local addresses; to
    /// others only from networks that were named and for who has logged in.
    ///
    /// @param address resolved
    record Public(InetSocketAddress address, Start start) implements ListenOn {
        @Override
        public Reach reach() {
            return Reach.LOCAL_ONLY;
        }
    }

    /// How a connection begins.
    enum Start {
        /// In clear, with STARTTLS (RFC 3207).
        CLEAR,
        /// With the handshake (RFC 8314).
        TLS
    }

    /// LMTP (RFC 2033) on a way in of this machine, for local addresses.
    record Lmtp(Local way) implements ListenOn {
        @Override
        public Reach reach() {
            return Reach.LOCAL_ONLY;
        }
    }

    /// A socket that another program bound and gives to this one (systemd, inetd): so a port below
    /// 1024 is listened on by a process that never was root.
    ///
    /// @param channel listening
    /// @param as what holds for it
    record Inherited(ServerSocketChannel channel, ListenOn as) implements ListenOn {
        @Override
        public Reach reach() {
            return as.reach();
        }
    }

    /// The connection of one client, which another program has accepted and gives to this one.
    ///
    /// @param as what holds for it
    record Connected(SocketChannel channel, ListenOn as) {}

    /// The listening socket on standard input, where whoever started this process put one.
    ///
    /// @throws MailException where there is none, or its address may not be listened on
    static ListenOn inherited(Start start, Inbound inbound) throws MailException {
        try {
            if (System.inheritedChannel() instanceof ServerSocketChannel channel
                    && channel.getLocalAddress() instanceof InetSocketAddress address) {
                return new Inherited(channel, as(address, start, inbound));
            }
        } catch (IOException e) {
            throw noSocket(Reason.of(e));
        }
        throw noSocket("standard input is no TCP socket");
    }

    /// The connection on standard input, as inetd gives one with `nowait`; empty where there is
    /// none.
    ///
    /// @throws MailException where its address may not be listened on
    static Optional<Connected> connected(Start start, Inbound inbound) throws MailException {
        try {
            if (System.inheritedChannel() instanceof SocketChannel channel
                    && channel.getLocalAddress() instanceof InetSocketAddress address) {
                return Optional.of(new Connected(channel, as(address, start, inbound)));
            }
        } catch (IOException e) {
            throw noSocket(Reason.of(e));
        }
        return Optional.empty();
    }

    private static ListenOn as(InetSocketAddress address, Start start, Inbound inbound)
            throws MailException {
        boolean isHere = address.getAddress().isLoopbackAddress() && start == Start.CLEAR;
        return isHere ? tcp(address, Reach.LOCAL_ONLY) : open(address, start, inbound);
    }

    private static MailException noSocket(String why) {
        return new MailException(
                new Problem.BadConfig(
                        "--inherited",
                        0,
                        "nothing to listen on was inherited: "
                                + why
                                + "; this is for systemd"
                                + " (StandardInput=socket) and inetd"));
    }

    /// An address other machines reach, which needs what keeps it from being an open relay that
    /// shows passwords around.
    ///
    /// @throws MailException with [Problem.BadConfig] where there is no certificate or nobody who
    ///   may log in
    static ListenOn open(InetSocketAddress address, Start start, Inbound inbound)
            throws MailException {
        if (inbound.identity().isEmpty() || inbound.logins().isEmpty()) {
            throw new MailException(
                    new Problem.BadConfig(
                            "relay.listen",
                            0,
                            "the relay listens on "
                                    + address.getHostString()
                                    + ", which other machines reach, only with relay.certificate,"
                                    + " relay.key and somebody who may log in (relay.logins or"
                                    + " relay.passwords)"));
        }
        return new Public(address, start);
    }

    /// A loopback address, or why not.
    ///
    /// @throws MailException with [Problem.BadConfig] for an address that other machines reach
    static Local tcp(InetSocketAddress address, Reach reach) throws MailException {
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
