package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/// Stands before a real server and leaves capabilities out of what it says that it offers, so that
/// what Hazel does without them meets a server all the same.
final class LesserServer implements AutoCloseable {

    private static final Pattern OFFER = Pattern.compile("CAPABILITY[^\\r\\n\\]]*");

    private final ServerSocket listener;
    private final int server;
    private final Set<String> missing;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    /// @param server its port
    /// @param missing capabilities, in capitals
    LesserServer(int server, Set<String> missing) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        this.missing = missing;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Whether any command held these words.
    boolean heard(String words) {
        return said.stream().anyMatch(line -> line.contains(words));
    }

    /// How many commands held these words.
    long times(String words) {
        return said.stream().filter(line -> line.contains(words)).count();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(behind);
                if (listener.isClosed()) {
                    close(); // which did not know these two
                    return;
                }
                Thread.ofVirtual().start(() -> pass(client, behind, true));
                Thread.ofVirtual().start(() -> pass(behind, client, false));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to, boolean isUp) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                String text = new String(buffer, 0, count, ISO_8859_1);
                if (isUp) {
                    said.add(text.toUpperCase(Locale.ROOT));
                }
                out.write(isUp ? text.getBytes(ISO_8859_1) : lessened(text));
                out.flush();
            }
        } catch (IOException _) {
            // The other side is gone.
        }
    }

    /// QUIRK: an answer that offers something comes in one piece on this machine.
    private byte[] lessened(String text) {
        return OFFER.matcher(text)
                .replaceAll(offer -> {
                    var left = new StringBuilder();
                    for (String word : offer.group().split(" ")) {
                        boolean isLeft = !missing.contains(word.toUpperCase(Locale.ROOT));
                        left.append(isLeft ? (left.isEmpty() ? "" : " ") + word : "");
                    }
                    return java.util.regex.Matcher.quoteReplacement(left.toString());
                })
                .getBytes(ISO_8859_1);
    }

    /// With all its connections.
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
