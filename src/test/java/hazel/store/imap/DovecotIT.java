package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Servers;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.Marks;
import hazel.store.MessageStore;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.tls.Trust;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Two replicas of one account, as two machines have them, against a real Dovecot.
class DovecotIT {

    private static Servers dovecot;

    @TempDir Path home;
    private ImapHome here;
    private ImapHome there;

    @BeforeAll
    static void start() throws Exception {
        dovecot = Servers.start("dovecot");
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @BeforeEach
    void twoMachines() throws Exception {
        here = ImapHome.at(dovecot, home.resolve("here"));
        there = ImapHome.at(dovecot, home.resolve("there"));
        for (String mailbox : List.of("INBOX", "Trash", "Archive", "Sent")) {
            here.in(
                    mailbox,
                    m -> {
                        List<Uid> all = entries(m).stream().map(IndexEntry::uid).toList();
                        return m.expunge(all, Progress.UNWATCHED);
                    });
        }
    }

    private List<Uid> put(ImapHome who, String... subjects) throws MailException {
        List<NewMessage> messages = new ArrayList<>();
        for (String subject : subjects) {
            messages.add(message(subject));
        }
        return who.in("INBOX", inbox -> inbox.appendAll(messages));
    }

    @Test
    void aLargeMessageIsLeftWhereItIsWhenSomebodyStops() throws Exception {
        byte[] large =
                ("Subject: large\r\n\r\n" + "words and more\r\n".repeat(200_000))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        here.in(
                "INBOX",
                m -> m.appendAll(List.of(new NewMessage(large, Marks.NONE, Instant.EPOCH))));
        byte[] octets =
                there.in(
                        "INBOX",
                        m -> {
                            Uid uid = entries(m).getFirst().uid();
                            List<Long> told = new ArrayList<>();
                            assertThatThrownBy(() ->
                                            m.fetch(
                                                    uid,
                                                    (done, total) -> {
                                                        told.add(done);
                                                        assertThat(total).isEqualTo(large.length);
                                                        if (done > 0) {
                                                            throw new CancellationException();
                                                        }
                                                    }))
                                    .isInstanceOf(CancellationException.class);
                            assertThat(told).startsWith(0L);
                            assertThat(told.getLast()).isBetween(1L, 1L << 20);
                            assertThat(m.isAtHand(uid)).isFalse();
                            return m.fetch(uid);
                        });
        assertThat(octets).isEqualTo(large);
    }

    @Test
    void whatOneMachinePutsThereTheOtherReads() throws Exception {
        put(here, "one", "two");

        assertThat(there.subjects("INBOX")).containsExactly("one", "two");
        byte[] octets =
                there.in(
                        "INBOX",
                        inbox -> {
                            Uid two =
                                    entries(inbox).stream()
                                            .filter(e -> e.subject().equals("two"))
                                            .findFirst()
                                            .orElseThrow()
                                            .uid();
                            assertThat(inbox.isAtHand(two)).isFalse();
                            byte[] read = inbox.fetch(two);
                            assertThat(inbox.isAtHand(two)).isTrue();
                            return read;
                        });
        assertThat(octets).isEqualTo(message("two").octets());
        IndexEntry entry = there.in("INBOX", inbox -> entries(inbox).getFirst());
        assertThat(entry.arrival()).isEqualTo(message("x").arrival());
        assertThat(entry.fromAddress()).isEqualTo("ada@example.org");
        assertThat(entry.size()).isEqualTo(message("two").octets().length);
    }

    /// Small ones come together and large ones in pieces; each is kept as the server has it.
    @Test
    void whatIsToBeKeptIsKeptWhole() throws Exception {
        List<NewMessage> sent = new ArrayList<>();
        for (int n = 0; n < 70; n++) {
            int size = n == 40 ? 3 << 20 : n == 50 ? 1 << 20 : 500 * n;
            NewMessage small = message("number " + n);
            String more = ("\r\n" + "x".repeat(70)).repeat(size / 72);
            byte[] octets = (new String(small.octets(), UTF_8) + more).getBytes(UTF_8);
            sent.add(new NewMessage(octets, small.marks(), small.arrival()));
        }
        here.in("INBOX", inbox -> inbox.appendAll(sent));

        try (ImapAccount account = there.account(new Keeping.All())) {
            account.synchronise();
        }
        try (ImapAccount account = ImapHome.at(1, home.resolve("there")).account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            List<byte[]> kept = new ArrayList<>();
            for (IndexEntry each : entries(inbox)) {
                assertThat(inbox.isAtHand(each.uid())).as(each.subject()).isTrue();
                kept.add(inbox.fetch(each.uid()));
            }
            assertThat(kept)
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyInAnyOrderElementsOf(
                            sent.stream().map(NewMessage::octets).toList());
        }
    }

    @Test
    void marksMovesAndRemovalsArriveAtTheOtherMachineAndNothingComesTwice() throws Exception {
        List<Uid> uids = put(here, "one", "two", "three");
        assertThat(there.subjects("INBOX")).hasSize(3);

        here.in(
                "INBOX",
                inbox ->
                        inbox.changeFlags(
                                List.of(uids.get(0)),
                                new FlagChange(
                                        java.util.Set.of(Flag.SEEN, Flag.FORWARDED),
                                        java.util.Set.of(),
                                        java.util.Set.of("todo"),
                                        java.util.Set.of())));
        try (ImapAccount account = here.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(new MailboxName("Archive"))) {
            inbox.move(List.of(uids.get(1)), archive, Progress.UNWATCHED);
            inbox.copy(List.of(uids.get(0)), archive, Progress.UNWATCHED);
            inbox.expunge(List.of(uids.get(2)), Progress.UNWATCHED);
            assertThat(subjects(inbox)).containsExactly("one");
            assertThat(subjects(archive)).containsExactly("one", "two");
        }

        assertThat(there.subjects("INBOX")).containsExactly("one");
        assertThat(there.subjects("Archive")).containsExactly("one", "two");
        assertThat(here.subjects("Archive")).containsExactly("one", "two");
        IndexEntry one = there.in("INBOX", inbox -> entries(inbox).getFirst());
        assertThat(one.flags()).containsExactlyInAnyOrder(Flag.SEEN, Flag.FORWARDED);
        assertThat(one.keywords()).containsExactly("todo");
    }

    @Test
    void aReaderHearsExactlyWhatIsDifferent() throws Exception {
        List<Uid> uids = put(here, "one", "two");
        try (ImapAccount account = here.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            var known = hazel.index.Snapshot.builder();
            inbox.scan(known::add, Progress.UNWATCHED);
            var before = known.build();
            assertThat(inbox.changes(before)).isEmpty();
            byte[] state = inbox.state().orElseThrow().octets();

            put(there, "three");
            there.in(
                    "INBOX",
                    other -> {
                        for (IndexEntry each : entries(other)) {
                            if (each.subject().equals("one")) {
                                other.expunge(List.of(each.uid()), Progress.UNWATCHED);
                            } else if (each.subject().equals("two")) {
                                other.changeFlags(
                                        List.of(each.uid()), FlagChange.adding(Flag.FLAGGED));
                            }
                        }
                        return other;
                    });

            try (Mailbox again = store.open(MailboxName.INBOX)) {
                assertThat(again.resume(ByteBuffer.wrap(state))).isTrue();
                List<Change> changes = again.changes(before);
                assertThat(changes).hasSize(3);
                assertThat(changes).contains(new Change.Gone(uids.get(0)));
                assertThat(changes)
                        .contains(
                                new Change.Flagged(
                                        uids.get(1),
                                        java.util.Set.of(Flag.FLAGGED),
                                        java.util.Set.of()));
                assertThat(again.changes(before.apply(changes))).isEmpty();
                assertThat(again.changes(Known.NOTHING)).isEmpty();
            }
        }
    }

    @Test
    void whatWasDoneWithoutAConnectionWaitsAndIsDoneOnce() throws Exception {
        List<Uid> uids = put(here, "one", "two", "three");
        var offline = ImapHome.at(1, home.resolve("here"));

        offline.in(
                "INBOX",
                inbox -> {
                    inbox.appendAll(List.of(message("four")));
                    inbox.changeFlags(List.of(uids.get(0)), FlagChange.adding(Flag.SEEN));
                    inbox.expunge(List.of(uids.get(2)), Progress.UNWATCHED);
                    assertThat(subjects(inbox)).containsExactly("four", "one", "two");
                    return inbox;
                });
        try (ImapAccount account = offline.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox trash = store.open(new MailboxName("Trash"))) {
            Uid four =
                    entries(inbox).stream()
                            .filter(e -> e.subject().equals("four"))
                            .findFirst()
                            .orElseThrow()
                            .uid();
            inbox.move(List.of(four, uids.get(1)), trash, Progress.UNWATCHED);
        }
        assertThat(offline.news()).contains("offline", "5 changes wait for the server");

        here.account().synchronise();
        assertThat(there.subjects("INBOX")).containsExactly("one");
        assertThat(there.subjects("Trash")).containsExactly("four", "two");
        assertThat(here.subjects("INBOX")).containsExactly("one");
        assertThat(here.subjects("Trash")).containsExactly("four", "two");
        assertThat(here.in("INBOX", inbox -> entries(inbox).getFirst()).flags())
                .containsExactly(Flag.SEEN);
    }

    @Test
    void aMessageThatIsGoneAtTheServerIsNotMovedAndThatIsTold() throws Exception {
        List<Uid> uids = put(here, "one");
        var offline = ImapHome.at(1, home.resolve("here"));
        try (ImapAccount account = offline.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox trash = store.open(new MailboxName("Trash"))) {
            inbox.move(uids, trash, Progress.UNWATCHED);
        }
        there.in(
                "INBOX",
                inbox ->
                        inbox.expunge(
                                entries(inbox).stream().map(IndexEntry::uid).toList(),
                                Progress.UNWATCHED));

        here.account().synchronise();

        assertThat(here.subjects("Trash")).isEmpty();
        assertThat(here.news())
                .contains("1 message was gone at the server before it could be moved");
    }

    @Test
    void aServerThatNumbersAnewCostsNoChange() throws Exception {
        List<Uid> uids = put(here, "one", "two");
        var offline = ImapHome.at(1, home.resolve("here"));
        offline.in(
                "INBOX",
                inbox -> inbox.changeFlags(List.of(uids.get(1)), FlagChange.adding(Flag.FLAGGED)));
        try (var files = Files.walk(Path.of(dovecot.value("MAILDIR")))) {
            for (Path file :
                    files.filter(f ->
                                    f.endsWith("Maildir/dovecot-uidlist")
                                            || f.getFileName()
                                                            .toString()
                                                            .startsWith("dovecot.index")
                                                    && f.getParent().endsWith("Maildir"))
                            .toList()) {
                Files.delete(file);
            }
        }

        here.account().synchronise();

        List<IndexEntry> entries = here.in("INBOX", ImapHome::entries);
        assertThat(entries).extracting(IndexEntry::uid).containsExactlyInAnyOrderElementsOf(uids);
        there.in(
                "INBOX",
                inbox -> {
                    assertThat(entries(inbox))
                            .filteredOn(e -> e.flags().contains(Flag.FLAGGED))
                            .extracting(IndexEntry::subject)
                            .containsExactly("two");
                    return inbox;
                });
    }

    @Test
    void mailboxesAreMadeRenamedAndRemovedAtTheServer() throws Exception {
        var name = new MailboxName("Bücher/ganz & gar");
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            store.create(name);
            assertThat(store.names()).contains(name);
        }
        try (ImapAccount account = there.account();
                MessageStore store = account.open()) {
            assertThat(store.list()).extracting(MailboxInfo::name).contains(name);
            store.rename(name, new MailboxName("Bücher/neu"));
            store.delete(new MailboxName("Bücher/neu"));
            assertThat(store.names()).doesNotContain(name, new MailboxName("Bücher/neu"));
        }
        try (ImapAccount account = ImapHome.at(1, home.resolve("here")).account();
                MessageStore store = account.open()) {
            assertThatThrownBy(() -> store.create(new MailboxName("other")))
                    .isInstanceOf(MailException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "X-UNKNOWN"})
    void logsInByEachMechanismOverVerifiedTls(String mechanism) throws Exception {
        ImapServer server = tls("localhost", ImapHome.PASSWORD, Optional.of(mechanism));
        if (mechanism.startsWith("X-")) {
            assertThatThrownBy(() -> Connection.open(server)).hasMessageContaining("X-UNKNOWN");
            return;
        }
        try (Connection connection = Connection.open(server)) {
            assertThat(connection.offers("QRESYNC")).isTrue();
        }
    }

    @Test
    void startTlsComesBeforeTheLogin() throws Exception {
        ImapServer implicit = tls("localhost", ImapHome.PASSWORD, Optional.empty());
        var server =
                new ImapServer(
                        "localhost",
                        dovecot.port("IMAP_PORT"),
                        ImapServer.Protection.STARTTLS,
                        implicit.login(),
                        implicit.tls(),
                        implicit.connect(),
                        implicit.answer());
        try (Connection connection = Connection.open(server)) {
            assertThat(connection.offers("IDLE")).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsOneAndSaysWhose() {
        ImapServer server = tls("localhost", "wrong", Optional.empty());
        assertThatThrownBy(() -> Connection.open(server))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e ->
                                assertThat(e.problem())
                                        .isInstanceOfSatisfying(
                                                Problem.BadCredentials.class,
                                                p ->
                                                        assertThat(p.message())
                                                                .contains("julius")
                                                                .doesNotContain("wrong")));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        ImapServer server = tls("127.0.0.2", ImapHome.PASSWORD, Optional.empty());
        var strict =
                new ImapServer(
                        "127.0.0.2",
                        server.port(),
                        server.protection(),
                        server.login(),
                        (socket, _) ->
                                Trust.SYSTEM
                                        .withAuthorities(dovecot.ca())
                                        .handshake(socket, "other.example", socket.getPort()),
                        server.connect(),
                        server.answer());
        assertThatThrownBy(() -> Connection.open(strict))
                .isInstanceOfSatisfying(
                        MailException.class,
                        e -> assertThat(e.problem()).isInstanceOf(Problem.BadCertificate.class));
    }

    private static ImapServer tls(String host, String password, Optional<String> mechanism) {
        return new ImapServer(
                host,
                dovecot.port("IMAPS_PORT"),
                ImapServer.Protection.IMPLICIT_TLS,
                new Login(Credentials.password(ImapHome.USER, password), mechanism),
                (socket, name) ->
                        Trust.SYSTEM
                                .withAuthorities(dovecot.ca())
                                .handshake(socket, name, socket.getPort()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
    }

    @Test
    void aLargeMessageComesWholeInPieces() throws Exception {
        String line = "0123456789".repeat(7) + "\r\n";
        String text = "Subject: large\r\n\r\n" + line.repeat(40_000);
        var large =
                new NewMessage(
                        text.getBytes(US_ASCII), message("x").marks(), message("x").arrival());
        here.in("INBOX", inbox -> inbox.appendAll(List.of(large)));

        byte[] octets = there.in("INBOX", inbox -> inbox.fetch(entries(inbox).getFirst().uid()));
        assertThat(octets).isEqualTo(large.octets());
    }
}
