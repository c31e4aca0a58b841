package hazel.relay;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.Reason;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// One way in: a bound socket, a thread that accepts, and a virtual thread for each client.
final class Listener implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger("hazel.relay");
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ListenOn where;
    private final ServerSocketChannel server;
    private final Welcome welcome;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Listener(ListenOn where, ServerSocketChannel server, Welcome welcome) {
        this.where = where;
        this.server = server;
        this.welcome = welcome;
    }

    /// Binds and begins to accept.
    ///
    /// @throws MailException with [Problem.Busy] where another program listens there already
    static Listener open(ListenOn where, Welcome.Service service) throws MailException {
        try {
            if (where instanceof ListenOn.Inherited(var inherited, var as)) {
                return started(as, inherited, service);
            }
            ServerSocketChannel server =
                    switch (way(where)) {
                        case ListenOn.Unix(var socket) -> bindUnix(socket);
                        case ListenOn.Loopback(var address, _) -> bindTcp(address);
                        case ListenOn.Public(var address, _) -> bindTcp(address);
                        case ListenOn.Lmtp _, ListenOn.Inherited _ ->
                                throw new IllegalStateException("no socket: " + where);
                    };
            return started(where, server, service);
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(
                            where.toString(), "cannot listen on " + where + ": " + Reason.of(e)),
                    e);
        }
    }

    private static Listener started(
            ListenOn where, ServerSocketChannel server, Welcome.Service service) {
        var listener = new Listener(where, server, new Welcome(where, service));
        Thread.ofVirtual().name("relay-accept").start(listener::accept);
        return listener;
    }

    /// The socket of a way in, whatever is spoken there.
    private static ListenOn way(ListenOn where) {
        return where instanceof ListenOn.Lmtp(var local) ? local : where;
    }

    private static ServerSocketChannel bindTcp(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address);
        return server;
    }

    private static ServerSocketChannel bindUnix(Path socket) throws IOException, MailException {
        makePrivate(Optional.ofNullable(socket.toAbsolutePath().getParent()).orElse(socket));
        var address = UnixDomainSocketAddress.of(socket);
        if (Files.exists(socket)) {
            if (answers(address)) {
                throw new MailException(
                        new Problem.Busy(
                                socket.toString(), socket + " is in use by another relay"));
            }
            Files.delete(socket); // left behind by one that died
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(address);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return server;
    }

    /// Only a directory nobody else can enter keeps others from a socket on every system.
    private static void makePrivate(Path directory) throws IOException, MailException {
        var owner = PosixFilePermissions.fromString("rwx------");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(owner));
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
        if (!owner.containsAll(mode)) {
            throw new MailException(
                    new Problem.BadConfig(
                            "relay.listen",
                            0,
                            directory
                                    + " can be entered by others; put the socket into a directory"
                                    + " with mode 700"));
        }
    }

    private static boolean answers(UnixDomainSocketAddress address) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// Where it really listens, the port chosen where 0 was asked for.
    SocketAddress address() throws MailException {
        try {
            return server.getLocalAddress();
        } catch (IOException e) {
            throw new MailException(
                    new Problem.Failed(where.toString(), "not open: " + Reason.of(e)), e);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                open.add(channel);
                Thread.ofVirtual().name("relay-client").start(() -> welcome(channel));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOGGER.log(
                        System.Logger.Level.WARNING, "accepting a connection: {0}", e.toString());
                LockSupport.parkNanos(PAUSE.toNanos()); // out of files, most likely
            }
        }
    }

    private void welcome(SocketChannel channel) {
        try {
            welcome.receive(channel);
        } finally {
            open.remove(channel);
        }
    }

    /// Takes no more clients and hangs up on those it has. A message whose 250 was not said is the
    /// client's still.
    @Override
    public void close() {
        welcome.close();
        try {
            server.close();
            if (way(where) instanceof ListenOn.Unix(var socket)) {
                Files.deleteIfExists(socket);
            }
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "closing a way in: {0}", e.toString());
        }
    }
}
