package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.spool.Item;
import hazel.spool.Recipient.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A process is killed at its first call to the system that writes, then at its second, and so on
/// until it runs through; the same for each call that syncs, renames, deletes or connects. After
/// each death the next process must find every acknowledged message, and send none twice.
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

    /// strace counts each of them by itself.
    private static final List<String> CALLS =
            List.of(
                    "write",
                    "fsync",
                    "fdatasync",
                    "rename",
                    "unlink",
                    "ftruncate",
                    "connect",
                    "mkdir");

    @TempDir Path home;

    @Test
    void whereverItDiesNothingIsLostAndNothingSentTwice() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/strace")), "skipped: strace is not installed");
        int points = 0;
        int uncertain = 0;
        for (String call : CALLS) {
            boolean throughout = false;
            for (int when = 1; !throughout; when++) {
                points++;
                Path dir = Files.createDirectory(home.resolve(call + "-" + when));
                try (var server = new ScriptedServer(TAKEN)) {
                    int port = ((Server.Place.Tcp) server.server().place()).port();
                    throughout = killed(dir, port, call, when) == 0;
                    Outbox outbox = KilledSender.outbox(dir, port);
                    outbox.runDue(Instant.now());
                    outbox.runDue(Instant.now());
                    server.close();
                    for (int size = 1; size <= 2; size++) {
                        uncertain += check(dir, server, outbox, size) ? 1 : 0;
                    }
                }
            }
        }

        assertThat(points).isGreaterThanOrEqualTo(50);
        // Only a death between the dot and the recorded answer may leave a message to its sender.
        assertThat(uncertain).isBetween(1, points / 5);
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

    private static int killed(Path dir, int port, String call, int when) throws Exception {
        Process process =
                new ProcessBuilder(
                                "/usr/bin/strace",
                                "-f",
                                "-qq",
                                "-o",
                                "/dev/null",
                                "-e",
                                "trace=" + call,
                                "-e",
                                "inject=" + call + ":signal=SIGKILL:when=" + when,
                                System.getProperty("java.home") + "/bin/java",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                classPath(),
                                "hazel.outbox.KilledSender",
                                dir.toString(),
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("out").toFile())
                        .start();
        return process.waitFor();
    }

    /// Where these classes came from: a launcher may have its own class path.
    private static String classPath() throws Exception {
        Path tests = root(KilledSender.class);
        return tests + ":" + root(Outbox.class);
    }

    private static Path root(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
