package hazel.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.pop3.Pop3Server.Protection;
import hazel.sasl.Login;
import hazel.tls.Trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A POP3 server with a maildrop in memory, as good or as bad as a test wants it. What is deleted
/// is gone with QUIT, as RFC 1939 has it.
public final class FakeServer implements AutoCloseable {

    /// A message and the name it has here.
    record Held(String name, byte[] octets) {}

    private final ServerSocket socket;
    private final Thread thread;
    private final List<Held> drop = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /// Set by a test, before it connects.
    volatile boolean hasUidl = true;

    volatile boolean hasTop = true;
    volatile boolean hasCapa = true;

    /// The connection is cut in the middle of the answer to this command of a session; 0 for never.
    volatile int cutAt;

    /// Whether every message is said to have a hundred octets.
    volatile boolean liesOfSizes;

    /// Whether QUIT is answered and the deleted messages stay.
    volatile boolean forgetsToDelete;

    public FakeServer() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    Pop3Server server() {
        return new Pop3Server(
                "127.0.0.1",
                socket.getLocalPort(),
                Protection.LOOPBACK_ONLY,
                new Login("ada", "secret"),
                Trust.SYSTEM,
                Duration.ofSeconds(20));
    }

    public void put(String name, String message) {
        put(name, message.replace("\n", "\r\n").getBytes(UTF_8));
    }

    void put(String name, byte[] message) {
        drop.add(new Held(name, message));
    }

    /// The names of the messages that are there.
    public List<String> names() {
        return drop.stream().map(Held::name).toList();
    }

    void rename(java.util.function.UnaryOperator<String> to) {
        drop.replaceAll(h -> new Held(to.apply(h.name()), h.octets()));
    }

    void clear() {
        drop.clear();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    public long count(String command) {
        return heard.stream().filter(l -> l.startsWith(command)).count();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                session(client);
            } catch (IOException e) {
                heard.add("(broken)");
            }
        }
    }

    private void session(Socket client) throws IOException {
        List<Held> mine = List.copyOf(drop);
        var deleted = new TreeSet<Integer>();
        client.getOutputStream().write("+OK ready <1.2@fake>\r\n".getBytes(UTF_8));
        int commands = 0;
        for (String line = line(client); !line.isEmpty(); line = line(client)) {
            heard.add(line);
            commands++;
            byte[] answer = answer(line, mine, deleted);
            boolean isCut = commands == cutAt;
            client.getOutputStream().write(answer, 0, isCut ? answer.length / 2 : answer.length);
            client.getOutputStream().flush();
            if (isCut) {
                return;
            }
            if (line.equals("QUIT")) {
                if (!forgetsToDelete) {
                    deleted.forEach(n -> drop.remove(mine.get(n - 1)));
                }
                return;
            }
        }
    }

    private byte[] answer(String line, List<Held> mine, TreeSet<Integer> deleted)
            throws IOException {
        String[] words = line.split(" ");
        int number =
                words.length > 1 && words[1].matches("[0-9]+") ? Integer.parseInt(words[1]) : 0;
        return switch (words[0]) {
            case "CAPA" ->
                    hasCapa
                            ? text(
                                    "+OK\r\nUSER\r\n"
                                            + (hasUidl ? "UIDL\r\n" : "")
                                            + (hasTop ? "TOP\r\n" : "")
                                            + ".\r\n")
                            : text("-ERR what\r\n");
            case "LIST" ->
                    text(
                            "+OK\r\n"
                                    + lines(mine, h -> "" + (liesOfSizes ? 100 : h.octets().length))
                                    + ".\r\n");
            case "UIDL" ->
                    hasUidl
                            ? text("+OK\r\n" + lines(mine, Held::name) + ".\r\n")
                            : text("-ERR what\r\n");
            case "TOP" -> hasTop ? message(header(mine.get(number - 1))) : text("-ERR what\r\n");
            case "RETR" -> message(mine.get(number - 1).octets());
            case "DELE" -> {
                deleted.add(number);
                yield text("+OK\r\n");
            }
            default -> text("+OK\r\n");
        };
    }

    private static byte[] header(Held held) {
        String all = new String(held.octets(), ISO_8859_1);
        return all.substring(0, all.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    }

    private static String lines(List<Held> mine, java.util.function.Function<Held, String> of) {
        Map<Integer, String> lines = new LinkedHashMap<>();
        mine.forEach(h -> lines.put(lines.size() + 1, of.apply(h)));
        return lines.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue() + "\r\n")
                .collect(Collectors.joining());
    }

    private static byte[] message(byte[] octets) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(text("+OK message follows\r\n"));
        boolean atStart = true;
        for (byte b : octets) {
            if (atStart && b == '.') {
                out.write('.');
            }
            out.write(b);
            atStart = b == '\n';
        }
        out.write(text(atStart ? ".\r\n" : "\r\n.\r\n"));
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static String line(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }

    @Override
    public String toString() {
        return names().toString().toLowerCase(Locale.ROOT);
    }
}
