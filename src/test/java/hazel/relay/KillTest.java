package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.relay.session.AtHome;
import hazel.relay.session.Reach;
import hazel.spool.Spool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A relay in a process of its own is killed, without a warning, while it takes mail and delivers
/// it. What it answered 250 for must be there in the end, once, or twice where the kill fell
/// between a delivery and its entry in the journal.
class KillTest {

    private static final int ROUNDS = 6;

    @TempDir private Path dir;

    /// The process: delivers by appending a line to a file, one a message.
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            Relay relay =
                    Relay.start(
                            Relays.settings(
                                    dir.resolve("relay"),
                                    Relays.LIMITS,
                                    Relays.loopback(Reach.LOCAL_ONLY)),
                            new Relay.Wiring(
                                    delivery(dir),
                                    Optional.empty(),
                                    InstantSource.system(),
                                    () -> 0));
            var address = (InetSocketAddress) relay.addresses().getFirst();
            System.out.println(address.getPort());
            System.out.flush();
            if (System.in.read() < 0) {
                relay.close();
            }
        }

        static LocalDelivery delivery(Path dir) {
            return (_, _, message) -> append(dir.resolve("delivered"), subject(message));
        }

        private static void append(Path file, String subject) throws MailException {
            try {
                Files.writeString(
                        file,
                        subject + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        StandardOpenOption.SYNC);
            } catch (IOException e) {
                throw new MailException(new Problem.CannotWrite(file.toString(), "" + e), e);
            }
        }

        private static String subject(byte[] message) {
            return Letter.read(message).first("Subject").orElse("?");
        }
    }

    @Test
    void whatWasAnswered250IsNeverLost() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process relay = start();
            int port = port(relay);
            // Each round is killed after another number of octets of another message.
            sendUntilKilled(relay, port, round, acknowledged);
            relay.waitFor();
        }
        deliverTheRest();

        List<String> delivered = Files.readAllLines(dir.resolve("delivered"));
        assertThat(acknowledged).isNotEmpty();
        assertThat(delivered).containsAll(acknowledged);
        long duplicates = delivered.size() - delivered.stream().distinct().count();
        assertThat(duplicates).isLessThanOrEqualTo(ROUNDS);
        assertThat(delivered).doesNotContain("?");
    }

    private static void sendUntilKilled(
            Process relay, int port, int round, List<String> acknowledged) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            in.readLine();
            say(out, "HELO a");
            in.readLine();
            for (int n = 0; ; n++) {
                String subject = "round " + round + " message " + n;
                for (String line : List.of("MAIL FROM:<>", "RCPT TO:<ada@home.test>", "DATA")) {
                    say(out, line);
                    in.readLine();
                }
                say(out, "Subject: " + subject + "\r\n\r\nhi\r\n.");
                if (n == 3 + round) {
                    relay.destroyForcibly(); // SIGKILL, while it takes this message
                }
                String reply = in.readLine();
                if (reply == null) {
                    return;
                }
                if (reply.startsWith("250 ")) {
                    acknowledged.add(subject);
                }
            }
        } catch (IOException e) {
            assertThat(relay.waitFor(10, TimeUnit.SECONDS)).isTrue(); // reset by the kill
        }
    }

    private static void say(java.io.OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void deliverTheRest() throws MailException {
        Path queue = dir.resolve("relay");
        Spool spool = Spool.open(queue);
        var rest =
                new Delivery(
                        spool,
                        new Delivery.Parts(
                                "mx.test",
                                AtHome.LOCALS.router(),
                                new LastStep("mx.test", Main.delivery(dir)),
                                _ -> parcel -> parcel.all(Outcome.deferred("", "450 no way")),
                                Retries.DEFAULT,
                                () -> 0,
                                1,
                                InstantSource.system(),
                                new RelayLog(queue, InstantSource.system())),
                        () -> {});
        rest.recover();
        rest.round();
        assertThat(spool.items()).isEmpty();
        assertThat(spool.damaged()).isEmpty();
    }

    private Process start() throws IOException, URISyntaxException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        place(KillTest.class) + File.pathSeparator + place(Relay.class),
                        Main.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(Process relay) throws IOException {
        var reader = relay.inputReader();
        return Integer.parseInt(reader.readLine());
    }

    private static String place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }
}
