package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and an IMAP server, lets everything through, and does harm once, at a
/// command.
final class FaultProxy implements AutoCloseable {

    enum Fault {
        /// The server never hears of the command.
        BEFORE,
        /// The server carries it out; its answer never comes.
        AFTER,
        /// The answer comes in part.
        IN_THE_ANSWER,
        /// The answer never comes, and nothing after it; the connection stays open.
        SILENCE,
        /// The answer comes octet by octet.
        DRIP,
        /// Octets of no meaning come in place of the answer, and then what follows it.
        NOISE,
        /// The answer comes without its middle, and then what follows it.
        GAP;

        /// Whether the connection is of any use after it.
        boolean isOfBreaking() {
            return switch (this) {
                case BEFORE, AFTER, IN_THE_ANSWER, SILENCE -> true;
                case DRIP, NOISE, GAP -> false;
            };
        }
    }

    private static final int DRIPPED = 4000;

    private final ServerSocket listener;
    private final int server;
    private final String command;
    private final Fault fault;
    private final AtomicInteger met = new AtomicInteger();

    /// @param server its port
    /// @param command a line that holds this is where it breaks, the first time
    FaultProxy(int server, String command, Fault fault) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.command = command;
        this.fault = fault;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Whether the command was ever said.
    boolean isMet() {
        return met.get() > 0;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                var isHarmed = new AtomicBoolean();
                Thread.ofVirtual().start(() -> up(client, behind, isHarmed));
                Thread.ofVirtual().start(() -> down(client, behind, isHarmed));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void up(Socket client, Socket behind, AtomicBoolean isHarmed) {
        try (client;
                behind) {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                String said = new String(buffer, 0, count, ISO_8859_1).toUpperCase(Locale.ROOT);
                if (said.contains(command) && met.getAndIncrement() == 0) {
                    if (fault == Fault.BEFORE) {
                        return;
                    }
                    isHarmed.set(true);
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException _) {
            // The other side is gone.
        }
    }

    private void down(Socket client, Socket behind, AtomicBoolean isHarmed) {
        try (client;
                behind) {
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                if (isHarmed.get()) {
                    if (!harm(buffer, count, out, isHarmed)) {
                        return;
                    }
                } else {
                    out.write(buffer, 0, count);
                    out.flush();
                }
            }
        } catch (IOException _) {
            // The other side is gone.
        }
    }

    /// @return whether the connection goes on
    private boolean harm(byte[] octets, int count, OutputStream out, AtomicBoolean isHarmed)
            throws IOException {
        switch (fault) {
            case BEFORE, AFTER -> {
                return false;
            }
            case IN_THE_ANSWER -> {
                out.write(octets, 0, count / 2);
                return false;
            }
            case SILENCE -> {}
            case DRIP -> {
                int dripped = Math.min(count, DRIPPED);
                for (int i = 0; i < dripped; i++) {
                    out.write(octets[i]);
                    out.flush();
                }
                out.write(octets, dripped, count - dripped);
                out.flush();
            }
            case NOISE -> {
                byte[] noise = new byte[count];
                new Random(count).nextBytes(noise);
                out.write(noise);
                out.flush();
                isHarmed.set(false);
            }
            case GAP -> {
                out.write(octets, 0, count / 3);
                out.write(octets, count - count / 3, count / 3);
                out.flush();
                isHarmed.set(false);
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
