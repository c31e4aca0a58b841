package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.outbox.Outbox;
import hazel.outbox.OutboxEvent;
import hazel.outbox.Route;
import hazel.outbox.SendOptions;
import hazel.smtp.SendmailCommand;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Spool;
import hazel.ui.Msg;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a user hears of the outbox, with a program for a server.
class OutboxWorkTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Address ADA = new Address("", "ada", "example.org");

    @TempDir Path home;

    private final List<Msg> heard = new ArrayList<>();
    private List<String> command = List.of("true");
    private OutboxWork work;

    @BeforeEach
    void open() throws Exception {
        var events = new ArrayList<Consumer<OutboxEvent>>();
        var outbox =
                new Outbox(
                        Spool.open(home.resolve("outbox")),
                        _ -> new Route.Sendmail(new SendmailCommand(command)),
                        (_, _, _) -> {},
                        event -> events.forEach(e -> e.accept(event)));
        var clock = Clock.fixed(NOON, ZoneOffset.UTC);
        work = new OutboxWork(outbox, Workers.atOnce(), clock, new Listening());
        events.add(work::hear);
    }

    private QueueId send() throws MailException {
        return work.enqueue(
                new Envelope(Optional.of(ADA), List.of(ADA)),
                "Subject: x\r\n\r\nHello\r\n".getBytes(US_ASCII),
                new SendOptions("local", NOON, Optional.of("Sent"), Map.of()));
    }

    @Test
    void theListToldLastNoLongerHoldsWhatIsSentAndFiled() throws Exception {
        send();
        work.runDue();
        assertThat(heard).contains(Msg.Noticed.of("accepted, and a copy is in Sent"));
        assertThat(heard.getLast()).isEqualTo(new Msg.OutboxListed(List.of()));
    }

    @Test
    void whatIsRefusedNamesTheAnswerOnceWhereItIsTheSameForAll() throws Exception {
        command = List.of("sh", "-c", "echo no such user >&2; exit 67");
        Address bob = new Address("", "bob", "example.org");
        work.enqueue(
                new Envelope(Optional.of(ADA), List.of(ADA, bob)),
                "Subject: x\r\n\r\nHello\r\n".getBytes(US_ASCII),
                new SendOptions("local", NOON, Optional.empty(), Map.of()));
        work.runDue();
        assertThat(heard.getLast())
                .isInstanceOfSatisfying(
                        Msg.OutboxListed.class,
                        list -> {
                            Msg.QueuedMessage message = list.messages().getFirst();
                            assertThat(message.state()).isEqualTo("failed");
                            assertThat(message.answers())
                                    .singleElement()
                                    .asString()
                                    .endsWith("sh ended with 67: no such user");
                        });
    }

    @Test
    void whatIsSentIsTooLateToTakeBack() throws Exception {
        QueueId id = send();
        work.runDue();
        heard.clear();
        work.takeBack(id, heard::add);
        assertThat(heard)
                .filteredOn(Msg.Failed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Msg.Failed.class,
                        failed ->
                                assertThat(failed.problem().message())
                                        .contains("too late: it is sent"));
    }

    @Test
    void whatAnEarlierSessionLeftForThePersonIsToldOf() throws Exception {
        command = List.of("false");
        send();
        work.runDue();
        heard.clear();
        work.tellLeft(heard::add);
        assertThat(heard)
                .contains(
                        new Msg.Noticed(
                                "1 message waits for you",
                                Optional.of(hazel.command.Command.OUTBOX)));
    }

    private final class Listening implements OutboxWork.Around {

        @Override
        public void tell(Msg msg) {
            heard.add(msg);
        }

        @Override
        public void accepted(Item item) {}

        @Override
        public Msg.Composing keep(Item item, byte[] message) {
            throw new AssertionError("nothing is to be kept");
        }

        @Override
        public void forget(Msg.Composing kept) {}
    }
}
