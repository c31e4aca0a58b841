package hazel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.smtp.Timeouts;
import hazel.spool.Item;
import hazel.spool.Limits;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A server that goes away, or talks nonsense, at each step of a session: what state that leaves
/// each recipient in, that nothing is lost, and that nothing is sent twice knowingly.
class ClosingServerTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String TO_DATA = ScriptedServer.TO_DATA;
    private static final String TAKEN = TO_DATA + "D:\nS: 250 2.0.0 queued\nC: QUIT\nS: 221 bye\n";
    private static final List<String> ENDS = List.of("", "X:\n", "S: 421 4.3.2 closing down\n");

    private static final byte[] MESSAGE = "Subject: x\r\n\r\nx\r\n".getBytes(US_ASCII);

    @TempDir Path dir;
    private final List<String> filed = new ArrayList<>();
    private Spool spool;

    @BeforeEach
    void open() throws MailException {
        spool =
                Spool.open(
                        dir.resolve("spool"),
                        new Limits(99, 1 << 26, 1 << 26, 999, 0),
                        InstantSource.fixed(NOON));
    }

    static Stream<Arguments> everyEndOfEveryStepBeforeTheMessage() {
        return beforeEachReply()
                .flatMap(before -> ENDS.stream().map(end -> Arguments.of(before + end)));
    }

    /// What was said before each reply of the server up to the message.
    private static Stream<String> beforeEachReply() {
        List<String> lines = TO_DATA.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("S:"))
                .mapToObj(i -> String.join("\n", lines.subList(0, i)) + "\n");
    }

    @ParameterizedTest
    @MethodSource("everyEndOfEveryStepBeforeTheMessage")
    void beforeTheMessageNobodyHasItAndItIsTriedAgain(String script) throws Exception {
        try (var server = new ScriptedServer(script, TAKEN)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);

            assertThat(states(id)).containsExactly("WAITING", "WAITING");
            assertThat(item(id).held()).isEmpty();
            Instant next = outbox.nextDue().orElseThrow();
            assertThat(next).isAfter(NOON.plusSeconds(600));
            outbox.runDue(next);

            assertThat(server.messages()).isEqualTo(1);
            assertThat(outbox.list()).isEmpty();
            assertThat(filed).containsExactly("sent");
        }
    }

    /// A message that is larger than what the system sends ahead: of a small one the dot is on its
    /// way before anybody can know, and then it is uncertain.
    @ParameterizedTest
    @ValueSource(strings = {"H: 0\n", "H: 100\n", "H: 100\nX:\n", "H: 8000000\n", "X:\n"})
    void halfAMessageIsNoneAndItIsTriedAgain(String half) throws Exception {
        try (var server = new ScriptedServer(TO_DATA + half, TAKEN)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox, "words of a message\r\n".repeat(1_000_000));
            outbox.runDue(NOON);

            assertThat(states(id)).containsExactly("WAITING", "WAITING");
            outbox.runDue(outbox.nextDue().orElseThrow());
            assertThat(server.messages()).isEqualTo(1);
            assertThat(outbox.list()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X:\n",
                "S: banana\n",
                "R: 250 OK\\n\n",
                "R: 25\n",
                "S: 250-queued\nS: 550 or not\n",
                "R: \\r\\n\n"
            })
    void afterTheDotWithoutAnAnswerItWaitsForAPerson(String end) throws Exception {
        try (var server = new ScriptedServer(TO_DATA + "D:\n" + end, TAKEN)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(9)));

            assertThat(states(id)).containsExactly("UNCERTAIN", "UNCERTAIN");
            assertThat(item(id).held()).isPresent();
            assertThat(outbox.nextDue()).isEmpty();
            assertThat(server.messages()).isEqualTo(1);
            assertThat(filed).isEmpty();
        }
    }

    @Test
    void aServerThatIsSilentAfterTheDotIsGivenUp() throws Exception {
        var patience = Duration.ofSeconds(20);
        var impatient = new Timeouts(patience, patience, patience, Duration.ofMillis(200));
        try (var server = new ScriptedServer(TO_DATA + "D:\nE:\n", TAKEN)) {
            Outbox outbox = outbox(server.server().withTimeouts(impatient));
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(9)));

            assertThat(states(id)).containsExactly("UNCERTAIN", "UNCERTAIN");
            assertThat(server.messages()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X:\n", "S: 421 4.3.2 closing down\n", "S: banana\n"})
    void whatHappensAfterTheAnswerChangesNothing(String end) throws Exception {
        String script = TO_DATA + "D:\nS: 250 2.0.0 queued\nC: QUIT\n" + end;
        try (var server = new ScriptedServer(script)) {
            Outbox outbox = outbox(server.server());
            enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(9)));

            assertThat(server.messages()).isEqualTo(1);
            assertThat(outbox.list()).isEmpty();
            assertThat(filed).containsExactly("sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 4.3.2 closing down", "452 4.3.1 no room", "451 4.3.0 not today"})
    void aTemporaryAnswerToTheDotIsARefusalForNow(String answer) throws Exception {
        try (var server = new ScriptedServer(TO_DATA + "D:\nS: " + answer + "\n", TAKEN)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);

            assertThat(states(id)).containsExactly("WAITING", "WAITING");
            outbox.runDue(outbox.nextDue().orElseThrow());
            assertThat(server.messages()).isEqualTo(2); // the first was refused
            assertThat(outbox.list()).isEmpty();
        }
    }

    @Test
    void aRefusalOfTheMessageItselfIsForEverybodyAndForGood() throws Exception {
        try (var server =
                new ScriptedServer(TO_DATA + "D:\nS: 552 5.3.4 too big\nC: QUIT\nS: 221 bye\n")) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);
            outbox.runDue(NOON.plus(Duration.ofDays(9)));

            assertThat(states(id)).containsExactly("FAILED", "FAILED");
            assertThat(spool.message(id)).isEqualTo(MESSAGE);
            assertThat(server.messages()).isEqualTo(1);
            assertThat(filed).isEmpty();
        }
    }

    @Test
    void ofThreeRecipientsEachHasItsOwnAnswer() throws Exception {
        String mixed =
                """
                S: 220 a
                C: EHLO
                S: 250 a
                C: MAIL
                S: 250 OK
                C: RCPT TO:<bob
                S: 250 OK
                C: RCPT TO:<eve
                S: 450 4.2.1 later
                C: RCPT TO:<max
                S: 550 5.1.1 unknown
                C: DATA
                S: 354 go
                D:
                S: 250 2.0.0 queued
                C: QUIT
                S: 221 bye
                """;
        String onlyEve = TAKEN.replace("C: RCPT TO:<bob\nS: 250 OK\n", "");
        try (var server = new ScriptedServer(mixed, onlyEve)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox, "Subject: x\r\n\r\nx\r\n", "bob", "eve", "max");
            outbox.runDue(NOON);
            assertThat(states(id)).containsExactly("DELIVERED", "WAITING", "FAILED");

            outbox.runDue(outbox.nextDue().orElseThrow());
            assertThat(states(id)).containsExactly("DELIVERED", "DELIVERED", "FAILED");
            assertThat(server.messages()).isEqualTo(2);
            assertThat(filed).containsExactly("sent");
        }
    }

    static Stream<Arguments> nonsenseBeforeTheDot() {
        List<String> nonsense =
                List.of(
                        "S: banana\n",
                        "R: 250 OK\\n\n",
                        "S: 250-a\nS: 550 b\n",
                        "R: 250 a\\r250 b\\r\\n\n",
                        "S: 999 what\n");
        return beforeEachReply()
                .flatMap(before -> nonsense.stream().map(said -> Arguments.of(before + said)));
    }

    @ParameterizedTest
    @MethodSource("nonsenseBeforeTheDot")
    void nonsenseBeforeTheDotHoldsTheMessageForAPersonAndNobodyHasIt(String script)
            throws Exception {
        try (var server = new ScriptedServer(script + "C: x\n", TAKEN)) {
            Outbox outbox = outbox(server.server());
            QueueId id = enqueue(outbox);
            outbox.runDue(NOON);

            assertThat(states(id)).containsExactly("WAITING", "WAITING");
            assertThat(item(id).held().orElseThrow())
                    .startsWith("127.0.0.1 does not keep to SMTP: ");
            outbox.release(id);
            outbox.runDue(NOON);
            assertThat(server.messages()).isEqualTo(1);
            assertThat(outbox.list()).isEmpty();
        }
    }

    private Outbox outbox(Server server) {
        return new Outbox(
                spool, _ -> new Route.Smtp(server), (_, into, _) -> filed.add(into), _ -> {});
    }

    private static QueueId enqueue(Outbox outbox) throws MailException {
        return enqueue(outbox, new String(MESSAGE, US_ASCII));
    }

    private static QueueId enqueue(Outbox outbox, String message) throws MailException {
        return enqueue(outbox, message, "bob", "eve");
    }

    private static QueueId enqueue(Outbox outbox, String message, String... names)
            throws MailException {
        return outbox.enqueue(
                new Envelope(
                        Address.parse("ada@example.org"),
                        Stream.of(names).map(n -> new Address("", n, "example.net")).toList()),
                message.getBytes(US_ASCII),
                new SendOptions("work", NOON, Optional.of("sent"), Map.of()));
    }

    private Item item(QueueId id) throws MailException {
        return spool.find(id).orElseThrow();
    }

    private List<String> states(QueueId id) throws MailException {
        return item(id).recipients().stream().map(Recipient::state).map(Enum::name).toList();
    }
}
