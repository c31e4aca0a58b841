package hazel.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A server that says what a transcript tells it to, to one client after another, each of which
/// gets the next script (the last one again and again).
///
/// `S:` says a line, `R:` says octets as they are (`\r`, `\n` and `\e` are escapes), `C:` reads a
/// line that must begin so, `D:` reads a message to its dot, `H:` only so many octets of it, `B:` a
/// chunk of so many, `E:` everything until the client closes. At the end of a script, and at a line
/// it did not expect, it closes; at `X:` it resets the connection.
public final class ScriptedServer implements AutoCloseable {

    /// A session as far as the message, which is for bob and eve.
    public static final String TO_DATA =
            """
            S: 220 a
            C: EHLO
            S: 250 a
            C: MAIL
            S: 250 OK
            C: RCPT TO:<bob
            S: 250 OK
            C: RCPT TO:<eve
            S: 250 OK
            C: DATA
            S: 354 go
            """;

    private final ServerSocket socket;
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    public ScriptedServer(String... scripts) throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(() -> serve(List.of(scripts)));
    }

    public Server server() {
        return Server.tcp("127.0.0.1", socket.getLocalPort(), Server.Tls.NONE_LOOPBACK_ONLY);
    }

    public Server server(Server.Tls tls) {
        return Server.tcp("127.0.0.1", socket.getLocalPort(), tls);
    }

    /// Every command line and, as one line, every whole message, in order.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /// How many whole messages came.
    public long messages() {
        return heard().stream().filter(l -> l.startsWith("message ")).count();
    }

    private void serve(List<String> scripts) {
        for (int n = 0; !socket.isClosed(); n++) {
            try (Socket client = socket.accept()) {
                play(scripts.get(Math.min(n, scripts.size() - 1)), client);
                if (!client.isClosed()) {
                    client.shutdownOutput();
                }
            } catch (IOException e) {
                heard.add("(broken)");
            }
        }
    }

    private void play(String script, Socket client) throws IOException {
        var in = new LineReader(client.getInputStream());
        for (String step : script.lines().filter(l -> !l.isBlank()).toList()) {
            String text = step.length() > 3 ? step.substring(3) : "";
            switch (step.substring(0, 2)) {
                case "S:" -> say(client, text + "\r\n");
                case "R:" ->
                        say(
                                client,
                                text.replace("\\r", "\r")
                                        .replace("\\n", "\n")
                                        .replace("\\e", "\u001b"));
                case "C:" -> {
                    Line line = in.next(4000);
                    heard.add(line.text());
                    if (!line.isWhole() || !line.text().startsWith(text)) {
                        return;
                    }
                }
                case "D:" -> {
                    if (!(DotStuffing.read(in, 100_000_000) instanceof Received.Complete c)) {
                        return;
                    }
                    heard.add("message " + c.message().length);
                }
                case "H:" -> {
                    for (int n = 0; n < Integer.parseInt(text); n++) {
                        in.read();
                    }
                }
                case "B:" -> {
                    var chunk = new StringBuilder();
                    for (int n = 0; n < Integer.parseInt(text); n++) {
                        chunk.append((char) in.read());
                    }
                    heard.add("chunk " + chunk);
                }
                case "E:" -> {
                    while (in.read() >= 0) {}
                }
                case "X:" -> {
                    client.setSoLinger(true, 0);
                    client.close();
                    return;
                }
                default -> throw new IllegalArgumentException(step);
            }
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }
}
