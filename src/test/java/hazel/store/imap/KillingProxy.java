package hazel.store.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a program and a server and kills the program at a step: just before or just after
/// the so-and-so-manieth piece of what they say to each other is passed on.
final class KillingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile int killAt;
    private volatile Optional<ProcessHandle> victim = Optional.empty();

    KillingProxy(int server) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void victim(ProcessHandle process) {
        victim = Optional.of(process);
    }

    /// @param step counted from now on, 1 for the first: odd ones before a piece, even ones after
    void killAt(int step) {
        steps.set(0);
        killAt = step;
    }

    /// Nobody is killed any more.
    void spare() {
        killAt = 0;
    }

    private void step() {
        if (killAt > 0 && steps.incrementAndGet() == killAt) {
            victim.ifPresent(ProcessHandle::destroyForcibly);
            victim.ifPresent(v -> v.onExit().join());
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                client.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(client, behind));
                Thread.ofVirtual().start(() -> pass(behind, client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                step();
                out.write(buffer, 0, count);
                out.flush();
                step();
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
