package hazel.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Does what a [StartTlsCase] says, and inside TLS what any server does that has no mail.
final class StartTlsServer implements AutoCloseable {

    private final ServerSocket listener;
    private final SSLContext tls;
    private final StartTlsCase of;
    private final List<String> clear = new CopyOnWriteArrayList<>();
    private final List<String> inside = new CopyOnWriteArrayList<>();

    StartTlsServer(SSLContext tls, StartTlsCase of) throws IOException {
        this.tls = tls;
        this.of = of;
        this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// What was heard outside TLS.
    List<String> clear() {
        return clear;
    }

    /// What was heard in TLS.
    List<String> inside() {
        return inside;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client, of.greeting());
            for (Optional<String> line = line(client); line.isPresent(); line = line(client)) {
                String said = line.get();
                clear.add(said);
                if (isStartTls(said)) {
                    say(client, of.startTls().map(a -> tagged(a, said)).orElse(go(said)));
                    if (of.isTransition() && !of.overrides().containsKey("starttls")) {
                        protectedly(client);
                        return;
                    }
                } else {
                    say(client, answer(said, of.offers()));
                }
            }
        } catch (IOException _) {
            // The client is gone.
        }
    }

    private void protectedly(Socket client) throws IOException {
        var secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, 0, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        for (Optional<String> line = line(secure); line.isPresent(); line = line(secure)) {
            inside.add(line.get());
            say(secure, answer(line.get(), of.offersInside()));
        }
    }

    private static String tagged(String answer, String line) {
        return answer.replace("<tag>", line.split(" ")[0]);
    }

    private static boolean isStartTls(String line) {
        String said = line.toUpperCase(Locale.ROOT);
        return said.endsWith("STARTTLS") || said.equals("STLS");
    }

    private String go(String line) {
        return switch (of.protocol()) {
            case IMAP -> line.split(" ")[0] + " OK begin TLS\r\n";
            case POP3 -> "+OK begin TLS\r\n";
            case SMTP -> of.overrides().getOrDefault("starttls", "220 begin TLS\r\n");
        };
    }

    private String answer(String line, List<String> offers) {
        String verb = line.split(" ")[0].toLowerCase(Locale.ROOT);
        return switch (of.protocol()) {
            case IMAP -> imap(line, offers);
            case POP3 ->
                    switch (verb) {
                        case "capa" -> "+OK\r\n" + lines(offers, "") + ".\r\n";
                        case "uidl", "list" -> "+OK\r\n.\r\n";
                        case "auth" -> "+ \r\n";
                        default -> "+OK\r\n";
                    };
            case SMTP ->
                    Optional.ofNullable(of.overrides().get(verb))
                            .or(() ->
                                    Optional.ofNullable(
                                            of.overrides().get(verb.toUpperCase(Locale.ROOT))))
                            .orElseGet(() ->
                                    switch (verb) {
                                        case "ehlo" ->
                                                "250-tester\r\n"
                                                        + lines(offers, "250-")
                                                        + "250 HELP\r\n";
                                        case "auth" -> "235 2.7.0 in\r\n";
                                        case "quit" -> "221 bye\r\n";
                                        default -> "250 so be it\r\n";
                                    });
        };
    }

    private static String lines(List<String> words, String before) {
        var lines = new StringBuilder();
        words.forEach(w -> lines.append(before).append(w).append("\r\n"));
        return lines.toString();
    }

    private static String imap(String line, List<String> offers) {
        String[] words = line.split(" ", 3);
        String verb = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        String done = words[0] + " OK done\r\n";
        return switch (verb) {
            case "CAPABILITY" -> "* CAPABILITY " + String.join(" ", offers) + " SASL-IR\r\n" + done;
            case "LIST" -> "* LIST () \"/\" INBOX\r\n" + done;
            case "SELECT" -> "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] so\r\n" + done;
            default -> done;
        };
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
        client.getOutputStream().flush();
    }

    private static Optional<String> line(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return Optional.empty();
            }
            line.append((char) c);
        }
        return Optional.of(line.toString().strip());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
