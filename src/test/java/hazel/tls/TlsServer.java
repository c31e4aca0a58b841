package hazel.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A server that plays one script to every client.
///
/// `S:` says a line, `R:` octets as they are (`\r` and `\n` are escapes), `C:` reads a line that
/// must begin so, `T:` makes the handshake of TLS. At the end, and at a line it did not expect, it
/// waits for the client to close.
public final class TlsServer implements AutoCloseable {

    private final ServerSocket socket;
    private final SSLContext tls;
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    public TlsServer(SSLContext tls, String script) throws IOException {
        this.tls = tls;
        this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        this.thread = Thread.ofVirtual().start(() -> serve(script));
    }

    /// TLS at once, and then nothing.
    public TlsServer(TestCertificate certificate) throws Exception {
        this(certificate.context(), "T:");
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// Every line that was read, in order.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve(String script) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                play(script, client);
            } catch (IOException e) {
                heard.add("(broken)");
            }
        }
    }

    private void play(String script, Socket first) throws IOException {
        Socket client = first;
        for (String step : script.lines().filter(l -> !l.isBlank()).toList()) {
            String text = step.length() > 3 ? step.substring(3) : "";
            switch (step.substring(0, 2)) {
                case "S:" -> say(client, text + "\r\n");
                case "R:" -> say(client, text.replace("\\r", "\r").replace("\\n", "\n"));
                case "C:" -> {
                    String line = line(client.getInputStream());
                    heard.add(line);
                    if (!line.startsWith(text)) {
                        return;
                    }
                }
                case "T:" -> {
                    var secure =
                            (SSLSocket) tls.getSocketFactory().createSocket(client, null, 0, true);
                    secure.setUseClientMode(false);
                    secure.startHandshake();
                    client = secure;
                }
                default -> throw new IllegalArgumentException(step);
            }
        }
        for (String more = line(client.getInputStream());
                !more.isEmpty();
                more = line(client.getInputStream())) {
            heard.add(more);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }
}
