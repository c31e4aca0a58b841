package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Courier;
import hazel.Dovecot;
import hazel.sasl.Credentials;
import hazel.sasl.Login;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
import hazel.store.Marks;
import hazel.store.MessageStore;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Two replicas of one account at a server of another family than Dovecot's: it has UTF8=ACCEPT and
/// ENABLE, and neither MOVE nor CONDSTORE, SPECIAL-USE, LIST-EXTENDED, ESEARCH or UNSELECT.
class CourierIT {

    private static Courier courier;

    @TempDir Path home;
    private LesserServer between;
    private ImapHome here;
    private ImapHome there;

    @BeforeAll
    static void start() throws Exception {
        courier = Courier.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (courier != null) {
            courier.close();
        }
    }

    @BeforeEach
    void twoMachines() throws Exception {
        between = new LesserServer(courier.port(), Set.of());
        here = ImapHome.ada(between.port(), home.resolve("here"));
        there = ImapHome.ada(courier.port(), home.resolve("there"));
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            for (MailboxName each : store.names()) {
                if (each.equals(MailboxName.INBOX)) {
                    try (Mailbox inbox = store.open(each)) {
                        List<Uid> all = entries(inbox).stream().map(IndexEntry::uid).toList();
                        inbox.expunge(all, Progress.UNWATCHED);
                    }
                } else {
                    store.delete(each);
                }
            }
        }
    }

    /// As octets, which is how they were counted when they went by.
    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "CRAM-MD5"})
    void logsInByEachMechanism(String mechanism) throws Exception {
        ImapServer plain = here.server();
        var server =
                new ImapServer(
                        plain.host(),
                        plain.port(),
                        plain.protection(),
                        new Login(
                                Credentials.password(Dovecot.USER, Dovecot.PASSWORD),
                                Optional.of(mechanism)),
                        plain.tls(),
                        plain.connect(),
                        plain.answer());
        try (Connection connection = Connection.open(server)) {
            assertThat(connection.isUtf8()).isTrue();
        }
    }

    @Test
    void namesBeyondAsciiGoToItAsTheyAre() throws Exception {
        var name = new MailboxName("Bücher/ganz & gar 本");
        var other = new MailboxName("Bücher/neu");
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            store.create(name);
            assertThat(store.names()).contains(name);
        }
        try (ImapAccount account = there.account();
                MessageStore store = account.open()) {
            assertThat(store.list()).extracting(MailboxInfo::name).contains(name);
            try (Mailbox books = store.open(name)) {
                Uid one = books.appendAll(List.of(message("one"))).getFirst();
                books.changeFlags(List.of(one), FlagChange.adding(Flag.DELETED));
            }
            store.rename(name, other);
        }
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            assertThat(store.names()).contains(other).doesNotContain(name);
            try (Mailbox books = store.open(other)) {
                assertThat(subjects(books)).containsExactly("one"); // which is only marked
            }
            store.delete(other);
            assertThat(store.names()).doesNotContain(other);
        }
        assertThat(between.heard("ENABLE UTF8=ACCEPT")).isTrue();
        assertThat(between.heard(octets("CREATE \"INBOX.Bücher.ganz & gar 本\"").toUpperCase()))
                .isTrue();
    }

    /// A header of RFC 6532 goes there and comes back as it was, with its marks.
    @Test
    void aMessageWithAHeaderInUtf8ComesBackAsItWas() throws Exception {
        byte[] octets =
                """
                From: Jörg <jörg@bücher.example>
                To: ada@example.org
                Subject: Grüße aus 京都
                Message-ID: <utf8@example.org>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                Schöne Grüße.
                """
                        .replace("\n", "\r\n")
                        .getBytes(UTF_8);
        var marks = new Marks(Set.of(Flag.FLAGGED, Flag.FORWARDED), Set.of("todo"));
        var name = new MailboxName("Grüße");
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            store.create(name);
            try (Mailbox mailbox = store.open(name)) {
                mailbox.appendAll(List.of(new NewMessage(octets, marks, message("x").arrival())));
            }
        }
        assertThat(here.news()).noneMatch(n -> n.contains("stays on this machine"));
        there.in(
                name.value(),
                mailbox -> {
                    IndexEntry entry = entries(mailbox).getFirst();
                    assertThat(entry.subject()).isEqualTo("Grüße aus 京都");
                    assertThat(entry.fromAddress()).isEqualTo("jörg@bücher.example");
                    assertThat(entry.flags())
                            .containsExactlyInAnyOrder(Flag.FLAGGED, Flag.FORWARDED);
                    assertThat(entry.keywords()).containsExactly("todo");
                    assertThat(entry.arrival()).isEqualTo(message("x").arrival());
                    assertThat(mailbox.fetch(entry.uid())).isEqualTo(octets);
                    return mailbox;
                });
    }

    @Test
    void marksMovesAndRemovalsArriveAtTheOtherMachineAndNothingComesTwice() throws Exception {
        var archive = new MailboxName("Ablage für 2026");
        try (ImapAccount account = here.account();
                MessageStore store = account.open()) {
            store.create(archive);
            try (Mailbox inbox = store.open(MailboxName.INBOX);
                    Mailbox away = store.open(archive)) {
                List<Uid> uids =
                        inbox.appendAll(List.of(message("one"), message("two"), message("three")));
                inbox.changeFlags(uids, FlagChange.adding(Flag.SEEN));
                inbox.changeFlags(
                        uids.subList(0, 1),
                        new FlagChange(
                                Set.of(Flag.ANSWERED), Set.of(Flag.SEEN), Set.of("x"), Set.of()));
                inbox.copy(uids.subList(0, 1), away, Progress.UNWATCHED);
                inbox.move(uids.subList(1, 2), away, Progress.UNWATCHED);
                inbox.expunge(uids.subList(2, 3), Progress.UNWATCHED);
            }
        }
        assertThat(there.subjects("INBOX")).containsExactly("one");
        assertThat(there.subjects(archive.value())).containsExactly("one", "two");
        IndexEntry one = there.in("INBOX", inbox -> entries(inbox).getFirst());
        assertThat(one.flags()).containsExactly(Flag.ANSWERED);
        assertThat(one.keywords()).containsExactly("x");

        there.in(
                "INBOX",
                inbox ->
                        inbox.changeFlags(
                                List.of(entries(inbox).getFirst().uid()),
                                FlagChange.adding(Flag.FLAGGED)));
        try (ImapAccount account = here.account()) {
            account.synchronise();
        }
        assertThat(here.in("INBOX", inbox -> entries(inbox).getFirst()).flags())
                .containsExactlyInAnyOrder(Flag.ANSWERED, Flag.FLAGGED);
        assertThat(here.subjects(archive.value())).containsExactly("one", "two");
    }

    @Test
    void itsSearchFindsWordsBeyondAscii() throws Exception {
        there.in(
                "INBOX",
                inbox ->
                        inbox.appendAll(
                                List.of(
                                        message("one"),
                                        new NewMessage(
                                                """
                                                Subject: two
                                                MIME-Version: 1.0
                                                Content-Type: text/plain; charset=iso-8859-1
                                                Content-Transfer-Encoding: quoted-printable

                                                Sch=F6ne Gr=FC=DFe
                                                """
                                                        .replace("\n", "\r\n")
                                                        .getBytes(UTF_8),
                                                Marks.NONE,
                                                message("x").arrival()))));
        Set<Uid> found = here.in("INBOX", inbox -> inbox.awayWith("Grüße"));
        assertThat(found).hasSize(1);
    }
}
