package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and an IMAP server, lets everything through, and breaks the connection
/// once, at a command.
final class FaultProxy implements AutoCloseable {

    enum Fault {
        /// The server never hears of the command.
        BEFORE,
        /// The server carries it out; its answer never comes.
        AFTER,
        /// The answer comes in part.
        IN_THE_ANSWER
    }

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
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                var broken = new AtomicInteger();
                Thread.ofVirtual().start(() -> up(client, behind, broken));
                Thread.ofVirtual().start(() -> down(client, behind, broken));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void up(Socket client, Socket behind, AtomicInteger broken) {
        try (client;
                behind) {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                String said = new String(buffer, 0, count, ISO_8859_1).toUpperCase(Locale.ROOT);
                if (said.contains(command) && met.getAndIncrement() == 0) {
                    switch (fault) {
                        case BEFORE -> {
                            behind.close();
                            return;
                        }
                        case AFTER -> broken.set(1);
                        case IN_THE_ANSWER -> broken.set(2);
                    }
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException _) {
            // The other side is gone.
        }
    }

    private static void down(Socket client, Socket behind, AtomicInteger broken) {
        try (client;
                behind) {
            InputStream in = behind.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                if (broken.get() == 1) {
                    return;
                }
                if (broken.get() == 2) {
                    out.write(buffer, 0, count / 2);
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException _) {
            // The other side is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
