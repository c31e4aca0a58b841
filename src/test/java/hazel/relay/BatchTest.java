package hazel.relay;

import static hazel.relay.session.AtHome.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.relay.session.AtHome;
import hazel.smtp.Dsn;
import hazel.spool.Deposit;
import hazel.spool.Entry;
import hazel.spool.Item;
import hazel.spool.Limits;
import hazel.spool.QueueId;
import hazel.spool.Recipient;
import hazel.spool.Spool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Mail between the queue and files of SMTP commands.
class BatchTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

    @TempDir private Path dir;
    private Path file;
    private Spool spool;

    @BeforeEach
    void queue() throws MailException {
        file = dir.resolve("batch");
        var seconds = new AtomicLong();
        InstantSource clock = () -> CLOCK.instant().minusSeconds(100 - seconds.incrementAndGet());
        spool = Spool.open(dir.resolve("relay"), Limits.DEFAULT, clock);
    }

    private RelaySettings settings() {
        return Relays.settings(dir.resolve("relay"), Relays.LIMITS);
    }

    private QueueId put(String text, String... to) throws MailException {
        List<Address> paths = List.of(to).stream().map(AtHome::address).toList();
        return spool.accept(
                new Envelope(Optional.of(address("ada@home.test")), paths),
                text.replace("\n", "\r\n").getBytes(UTF_8),
                Map.of());
    }

    private BatchExport.Written export(QueueId... ids) throws MailException {
        return new BatchExport(settings(), CLOCK).to(file, List.of(ids));
    }

    private BatchImport.Taken take(String text) throws MailException {
        return new BatchImport(settings(), CLOCK)
                .from("batch", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private String written() throws Exception {
        return Files.readString(file).replace("\r\n", "\n");
    }

    @Test
    void whatWaitsForElsewhereIsInTheFileAndNoLongerInTheQueue() throws Exception {
        put("Subject: one\n\n.dot\n", "bob@far.test", "carol@far.test");
        put("Subject: zwei\n\n\u00e4\n", "j\u00f6rg@far.test");
        assertThat(export()).isEqualTo(new BatchExport.Written(2, 3, List.of()));
        assertThat(written())
                .isEqualTo(
                        """
                        EHLO mx.test
                        MAIL FROM:<ada@home.test>
                        RCPT TO:<bob@far.test>
                        RCPT TO:<carol@far.test>
                        DATA
                        Subject: one

                        ..dot
                        .
                        MAIL FROM:<ada@home.test> SMTPUTF8
                        RCPT TO:<j\u00f6rg@far.test>
                        DATA
                        Subject: zwei

                        \u00e4
                        .
                        QUIT
                        """);
        assertThat(spool.items()).isEmpty();
        assertThat(RelayQueue.in(dir.resolve("relay")).log(9))
                .anyMatch(line -> line.contains("=> bob@far.test H=mx.test C=\"250 2.0.0 Written"));
    }

    @Test
    void mailForThisMachineStays() throws Exception {
        QueueId both = put("Subject: both\n\nhi\n", "grace@home.test", "bob@far.test");
        put("Subject: here\n\nhi\n", "grace@home.test");
        assertThat(export()).isEqualTo(new BatchExport.Written(1, 1, List.of()));
        assertThat(written()).contains("RCPT TO:<bob@far.test>\n").doesNotContain("grace");
        Item left = spool.find(both).orElseThrow();
        assertThat(left.held()).isEmpty();
        assertThat(left.recipients().stream().map(Recipient::state))
                .containsExactly(Recipient.State.WAITING, Recipient.State.DELIVERED);
        assertThat(spool.count()).isEqualTo(2);
    }

    @Test
    void mailThatIsHeldByHandOrBeingSentStays() throws Exception {
        QueueId held = put("Subject: held\n\nhi\n", "bob@far.test");
        spool.record(held, new Entry.Held(RelayQueue.BY_HAND));
        assertThat(export()).isEqualTo(new BatchExport.Written(0, 0, List.of()));
        assertThat(file).doesNotExist();
        QueueId sent = put("Subject: sent\n\nhi\n", "bob@far.test");
        try (var _ = spool.tryLock().orElseThrow()) {
            spool.record(sent, new Entry.Started(CLOCK.instant(), "mx.test"));
            assertThat(export(held, sent)).isEqualTo(new BatchExport.Written(1, 1, List.of(sent)));
        }
        assertThat(spool.find(held)).isEmpty();
        assertThat(spool.find(sent).orElseThrow().held()).isEmpty();
    }

    @Test
    void aFileThatIsThereIsLeftAloneAndSoIsTheQueue() throws Exception {
        Files.writeString(file, "mine");
        QueueId id = put("Subject: one\n\nhi\n", "bob@far.test");
        assertThatThrownBy(this::export).hasMessageContaining("batch");
        assertThat(file).hasContent("mine");
        assertThat(spool.find(id).orElseThrow().held()).isEmpty();
        file = dir.resolve("nowhere/batch");
        assertThatThrownBy(this::export).hasMessageContaining("nowhere");
        assertThat(spool.find(id).orElseThrow().isWaiting()).isTrue();
    }

    @Test
    void oneWhoseMessageIsGoneLeavesAllAsTheyWere() throws Exception {
        QueueId good = put("Subject: one\n\nhi\n", "bob@far.test");
        QueueId bad = put("Subject: two\n\nhi\n", "bob@far.test");
        spool.record(bad, new Entry.Held("no smarthost"));
        Files.delete(dir.resolve("relay/q/" + bad + ".msg"));
        assertThatThrownBy(this::export).hasMessageContaining(bad.value());
        assertThat(file).doesNotExist();
        assertThat(spool.find(good).orElseThrow().held()).isEmpty();
        assertThat(spool.find(bad).orElseThrow().held()).contains("no smarthost");
    }

    @Test
    void whoWantsAReportOfDeliveryStaysUntilTheRelayHasSaidThatItWentOn() throws Exception {
        var wishes = new Dsn.OfRecipient(Set.of(Dsn.Notify.SUCCESS), Optional.empty());
        Address bob = address("bob@far.test");
        QueueId id = spool.newId();
        spool.accept(
                new Deposit(
                        id,
                        new Envelope(Optional.of(address("ada@home.test")), List.of(bob)),
                        new Dsn(Set.of(), Optional.empty(), Optional.empty(), Map.of(bob, wishes)),
                        Map.of(),
                        CLOCK.instant()),
                "Subject: one\r\n\r\nhi\r\n".getBytes(UTF_8));
        export();
        var inbox = new Relays.Inbox();
        try (Relay _ = Relay.start(settings(), Relays.wiring(inbox))) {
            assertThat(inbox.next().text()).contains("Action: relayed\r\n");
        }
    }

    @Test
    void aCopyThatGoesOnForAListHasItsOwner() throws Exception {
        QueueId id = put("Subject: one\n\nhi\n", "bob@far.test", "carol@far.test");
        spool.record(
                id,
                Copy.onBehalf(address("bob@far.test"), address("list@home.test")),
                ListOwner.noted(address("bob@far.test"), address("owner-list@home.test")));
        export();
        assertThat(written())
                .contains(
                        """
                        MAIL FROM:<owner-list@home.test>
                        RCPT TO:<bob@far.test>
                        DATA
                        Delivered-To: list@home.test
                        Subject: one
                        """)
                .contains("MAIL FROM:<ada@home.test>\nRCPT TO:<carol@far.test>\n");
    }

    @Test
    void whatWasExportedIsImported() throws Exception {
        put("From: ada@home.test\nSubject: one\n\n.dot\n", "bob@far.test");
        put("From: ada@home.test\nSubject: zwei\n\n\u00e4\n", "j\u00f6rg@far.test");
        export();
        BatchImport.Taken taken = take(Files.readString(file));
        assertThat(taken.recipients()).isEqualTo(2);
        assertThat(taken.hasEnd()).isTrue();
        List<Item> items = spool.items().toList();
        assertThat(items.stream().map(Item::id))
                .containsExactlyInAnyOrderElementsOf(taken.messages());
        assertThat(items).allMatch(item -> item.isDue(CLOCK.instant()));
        assertThat(new String(spool.message(taken.messages().getFirst()), UTF_8))
                .startsWith("Received: from mx.test (batch)\r\n\tby mx.test with ESMTP id ")
                .endsWith("\r\n\r\n.dot\r\n")
                .doesNotContain("Sender:");
    }

    private static final String GOOD =
            """
            HELO far.test
            MAIL FROM:<eve@far.test>
            RCPT TO:<bob@other.test>
            DATA
            Subject: one

            ..dot
            .
            """;

    @Test
    void linesMayEndWithLfAndTheGreetingAndTheEndMayBeMissing() throws Exception {
        assertThat(take(GOOD + "QUIT\n").hasEnd()).isTrue();
        BatchImport.Taken taken = take(GOOD.substring(GOOD.indexOf('\n') + 1));
        assertThat(taken.hasEnd()).isFalse();
        assertThat(new String(spool.message(taken.messages().getFirst()), UTF_8))
                .endsWith("\r\n\r\n.dot\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<eve@far.test>\n",
                "MAIL FROM:<eve@far.test>\nRCPT TO:<nobody@home.test>\nDATA\nhi\n.\n",
                "MAIL FROM:<eve@far.test>\nRCPT TO:<a@b.test>\nDATA\nhi\n",
                "MAIL FROM:<eve@far.test>\nRCPT TO:<a@b.test>\nDATA\nhi\rho\n.\n",
                "MAIL FROM:<eve@far.test>\nRCPT TO:<a@b.test>\nBDAT 2 LAST\nhi",
                "MAIL FROM:<eve@far.test>\nDATA\nhi\n.\n",
                "QUIT\nMAIL FROM:<eve@far.test>\n",
                "RSET",
                "GET / HTTP/1.0\n",
                "MAIL FROM:<eve@far.test> NONSENSE\n",
                "STARTTLS\n",
                "\u001b[2J\n"
            })
    void aFileWithSomethingBadInItIsRefusedWhole(String bad) throws Exception {
        for (String text : List.of(GOOD + bad, (GOOD + bad).replace("\n", "\r\n"))) {
            assertThatThrownBy(() -> take(text))
                    .hasMessageContaining("nothing of batch was taken: at message 2: ")
                    .hasMessageNotContaining("\u001b");
            assertThat(spool.count()).isZero();
        }
    }

    @Test
    void whatIsNoSuchFileAtAllIsRefused() {
        for (String text : List.of("x".repeat(100_000), "\0\0\0", "From ada Mon\nSubject: x\n\n")) {
            assertThatThrownBy(() -> take(text)).hasMessageContaining("at message 1");
        }
    }
}
