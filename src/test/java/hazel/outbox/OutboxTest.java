package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mail.ServerCertificate;
import hazel.smtp.ScriptedServer;
import hazel.smtp.SendmailCommand;
import hazel.smtp.Server;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Limits;
import hazel.spool.QueueId;
import hazel.spool.Recipient.State;
import hazel.spool.Spool;
import hazel.spool.SpoolLock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class OutboxTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Address BOB = new Address("", "bob", "example.net");
    private static final Address EVE = new Address("", "eve", "example.net");
    private static final Envelope TO_BOTH =
            new Envelope(Address.parse("ada@example.org"), List.of(BOB, EVE));
    private static final byte[] MESSAGE = "Subject: x\r\n\r\nx\r\n".getBytes(UTF_8);
    private static final String UP_TO_DOT = ScriptedServer.TO_DATA + "D:\n";
    private static final String TAKEN =
            UP_TO_DOT + "S: 250 2.0.0 queued as 7\nC: QUIT\nS: 221 bye\n";

    @TempDir Path dir;
    private final List<OutboxEvent> events = new ArrayList<>();
    private final List<OutboxEvent.Talked> talked = new ArrayList<>();
    private final List<String> filed = new ArrayList<>();
    private boolean filingWorks = true;
    private Listener onEvent = _ -> {};
    private Spool spool;

    @BeforeEach
    void open() throws MailException {
        spool =
                Spool.open(
                        dir.resolve("spool"),
                        new Limits(99, 1 << 20, 1 << 20, 999, 0),
                        InstantSource.fixed(NOON));
    }

    @Test
    void queuedAcceptedAndFiledAreToldApart() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);

            assertThat(outbox.runDue(NOON)).isTrue();

            assertThat(events)
                    .containsExactly(
                            new OutboxEvent.Started(id),
                            new OutboxEvent.Accepted(
                                    id, List.of(BOB, EVE), "250 2.0.0 queued as 7"),
                            new OutboxEvent.Filed(id, "sent"));
            assertThat(filed).containsExactly("sent");
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void aCopyThatCannotBeFiledDoesNotSendAgain() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            filingWorks = false;
            outbox.runDue(NOON);
            filingWorks = true;
            outbox.runDue(NOON.plusSeconds(60));

            assertThat(server.messages()).isEqualTo(1);
            assertThat(events)
                    .contains(new OutboxEvent.FilingFailed(id, new Problem.NoSuchMailbox("sent")))
                    .endsWith(new OutboxEvent.Filed(id, "sent"));
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void tenSecondsAreLeftToTakeItBack() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id =
                    outbox.enqueue(
                            TO_BOTH,
                            MESSAGE,
                            new SendOptions(
                                    "work", NOON.plusSeconds(10), Optional.empty(), Map.of()));
            outbox.runDue(NOON.plusSeconds(9));

            assertThat(outbox.nextDue()).contains(NOON.plusSeconds(10));
            assertThat(outbox.cancel(id)).contains(MESSAGE);
            assertThat(outbox.list()).isEmpty();
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void aLostAnswerAfterTheDotWaitsForAPerson() throws Exception {
        try (var server = new ScriptedServer(UP_TO_DOT, TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(1)));
            outbox.release(id);
            outbox.sendNow(id);
            outbox.runDue(NOON.plus(Duration.ofDays(2)));

            assertThat(server.messages()).isEqualTo(1);
            assertThat(item(id).in(State.UNCERTAIN)).containsExactly(0, 1);
            assertThat(events)
                    .contains(
                            new OutboxEvent.Uncertain(
                                    id,
                                    List.of(BOB, EVE),
                                    "127.0.0.1 did not answer after the message"));

            outbox.sendAgain(id, NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(3)));
            assertThat(server.messages()).isEqualTo(2);
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void anUncertainMessageCanBeSettledAsSent() throws Exception {
        try (var server = new ScriptedServer(UP_TO_DOT)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.settle(id, NOON);
            outbox.runDue(NOON.plusSeconds(60));

            assertThat(server.messages()).isEqualTo(1);
            assertThat(filed).containsExactly("sent");
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void whatACrashLeftBetweenDotAndAnswerIsNotSentAgain() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            spool.record(
                    id,
                    new Entry.Started(NOON, "mx"),
                    new Entry.Committing(0, NOON, "mx"),
                    new Entry.Committing(1, NOON, "mx"));
            outbox.runDue(NOON);

            assertThat(server.heard()).isEmpty();
            assertThat(item(id).held()).contains(Outcome.PERHAPS_SENT);
            assertThat(events)
                    .containsExactly(
                            new OutboxEvent.Uncertain(id, List.of(BOB, EVE), Outcome.PERHAPS_SENT));
        }
    }

    @Test
    void whatACrashLeftBeforeTheDotGoesOn() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            spool.record(id, new Entry.Started(NOON, "mx"));
            outbox.runDue(NOON);

            assertThat(server.messages()).isEqualTo(1);
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void aRefusedRecipientStaysAndTheOthersAreSent() throws Exception {
        String script =
                TAKEN.replace(
                        "C: RCPT TO:<eve\nS: 250 OK", "C: RCPT TO:<eve\nS: 550 5.1.1 unknown");
        try (var server = new ScriptedServer(script)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(1)));

            assertThat(server.messages()).isEqualTo(1);
            assertThat(item(id).in(State.FAILED)).containsExactly(1);
            assertThat(filed).containsExactly("sent");
            assertThat(events)
                    .contains(
                            new OutboxEvent.PartlyRefused(
                                    id,
                                    List.of(new OutboxEvent.Refusal(EVE, "550 5.1.1 unknown"))));
        }
    }

    @Test
    void aDeferredRecipientIsTriedAgainAlone() throws Exception {
        String first =
                TAKEN.replace("C: RCPT TO:<eve\nS: 250 OK", "C: RCPT TO:<eve\nS: 451 4.7.1 later");
        String second = TAKEN.replace("C: RCPT TO:<bob\nS: 250 OK\n", "");
        try (var server = new ScriptedServer(first, second)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            Instant next = outbox.nextDue().orElseThrow();
            assertThat(next)
                    .isBetween(
                            NOON.plus(Duration.ofSeconds(810)), NOON.plus(Duration.ofSeconds(990)));
            outbox.runDue(next.minusSeconds(1));
            assertThat(server.messages()).isEqualTo(1);
            outbox.runDue(next);

            assertThat(server.messages()).isEqualTo(2);
            assertThat(outbox.list()).isEmpty();
            assertThat(events).contains(new OutboxEvent.Deferred(id, next, "451 4.7.1 later"));
            assertThat(filed).hasSize(1);
        }
    }

    @Test
    void aMessageInTroubleOfItsOwnStopsNoOther() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            List<QueueId> both = List.of(enqueue(outbox), enqueue(outbox));
            List<QueueId> begun = new ArrayList<>();
            onEvent =
                    event -> {
                        // Two of one millisecond are sent in either order.
                        if (event instanceof OutboxEvent.Started(var troubled) && begun.isEmpty()) {
                            begun.add(troubled);
                            Path journal = dir.resolve("spool/q/" + troubled + ".env");
                            Files.delete(journal);
                            Files.createDirectory(journal); // cannot be written
                        }
                    };

            assertThatThrownBy(() -> outbox.runDue(NOON))
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining(begun.getFirst() + ".env: Is a directory");
            QueueId other = both.get(begun.contains(both.getFirst()) ? 1 : 0);
            assertThat(server.messages()).isEqualTo(1);
            assertThat(events).contains(new OutboxEvent.Filed(other, "sent"));
        }
    }

    @Test
    void aServerThatIsAwayIsTriedForFourDaysAndThenGivenUp() throws Exception {
        Outbox outbox = outbox(new Route.Smtp(away()));
        QueueId id = enqueue(outbox);
        int attempts = 0;
        while (item(id).in(State.FAILED).isEmpty()) {
            outbox.runDue(
                    outbox.nextDue().orElseThrow().isBefore(NOON)
                            ? NOON
                            : outbox.nextDue().orElseThrow());
            attempts++;
        }

        assertThat(attempts).isBetween(24, 36);
        assertThat(item(id).recipients().getFirst().reply()).endsWith("(given up)");
    }

    @Test
    void aNightAsleepDoesNotCountBeforeThreeAttempts() throws Exception {
        Outbox outbox = outbox(new Route.Smtp(away()));
        QueueId id = enqueue(outbox);
        outbox.runDue(NOON.plus(Duration.ofDays(30)));

        assertThat(item(id).in(State.WAITING)).containsExactly(0, 1);
    }

    @Test
    void aProblemThatWillNotPassHoldsTheMessageWhole() throws Exception {
        try (var server = new ScriptedServer("S: 220 a\nC: EHLO\nS: 250 a\nC: QUIT\n")) {
            Outbox outbox = outbox(new Route.Smtp(server.server(Server.Tls.STARTTLS)));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);

            String why = "127.0.0.1 does not offer STARTTLS; nothing was sent to it in clear";
            assertThat(item(id).held()).contains(why);
            assertThat(item(id).in(State.WAITING)).containsExactly(0, 1);
            assertThat(events)
                    .endsWith(
                            new OutboxEvent.Refused(id, new Problem.NotTrusted("127.0.0.1", why)));
        }
    }

    @Test
    void whatIsHeldForACertificateGoesOnOnceItIsTrusted() throws Exception {
        var certificate = new ServerCertificate("", List.of("mx.test"), "", NOON, NOON, "5C:92");
        var problem =
                new Problem.BadCertificate(
                        "mx.test", 587, certificate, Optional.empty(), List.of("nobody signed it"));
        Outbox outbox =
                outbox(_ -> {
                    throw new MailException(problem);
                });
        QueueId id = enqueue(outbox);
        QueueId byHand = enqueue(outbox);
        outbox.runDue(NOON);
        outbox.hold(byHand);

        assertThat(outbox.trusted("home", "5C:92")).isZero();
        assertThat(outbox.trusted("work", "00:01")).isZero();
        assertThat(item(id).held()).isPresent();
        assertThat(outbox.trusted("work", "5C:92")).isEqualTo(1);
        assertThat(item(id).isDue(NOON)).isTrue();
        assertThat(item(byHand).held()).contains("held by hand");
    }

    @Test
    void whenTheServerCanBeReachedWhatWasTriedInVainIsDue() throws Exception {
        Outbox outbox = outbox(new Route.Smtp(away()));
        QueueId tried = enqueue(outbox);
        outbox.runDue(NOON);
        QueueId held = enqueue(outbox);
        outbox.runDue(NOON);
        outbox.hold(held);
        assertThat(item(tried).isDue(NOON)).isFalse();

        assertThat(outbox.hurry(Optional.of("home"))).isZero();
        assertThat(outbox.hurry(Optional.of("work"))).isEqualTo(1);
        assertThat(item(tried).isDue(NOON)).isTrue();
        assertThat(item(held).isDue(NOON)).isFalse();
    }

    @Test
    void whileAnotherDeliversNothingIsSent() throws Exception {
        Outbox outbox = outbox(new Route.Smtp(away()));
        enqueue(outbox);
        try (SpoolLock _ = spool.tryLock().orElseThrow()) {
            assertThat(outbox.runDue(NOON)).isFalse();
        }
        assertThat(events).isEmpty();
    }

    @Test
    void aProgramGetsTheRecipientsAsArgumentsAndLfLines() throws Exception {
        Path out = dir.resolve("out");
        Outbox outbox = outbox(program("printf '%s|' \"$@\" >" + out + "; cat >>" + out));
        enqueue(outbox);
        outbox.runDue(NOON);

        assertThat(Files.readString(out))
                .isEqualTo(
                        "-i|-f|ada@example.org|--|bob@example.net|eve@example.net|Subject: x\n\n"
                                + "x\n");
        assertThat(outbox.list()).isEmpty();
    }

    @Test
    void aProgramThatIsBusyIsTriedAgainAndOneThatRefusesIsNot() throws Exception {
        Outbox busy = outbox(program("cat >/dev/null; exit 75"));
        QueueId id = enqueue(busy);
        busy.runDue(NOON);
        assertThat(item(id).in(State.WAITING)).containsExactly(0, 1);

        Outbox strict = outbox(program("cat >/dev/null; echo 'no such user' >&2; exit 67"));
        strict.sendNow(id);
        strict.runDue(NOON.plusSeconds(1));
        assertThat(item(id).in(State.FAILED)).containsExactly(0, 1);
        assertThat(item(id).recipients().getFirst().reply())
                .contains("ended with 67: no such user");
    }

    @Test
    void aProgramThatDoesNotEndLeavesItUncertain() throws Exception {
        var command = new SendmailCommand(script("exec sleep 30"), Duration.ofMillis(300));
        Outbox outbox = outbox(new Route.Sendmail(command));
        QueueId id = enqueue(outbox);
        outbox.runDue(NOON);

        assertThat(item(id).in(State.UNCERTAIN)).containsExactly(0, 1);
    }

    @Test
    void aProgramThatIsNotThereHoldsTheMessage() throws Exception {
        Outbox outbox =
                outbox(new Route.Sendmail(new SendmailCommand(List.of("/no/such/program"))));
        QueueId id = enqueue(outbox);
        outbox.runDue(NOON);

        assertThat(item(id).in(State.WAITING)).containsExactly(0, 1);
        assertThat(item(id).held().orElseThrow()).startsWith("cannot run /no/such/program");
    }

    private Route program(String body) throws Exception {
        return new Route.Sendmail(new SendmailCommand(script(body)));
    }

    private List<String> script(String body) throws Exception {
        Path file = Files.createTempFile(dir, "sendmail", "");
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return List.of(file.toString());
    }

    private static Server away() throws Exception {
        try (var server = new ScriptedServer("S: 220 x")) {
            return server.server();
        }
    }

    private Outbox outbox(Route route) {
        return outbox(_ -> route);
    }

    private Outbox outbox(Route.Finder routes) {
        Filing filing =
                (_, into, _) -> {
                    if (!filingWorks) {
                        throw new MailException(new Problem.NoSuchMailbox(into));
                    }
                    filed.add(into);
                };
        return new Outbox(spool, routes, filing, this::hear);
    }

    private void hear(OutboxEvent event) {
        if (event instanceof OutboxEvent.Talked session) {
            talked.add(session);
            return;
        }
        events.add(event);
        try {
            onEvent.hear(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSessionIsToldWithTheIdAndWithoutTheMessage() throws Exception {
        String script =
                ScriptedServer.TO_DATA + "D:\nS: 250 OK id=10sPdr-00034H-00\nC: QUIT\nS: 221 bye\n";
        try (var server = new ScriptedServer(script)) {
            Outbox outbox = outbox(new Route.Smtp(server.server()));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);

            OutboxEvent.Talked session = talked.getFirst();
            assertThat(talked).hasSize(1);
            assertThat(session.id()).isEqualTo(id);
            assertThat(session.server()).isEqualTo("127.0.0.1");
            assertThat(session.queueId()).contains("10sPdr-00034H-00");
            assertThat(String.join("\n", session.lines()))
                    .contains("C: RCPT TO:<bob@", "S: 250 OK id=10sPdr", "C: QUIT", "S: 221 bye")
                    .contains("C: (a message of " + MESSAGE.length + " octets)");
        }
    }

    private interface Listener {
        void hear(OutboxEvent event) throws IOException;
    }

    private static QueueId enqueue(Outbox outbox) throws MailException {
        return outbox.enqueue(
                TO_BOTH, MESSAGE, new SendOptions("work", NOON, Optional.of("sent"), Map.of()));
    }

    private Item item(QueueId id) throws MailException {
        return spool.find(id).orElseThrow();
    }
}
