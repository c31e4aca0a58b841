package hazel.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Strace;
import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.smtp.Server;
import hazel.spool.Spool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process that queues two messages, notes that, and sends them; it is there to be let down.
final class KilledSender {

    private KilledSender() {}

    /// @param args the directory of the spool, the port of the server
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        Strace.work(dir, () -> send(dir, Integer.parseInt(args[1])));
    }

    private static void send(Path dir, int port) throws Exception {
        Outbox outbox = outbox(dir, port);
        for (int size = 1; size <= 2; size++) {
            outbox.enqueue(
                    new Envelope(
                            Address.parse("ada@example.org"),
                            List.of(
                                    new Address("", "bob", "example.net"),
                                    new Address("", "eve", "example.net"))),
                    "x".repeat(size).getBytes(UTF_8),
                    new SendOptions("work", Instant.EPOCH, Optional.of("sent"), Map.of()));
            Files.createFile(dir.resolve(Strace.NOTE + size));
        }
        outbox.runDue(Instant.now());
    }

    static Outbox outbox(Path dir, int port) throws Exception {
        Server server = Server.tcp("127.0.0.1", port, Server.Tls.NONE_LOOPBACK_ONLY);
        Filing filing =
                (_, _, message) -> {
                    Path copy = dir.resolve("filed-" + message.length);
                    if (!copy.toFile().mkdir() && !Files.exists(copy)) {
                        throw new MailException(new Problem.CannotWrite("sent", "no copy"));
                    }
                };
        return new Outbox(
                Spool.open(dir.resolve("spool")), _ -> new Route.Smtp(server), filing, _ -> {});
    }
}
