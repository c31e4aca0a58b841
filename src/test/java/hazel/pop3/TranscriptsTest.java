package hazel.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.sasl.Login;
import hazel.tls.Trust;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/// What servers of the world answered, as the project MailKit wrote it down: each answer in a
/// session that is ordinary else.
class TranscriptsTest {

    static Stream<Path> transcripts() throws IOException {
        return Corpus.files("pop3-transcripts/mailkit").stream()
                .filter(f -> f.toString().endsWith(".txt"));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void whateverIsAnsweredIsUnderstoodOrRefused(Path file) throws Exception {
        String name = file.getFileName().toString();
        String verb = name.replaceFirst("^[a-z]+-", "").replaceFirst("[^a-z].*", "");
        String said =
                Files.readString(file, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .replace("\n", "\r\n");
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(listener, verb, said));
            Throwable thrown = catchThrowable(() -> session(listener.getLocalPort()));
            if (verb.matches("list|uidl") && !said.endsWith("\r\n.\r\n")) {
                // The answer for one message, where all were asked for: its end never comes.
                assertThat(thrown)
                        .isInstanceOf(MailException.class)
                        .hasMessageContaining("did not answer in time");
            } else {
                assertThat(thrown).isNull();
            }
        }
    }

    private static void session(int port) throws MailException {
        var server =
                new Pop3Server(
                        "127.0.0.1",
                        port,
                        Pop3Server.Protection.LOOPBACK_ONLY,
                        new Login("ada", "secret"),
                        Trust.SYSTEM,
                        Duration.ofMillis(500));
        try (Pop3Client client = Pop3Client.open(server)) {
            var _ = client.sizes();
            var _ = client.names();
        }
    }

    private static void serve(ServerSocket listener, String verb, String said) {
        try (Socket client = listener.accept()) {
            OutputStream out = client.getOutputStream();
            say(out, verb.equals("greeting") ? said : "+OK ready\r\n");
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String heard = line.toLowerCase(Locale.ROOT);
                String usual =
                        switch (heard) {
                            case "capa" -> "+OK\r\nUSER\r\n.\r\n";
                            case "list", "uidl" -> "+OK\r\n1 100\r\n.\r\n";
                            default -> "+OK\r\n";
                        };
                say(out, heard.startsWith(verb) ? said : usual);
            }
        } catch (IOException _) {
            // The client is gone.
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
