package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.smtp.Dsn;
import hazel.spool.Deposit;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.QueueId;
import hazel.spool.Recipient.State;
import hazel.spool.Spool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a person does to a message in the queue.
class QueueByHandTest {

    private static final Address BOB = address("bob@far.test");
    private static final Address CAROL = address("carol@far.test");
    private static final Address DAN = address("dan@far.test");

    @TempDir private Path dir;
    private Spool spool;
    private RelayQueue queue;

    @BeforeEach
    void queue() throws MailException {
        spool = Spool.open(dir.resolve("relay"));
        queue = RelayQueue.in(dir.resolve("relay"));
    }

    private QueueId put(Optional<Address> from, Address... to) throws MailException {
        var wishes = new Dsn.OfRecipient(Set.of(Dsn.Notify.FAILURE), Optional.empty());
        QueueId id = spool.newId();
        return spool.accept(
                new Deposit(
                        id,
                        new Envelope(from, List.of(to)),
                        new Dsn(Set.of(), Optional.empty(), Optional.empty(), Map.of(BOB, wishes)),
                        Map.of(),
                        Instant.now()),
                "Subject: one\r\n\r\nhi\r\n".getBytes(US_ASCII));
    }

    private QueueId put(Address... to) throws MailException {
        return put(Optional.of(address("ada@home.test")), to);
    }

    @Test
    void whatIsGivenUpComesBackToItsSender() throws Exception {
        QueueId id = put(BOB, CAROL);
        queue.hold(id);
        assertThat(queue.giveUp(id)).isTrue();
        assertThat(queue.giveUp(id)).isFalse();
        var inbox = new Relays.Inbox();
        try (Relay _ =
                Relay.start(
                        Relays.settings(dir.resolve("relay"), Relays.LIMITS),
                        Relays.wiring(inbox))) {
            assertThat(inbox.next().text())
                    .contains("Final-Recipient: rfc822; bob@far.test\r\nAction: failed\r\n")
                    .contains("Final-Recipient: rfc822; carol@far.test\r\n")
                    .contains("Status: 5.3.0\r\nDiagnostic-Code: X-Hazel; Given up by hand\r\n")
                    .doesNotContain("Remote-MTA");
        }
        assertThat(queue.log(20)).anyMatch(line -> line.contains(id + " -- given up by hand"));
    }

    @Test
    void aBounceCannotBeReturned() throws Exception {
        QueueId id = put(Optional.empty(), BOB);
        assertThatThrownBy(() -> queue.giveUp(id)).hasMessageContaining("can be removed");
        assertThat(queue.item(id).isWaiting()).isTrue();
    }

    @Test
    void anotherAddressTakesThePlaceOfOneWithAllThatHeldForIt() throws Exception {
        QueueId id = put(BOB, CAROL);
        spool.record(
                id,
                Copy.onBehalf(BOB, address("list@home.test")),
                ListOwner.noted(BOB, address("owner-list@home.test")));
        assertThat(queue.readdress(id, BOB, BOB)).isFalse();
        assertThat(queue.readdress(id, BOB, DAN)).isTrue();
        assertThat(queue.readdress(id, BOB, DAN)).isFalse();

        Item item = queue.item(id);
        assertThat(item.in(State.WAITING)).containsExactly(1, 2);
        assertThat(item.recipients().get(2).address()).isEqualTo(DAN);
        assertThat(item.recipients().get(2).reports())
                .isEqualTo(
                        new Dsn.OfRecipient(
                                Set.of(Dsn.Notify.FAILURE), Optional.of("rfc822;bob@far.test")));
        assertThat(Copy.of(item, 2))
                .isEqualTo(
                        new Copy(
                                Optional.of(address("list@home.test")),
                                Optional.of(address("owner-list@home.test"))));
        assertThat(Ledger.end(item, 0)).isEqualTo(Outcome.End.HANDED_ON);
    }

    @Test
    void oneWhoGetsItAlreadyGetsItOnce() throws Exception {
        QueueId id = put(BOB, CAROL);
        assertThat(queue.readdress(id, BOB, CAROL)).isTrue();
        assertThat(queue.item(id).in(State.WAITING)).containsExactly(1);
        assertThat(queue.item(id).recipients()).hasSize(2);
    }

    @Test
    void whatIsBeingSentIsLeftAlone() throws Exception {
        QueueId id = put(BOB);
        try (var _ = spool.tryLock().orElseThrow()) {
            spool.record(id, new Entry.Started(Instant.now(), "mx.test"));
            assertThat(queue.giveUp(id)).isFalse();
            assertThat(queue.readdress(id, BOB, DAN)).isFalse();
        }
        assertThat(queue.readdress(id, BOB, DAN)).isTrue(); // what was cut off is over
    }
}
