package hazel.store.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hazel.sasl.Login;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/// A server that says what a test wants: for each line of the client's, some octets.
public final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /// @param answer from a command's tag and the command to what is said
    public ScriptedServer(String greeting, BiFunction<String, String, String> answer)
            throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            Socket client = listener.accept();
                            Thread.ofVirtual().start(() -> serve(client, greeting, answer));
                        }
                    } catch (IOException _) {
                        // Closed.
                    }
                });
    }

    private void serve(Socket client, String greeting, BiFunction<String, String, String> answer) {
        try (client) {
            OutputStream out = client.getOutputStream();
            out.write((greeting + "\r\n").getBytes(ISO_8859_1));
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                int space = line.indexOf(' ');
                String tag = space < 0 ? "" : line.substring(0, space);
                String said = answer.apply(tag, line.substring(space + 1));
                out.write(said.getBytes(ISO_8859_1));
                out.flush();
            }
        } catch (IOException _) {
            // The client is gone.
        }
    }

    /// What every ordinary server says, but for one command.
    public static String ordinary(String tag, String command) {
        String verb = command.replaceFirst(" .*", "");
        return switch (verb) {
            case "CAPABILITY" -> "* CAPABILITY IMAP4rev1 UIDPLUS MOVE\r\n" + tag + " OK\r\n";
            case "LIST" ->
                    command.equals("LIST \"\" \"\"")
                            ? "* LIST (\\Noselect) \"/\" \"\"\r\n" + tag + " OK\r\n"
                            : "* LIST () \"/\" INBOX\r\n" + tag + " OK\r\n";
            case "STATUS" ->
                    "* STATUS INBOX (MESSAGES 1 UNSEEN 0 UIDNEXT 2 UIDVALIDITY 9)\r\n"
                            + tag
                            + " OK\r\n";
            case "SELECT" ->
                    "* 1 EXISTS\r\n* OK [UIDVALIDITY 9] valid\r\n* OK [UIDNEXT 2] next\r\n"
                            + tag
                            + " OK\r\n";
            default ->
                    command.startsWith("UID SEARCH")
                            ? "* SEARCH 1\r\n" + tag + " OK\r\n"
                            : command.startsWith("UID FETCH")
                                    ? "* 1 FETCH (UID 1 FLAGS () INTERNALDATE"
                                            + " \"29-Nov-2026 12:00:00 +0000\" RFC822.SIZE 20"
                                            + " BODY[HEADER.FIELDS (SUBJECT)]<0> {14}\r\n"
                                            + "Subject: one\r\n)\r\n"
                                            + tag
                                            + " OK\r\n"
                                    : tag + " OK\r\n";
        };
    }

    List<String> heard() {
        return heard;
    }

    public int port() {
        return listener.getLocalPort();
    }

    ImapServer server(ImapServer.Protection protection) {
        return new ImapServer(
                "127.0.0.1",
                port(),
                protection,
                new Login("ada", "secret-word"),
                (socket, host) -> hazel.tls.Trust.SYSTEM.handshake(socket, host, socket.getPort()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
