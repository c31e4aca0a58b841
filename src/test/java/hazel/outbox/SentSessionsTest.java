package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class SentSessionsTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final MessageId LUNCH = new MessageId("lunch@example.org");
    private static final MessageId TEA = new MessageId("tea@example.org");

    @TempDir private Path dir;

    private static SentSession session(MessageId message, Instant began, String id) {
        return new SentSession(
                message,
                "mail.example.org",
                began,
                Optional.of(id).filter(i -> !i.isEmpty()),
                List.of("  0.001 -- connecting", "  0.020 S: 250 OK id=" + id));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("sessions"))) {
            return files.toList();
        }
    }

    @Test
    void whatIsKeptIsGivenBackTheOldestFirst() throws Exception {
        SentSessions sessions = SentSessions.in(dir);
        assertThat(sessions.of(LUNCH)).isEmpty();
        SentSession second = session(LUNCH, NOON.plusSeconds(900), "10sPdr-1");
        SentSession first = session(LUNCH, NOON, "");
        sessions.keep(second);
        sessions.keep(first);
        sessions.keep(session(TEA, NOON, "10sPdr-2"));

        assertThat(sessions.of(LUNCH)).containsExactly(first, second);
        assertThat(sessions.takenAs("10sPdr")).containsExactlyInAnyOrder(LUNCH, TEA);
        assertThat(sessions.takenAs("10sPdr-1")).containsExactly(LUNCH);
        assertThat(sessions.takenAs("Pdr")).isEmpty();
    }

    @Test
    void nobodyElseCanReadThem() throws Exception {
        SentSessions.in(dir).keep(session(LUNCH, NOON, "x1"));

        assertThat(Files.getPosixFilePermissions(dir.resolve("sessions")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(files().getFirst()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void afterThirtyDaysTheyGo() throws Exception {
        SentSessions sessions = SentSessions.in(dir);
        sessions.keep(session(LUNCH, NOON, "x1"));
        sessions.prune(NOON.plus(Duration.ofDays(30)));
        assertThat(sessions.of(LUNCH)).hasSize(1);

        sessions.keep(session(TEA, NOON.plus(Duration.ofDays(30)).plusSeconds(1), "x2"));
        assertThat(sessions.of(LUNCH)).isEmpty();
        assertThat(files()).hasSize(1);
    }

    @Test
    void aLongSessionKeepsItsBeginningAndItsEnd() throws Exception {
        List<String> lines =
                IntStream.range(0, 5000).mapToObj(i -> i + " " + "x".repeat(990)).toList();
        SentSessions sessions = SentSessions.in(dir);
        sessions.keep(new SentSession(LUNCH, "a", NOON, Optional.empty(), lines));

        List<String> kept = sessions.of(LUNCH).getFirst().lines();
        assertThat(kept).hasSize(33).startsWith(lines.getFirst()).endsWith(lines.getLast());
        assertThat(kept.get(16)).isEqualTo("        -- 4968 lines are left out");
        assertThat(Files.size(files().getFirst())).isLessThan(34_000);
    }

    @Test
    void whatIsNoSessionIsPassedBy() throws Exception {
        SentSessions sessions = SentSessions.in(dir);
        sessions.keep(session(LUNCH, NOON, "x1"));
        Path file = files().getFirst();
        for (String damaged : List.of("", "\n", "Message-ID: \n\n", "Message-ID: a b\n\nx", "x")) {
            Files.writeString(file, damaged);
            assertThat(sessions.of(LUNCH)).as(damaged).isEmpty();
            assertThat(sessions.takenAs("")).as(damaged).isEmpty();
        }
        Files.writeString(dir.resolve("sessions/notes.txt"), "mine");
        sessions.prune(NOON.plus(Duration.ofDays(99)));
        assertThat(files()).containsExactly(dir.resolve("sessions/notes.txt"));
    }
}
