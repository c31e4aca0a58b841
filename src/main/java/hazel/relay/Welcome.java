package hazel.relay;

import hazel.relay.session.Locals;
import hazel.relay.session.Offers;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.Standing;
import hazel.smtp.Reply;

import jdk.net.ExtendedSocketOptions;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;

/// Receives the clients of one way in: who each is, what it may do and is offered there, and the
/// session. Used by a thread for each client.
final class Welcome implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger("hazel.relay");
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int DRAIN_OCTETS = 1 << 20;

    private final ListenOn where;
    private final Service service;

    /// After closing, nobody's time runs out any more.
    private final ScheduledExecutorService timer =
            new ScheduledThreadPoolExecutor(
                    1,
                    Thread.ofVirtual().name("relay-patience").factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    /// What every way in shares.
    ///
    /// @param places for connections, those of all ways in together
    /// @param callOut where senders' mail servers are asked about them
    record Service(
            RelaySettings settings,
            Locals locals,
            Places places,
            Intake intake,
            Optional<CallOut> callOut) {

        Reception reception(Reach reach, Offers offers) {
            return new Reception(
                    new Policy(settings.hostName(), reach, locals, settings.limits(), offers),
                    settings.identities());
        }

        Inbound inbound() {
            return settings.inbound();
        }
    }

    Welcome(ListenOn where, Service service) {
        this.where = where;
        this.service = service;
    }

    /// Serves a client to the end of its session, and closes the connection. Blocks.
    void receive(SocketChannel channel) {
        String address = "";
        boolean isPlaced = false;
        try (channel) {
            address = address(channel);
            isPlaced = service.places().enter(address);
            if (!isPlaced) {
                say(channel, Reply.enhanced(421, "4.3.2", "Too many connections; come again"));
            } else if (!isTls() && hasSpoken(channel)) {
                say(channel, Reply.enhanced(554, "5.5.1", "You spoke before the greeting"));
            } else {
                serve(channel);
            }
            drain(channel);
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "a connection ended: {0}", e.toString());
        } finally {
            if (isPlaced) {
                service.places().leave(address);
            }
        }
    }

    private boolean isTls() {
        return where instanceof ListenOn.Public(_, var start) && start == ListenOn.Start.TLS;
    }

    private void serve(SocketChannel channel) throws IOException {
        try (var patience = new Patience(channel, timer)) {
            Client client = client(channel);
            Offers offers = offers(where, service.inbound());
            Gate gate =
                    new Gate(
                            service.inbound(),
                            new Gate.Peer(
                                    network(channel),
                                    offers.protocol() == Offers.Protocol.LMTP,
                                    isOurs(channel)),
                            service.callOut(),
                            service.intake().log());
            Optional<Reply> refusal = gate.connected();
            if (refusal.isPresent()) {
                say(channel, refusal.get());
                return;
            }
            var connection =
                    new Connection(
                            service.reception(reach(channel), offers),
                            client,
                            service.intake(),
                            gate,
                            patience);
            Connection.Tls tls = () -> secured(channel);
            patience.allow(service.settings().limits().idle());
            connection.serve(
                    isTls()
                            ? tls.secure()
                            : new Connection.Streams(
                                    Channels.newInputStream(channel),
                                    Channels.newOutputStream(channel),
                                    () -> {}),
                    tls);
        }
    }

    private Connection.Streams secured(SocketChannel channel) throws IOException {
        var identity = service.inbound().identity();
        if (identity.isEmpty()) {
            throw new IOException("TLS is not offered");
        }
        return TlsStreams.over(channel.socket(), identity.get());
    }

    /// A network that was named may send to anywhere, over the way in that it reaches.
    private Reach reach(SocketChannel channel) throws IOException {
        return isNamed(channel) ? Reach.ANYWHERE : where.reach();
    }

    private boolean isNamed(SocketChannel channel) throws IOException {
        return !(where instanceof ListenOn.Lmtp)
                && channel.getRemoteAddress() instanceof InetSocketAddress remote
                && service.inbound().from().has(remote.getAddress());
    }

    /// Who comes over loopback may be any user of this machine, which takes the system long to find
    /// out.
    private BooleanSupplier isOurs(SocketChannel channel) throws IOException {
        return where instanceof ListenOn.Loopback
                        && !isNamed(channel)
                        && channel.getRemoteAddress() instanceof InetSocketAddress remote
                        && channel.getLocalAddress() instanceof InetSocketAddress here
                ? () -> PeerUser.OF_SYSTEM.isOurs(remote, here)
                : () -> true;
    }

    /// What a way in offers besides mail.
    static Offers offers(ListenOn where, Inbound inbound) {
        boolean hasLogins = inbound.logins().isPresent();
        return switch (where) {
            case ListenOn.Unix _ ->
                    new Offers(
                            Offers.Protocol.SMTP,
                            false,
                            hasLogins ? Offers.Login.ANYHOW : Offers.Login.NEVER,
                            inbound.to());
            case ListenOn.Lmtp _ ->
                    new Offers(Offers.Protocol.LMTP, false, Offers.Login.NEVER, Set.of());
            case ListenOn.Loopback _, ListenOn.Public _, ListenOn.Inherited _ -> {
                boolean hasTls = inbound.identity().isPresent();
                yield new Offers(
                        Offers.Protocol.SMTP,
                        hasTls,
                        hasTls && hasLogins ? Offers.Login.INSIDE_TLS : Offers.Login.NEVER,
                        inbound.to());
            }
        };
    }

    private static String address(SocketChannel channel) throws IOException {
        return network(channel).map(InetAddress::getHostAddress).orElse("");
    }

    private static Optional<InetAddress> network(SocketChannel channel) throws IOException {
        return channel.getRemoteAddress() instanceof InetSocketAddress remote
                ? Optional.of(remote.getAddress())
                : Optional.empty();
    }

    private Client client(SocketChannel channel) throws IOException {
        Standing standing = isTls() ? Standing.SECURE : Standing.NONE;
        if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return new Client(literal(remote.getAddress()), Optional.empty(), standing);
        }
        var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return new Client("local socket", Optional.of(peer.user().getName()), standing);
    }

    /// RFC 5321 section 4.1.3.
    private static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }

    /// RFC 5321 section 4.3.1: the client waits for the greeting. One that does not reads no
    /// replies either, and is no mail program.
    private static boolean hasSpoken(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        int read = channel.read(ByteBuffer.allocate(1));
        channel.configureBlocking(true);
        return read > 0;
    }

    private static void say(SocketChannel channel, Reply reply) throws IOException {
        channel.write(ByteBuffer.wrap(reply.wire()));
    }

    /// Closing a socket with octets unread would make the system throw away the last reply, so they
    /// are read, within reason.
    private void drain(SocketChannel channel) throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        channel.shutdownOutput();
        try (var patience = new Patience(channel, timer)) {
            patience.allow(DRAIN);
            ByteBuffer rest = ByteBuffer.allocate(8192);
            int octets = 0;
            int read = 0;
            while (read >= 0 && octets < DRAIN_OCTETS) {
                rest.clear();
                read = channel.read(rest);
                octets += Math.max(0, read);
            }
        }
    }

    /// After that nobody's time runs out any more.
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
