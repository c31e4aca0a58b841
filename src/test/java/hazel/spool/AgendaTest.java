package hazel.spool;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AgendaTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path dir;

    private Instant now = NOON;
    private final List<QueueId> read = new ArrayList<>();
    private final List<QueueId> worked = new ArrayList<>();
    private Spool spool;
    private Agenda agenda;

    @BeforeEach
    void open() throws MailException {
        spool = Spool.open(dir, new Limits(100, 1 << 20, 1 << 20, 10, 0), () -> now);
        agenda =
                new Agenda(
                        spool,
                        item -> {
                            read.add(item.id());
                            return item.held().isEmpty() ? item.notBefore() : Instant.MAX;
                        });
    }

    @Test
    void whatWaitsIsReadOnceUntilItIsDue() throws MailException {
        QueueId early = accept(Duration.ofMinutes(5));
        QueueId late = accept(Duration.ofMinutes(9));
        assertThat(look()).contains(NOON.plusSeconds(300));
        assertThat(look()).contains(NOON.plusSeconds(300));
        assertThat(read).containsExactlyInAnyOrder(early, late);
        now = NOON.plusSeconds(300);
        assertThat(look()).contains(NOON.plusSeconds(540));
        assertThat(worked).containsExactly(early);
    }

    @Test
    void whatSomebodyWroteToIsReadAgain() throws MailException {
        QueueId id = accept(Duration.ofMinutes(5));
        look();
        spool.record(id, new Entry.Held("by hand"));
        assertThat(look()).isEmpty();
        spool.record(id, new Entry.Released(), new Entry.NotBefore(now));
        look();
        assertThat(worked).containsExactly(id);
        assertThat(read).hasSize(3);
    }

    @Test
    void whatIsGoneOrDamagedStopsNothing() throws Exception {
        QueueId gone = accept(Duration.ofMinutes(5));
        QueueId damaged = accept(Duration.ofMinutes(6));
        QueueId whole = accept(Duration.ZERO);
        look();
        spool.remove(gone);
        Files.writeString(dir.resolve("q").resolve(damaged + ".env"), "nonsense\n");
        assertThat(look()).isEmpty();
        assertThat(worked).containsOnly(whole);
    }

    private Optional<Instant> look() throws MailException {
        return agenda.look(now, item -> worked.add(item.id()));
    }

    private QueueId accept(Duration wait) throws MailException {
        var to = new Address("", "bob", "far.test");
        return spool.accept(
                new Envelope(Optional.empty(), List.of(to)),
                "x\r\n".getBytes(US_ASCII),
                Map.of(),
                now.plus(wait));
    }
}
