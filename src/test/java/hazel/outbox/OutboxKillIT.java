package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Strace;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.spool.Item;
import hazel.spool.Recipient.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A process is killed at each call to the system that changes its spool or speaks to the server.
/// After each death the next process must find every acknowledged message, and send none twice.
class OutboxKillIT {

    private static final String TAKEN =
            """
            S: 220 a
            C: EHLO
            S: 250 a
            C: MAIL
            S: 250 OK
            C: RCPT
            S: 250 OK
            C: RCPT
            S: 250 OK
            C: DATA
            S: 354 go
            D:
            S: 250 2.0.0 queued
            C: QUIT
            S: 221 bye
            """;

    @TempDir Path home;
    private final Map<Path, ScriptedServer> servers = new ConcurrentHashMap<>();
    private final AtomicInteger uncertain = new AtomicInteger();

    @Test
    void whereverItDiesNothingIsLostAndNothingSentTwice() throws Exception {
        Strace.assumeInstalled();
        var strace =
                new Strace(home, KilledSender.class, dir -> List.of(Integer.toString(serve(dir))));
        int killed = strace.killAtEachCall(_ -> {}, (dir, _) -> checkBoth(dir));

        assertThat(killed).isGreaterThanOrEqualTo(50);
        // Only a death between the dot and the recorded answer may leave a message to its sender.
        assertThat(uncertain.get()).isBetween(1, killed / 5);
    }

    private int serve(Path dir) {
        try {
            var server = new ScriptedServer(TAKEN);
            servers.put(dir, server);
            return port(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(ScriptedServer server) {
        return ((Server.Place.Tcp) server.server().place()).port();
    }

    private void checkBoth(Path dir) throws Exception {
        try (ScriptedServer server = servers.get(dir)) {
            Outbox outbox = KilledSender.outbox(dir, port(server));
            outbox.runDue(Instant.now());
            outbox.runDue(Instant.now());
            server.close();
            for (int size = 1; size <= 2; size++) {
                if (check(dir, server, outbox, size)) {
                    uncertain.incrementAndGet();
                }
            }
        }
    }

    /// Whether the message of that size waits for a person.
    private static boolean check(Path dir, ScriptedServer server, Outbox outbox, int size)
            throws Exception {
        String at = dir.getFileName() + ", message " + size;
        long sent = server.heard().stream().filter(("message " + (size + 2))::equals).count();
        List<Item> left = outbox.list().stream().filter(i -> i.size() == size).toList();
        boolean uncertain =
                left.size() == 1 && left.getFirst().in(State.UNCERTAIN).equals(List.of(0, 1));
        if (Files.exists(dir.resolve("acknowledged-" + size))) {
            assertThat((sent == 1 && left.isEmpty()) || uncertain).as(at).isTrue();
        }
        assertThat(sent).as(at).isLessThanOrEqualTo(1);
        assertThat(left.isEmpty() || uncertain).as(at).isTrue();
        assertThat(Files.exists(dir.resolve("filed-" + size)))
                .as(at + " filed")
                .isEqualTo(sent == 1 && !uncertain);
        return uncertain;
    }
}
