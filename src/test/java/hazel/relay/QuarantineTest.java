package hazel.relay;

import static hazel.relay.session.AtHome.LOCALS;
import static hazel.relay.session.AtHome.SMALL;
import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.relay.session.AtHome;
import hazel.relay.session.Command;
import hazel.relay.session.CommandParser;
import hazel.relay.session.Policy;
import hazel.relay.session.Reach;
import hazel.relay.session.Receipt;
import hazel.relay.session.SessionState;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Spool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mail that was discarded, and comes back.
class QuarantineTest {

    private static final Address GRACE = address("grace@home.test");

    @TempDir private Path dir;
    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    private QueueId discarded() throws Exception {
        Spool spool = Spool.open(dir);
        var intake = new Intake(dir, spool, new RelayLog(dir, clock), () -> {}, clock);
        var reception =
                new Reception(new Policy("mx.test", Reach.LOCAL_ONLY, LOCALS, SMALL), Map.of());
        var session =
                new SessionState.Receiving(
                        new Command.Hello(Command.Dialect.ESMTP, "far.test"),
                        (Command.Mail)
                                CommandParser.parse(
                                        "MAIL FROM:<j\u00f6rg@far.test> SMTPUTF8 REQUIRETLS"),
                        List.of(AtHome.rcpt("ada@home.test"), AtHome.rcpt("grace@home.test")));
        Receipt receipt =
                intake.discard(
                        reception,
                        new Client("[192.0.2.1]", Optional.empty()),
                        session,
                        "Subject: buy\r\n\r\n.now\r\n".getBytes(US_ASCII),
                        "junk 9/5 \u001b[2J");
        return new QueueId(((Receipt.Queued) receipt).id());
    }

    private Quarantine quarantine() {
        return new Quarantine(dir, clock);
    }

    @Test
    void whatWasDiscardedIsKeptWithItsEnvelopeAndOutOfTheQueue() throws Exception {
        assertThat(quarantine().ids()).isEmpty();
        QueueId id = discarded();
        assertThat(Spool.open(dir).count()).isZero();
        assertThat(quarantine().ids()).containsExactly(id);
        Quarantine.Kept kept = quarantine().find(id).orElseThrow();
        assertThat(kept.envelope().reversePath()).contains(address("j\u00f6rg@far.test"));
        assertThat(kept.envelope().forwardPaths()).containsExactly(address("ada@home.test"), GRACE);
        assertThat(kept.why()).isEqualTo("junk 9/5 ?[2J");
        assertThat(new String(kept.message(), UTF_8))
                .startsWith("Received: from far.test ([192.0.2.1])\r\n")
                .endsWith("\r\nSubject: buy\r\n\r\n.now\r\n");
    }

    @Test
    void whatIsRestoredIsInTheQueueAsItWouldHaveBeen() throws Exception {
        QueueId id = discarded();
        byte[] message = quarantine().find(id).orElseThrow().message();
        quarantine().restore(id);
        Item item = Spool.open(dir).find(id).orElseThrow();
        assertThat(item.isDue(now)).isTrue();
        assertThat(item.envelope().forwardPaths()).contains(GRACE);
        assertThat(TlsDemand.isRequired(item)).isTrue();
        assertThat(Spool.open(dir).message(id)).isEqualTo(message);
        assertThat(quarantine().ids()).isEmpty();
        assertThatThrownBy(() -> quarantine().restore(id)).hasMessageContaining(id.value());
        assertThat(RelayQueue.in(dir).log(9))
                .anyMatch(l -> l.endsWith(id + " -- restored by hand"));
    }

    @Test
    void afterAWeekItIsGone() throws Exception {
        QueueId id = discarded();
        now = now.plus(Duration.ofDays(7)).minusSeconds(60);
        assertThat(quarantine().find(id)).isPresent();
        now = now.plusSeconds(120);
        assertThat(quarantine().find(id)).isEmpty();
        assertThat(quarantine().ids()).isEmpty();
        assertThat(dir.resolve("quarantine/" + id + ".eml")).doesNotExist();
    }

    @Test
    void aFileThatSaysNothingIsNotDelivered() throws Exception {
        QueueId id = discarded();
        Path file = dir.resolve("quarantine/" + id + ".eml");
        for (String text : List.of("", "\r", "To: ", "To: a@b", "Why: x\r\n\r\nTo: a@b\r\n")) {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(now));
            assertThatThrownBy(() -> quarantine().restore(id)).hasMessageContaining("whom");
        }
        assertThat(Spool.open(dir).count()).isZero();
    }
}
