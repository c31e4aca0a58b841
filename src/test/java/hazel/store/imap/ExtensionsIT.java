package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
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
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compression, quotas and subscriptions, with a Dovecot that has them, and the same where they are
/// not offered.
class ExtensionsIT {

    private static Optional<Dovecot> dovecot = Optional.empty();

    @TempDir private Path home;

    @BeforeAll
    static void start() throws Exception {
        dovecot =
                Optional.of(
                        Dovecot.start(
                                "imap",
                                """
                                mail_plugins = zlib quota
                                protocol imap {
                                  mail_plugins = zlib quota imap_zlib imap_quota
                                }
                                plugin {
                                  quota = count:User quota
                                  quota_vsizes = yes
                                  quota_rule = *:storage=40k
                                  quota_grace = 0
                                }
                                namespace inbox {
                                  mailbox Seldom {
                                    auto = create
                                  }
                                  mailbox Often {
                                    auto = subscribe
                                  }
                                }
                                """));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    @BeforeEach
    void empty() throws Exception {
        for (String mailbox : List.of("INBOX", "Often", "Seldom")) {
            there().in(
                            mailbox,
                            m ->
                                    m.expunge(
                                            entries(m).stream().map(IndexEntry::uid).toList(),
                                            Progress.UNWATCHED));
        }
    }

    private ImapHome there() {
        return ImapHome.at(dovecot.orElseThrow(), home.resolve("there"));
    }

    private static NewMessage large(String subject, int octets) {
        String text = "Subject: " + subject + "\r\n\r\n" + "words and more\r\n".repeat(octets / 16);
        return new NewMessage(
                text.getBytes(StandardCharsets.US_ASCII),
                Marks.NONE,
                Instant.parse("2026-11-29T12:00:00Z"));
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE, true", "COMPRESS=DEFLATE, false"})
    void whatIsSaidIsCompressedWhereThatIsOffered(String missing, boolean isCompressed)
            throws Exception {
        try (var lesser = new LesserServer(dovecot.orElseThrow().port(), Set.of(missing))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            here.in("INBOX", m -> m.appendAll(List.of(large("one", 20_000), message("two"))));
            there().in("INBOX", m -> m.appendAll(List.of(message("three"))));
            assertThat(here.subjects("INBOX")).containsExactly("one", "three", "two");
            try (ImapAccount account = here.account(new Keeping.All())) {
                account.synchronise();
            }
            byte[] octets = there().in("INBOX", m -> m.fetch(entries(m).getLast().uid()));
            assertThat(octets).isEqualTo(large("one", 20_000).octets());
            assertThat(lesser.heard("COMPRESS DEFLATE")).isEqualTo(isCompressed);
            assertThat(lesser.heard("UID FETCH")).isEqualTo(!isCompressed);
        }
    }

    @Test
    void whatTheServerHasNoRoomForWaitsAndTheRestIsDone() throws Exception {
        ImapHome here = ImapHome.at(dovecot.orElseThrow(), home.resolve("here"));
        here.in("INBOX", m -> m.appendAll(List.of(large("filler", 30_000), message("small"))));
        try (ImapAccount account = here.account();
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox often = store.open(new MailboxName("Often"))) {
            var big = inbox.appendAll(List.of(large("big", 20_000)));
            inbox.move(big, often, Progress.UNWATCHED);
            inbox.copy(
                    entries(inbox).stream()
                            .filter(e -> e.subject().equals("filler"))
                            .map(IndexEntry::uid)
                            .toList(),
                    often,
                    Progress.UNWATCHED);
            inbox.appendAll(List.of(message("tiny")));
        }
        assertThat(here.news())
                .anyMatch(n ->
                        n.startsWith(
                                "1 message waits on this machine until the server takes it:"
                                        + " 127.0.0.1 has no room left: "));
        assertThat(there().subjects("INBOX")).containsExactly("filler", "small", "tiny");
        assertThat(there().subjects("Often")).isEmpty();
        assertThat(here.subjects("Often")).containsExactly("big", "filler");

        there().in(
                        "INBOX",
                        m ->
                                m.expunge(
                                        entries(m).stream()
                                                .filter(e -> e.subject().equals("small"))
                                                .map(IndexEntry::uid)
                                                .toList(),
                                        Progress.UNWATCHED));
        assertThat(here.subjects("Often")).containsExactly("big", "filler");

        // Room is made, and all of it is done: first the message, then its move, then the copy.
        dovecot.orElseThrow().setting("quota_rule = *:storage=40k", "quota_rule = *:storage=400k");
        while (here.news().stream().filter(n -> n.contains(" until the server takes ")).count()
                > 0) {
            here.news().clear(); // until the setting counts
            try (ImapAccount account = here.account()) {
                account.synchronise();
            }
        }
        assertThat(there().subjects("INBOX")).containsExactly("filler", "tiny");
        assertThat(there().subjects("Often")).containsExactly("big", "filler");
        assertThat(here.subjects("Often")).containsExactly("big", "filler");
        dovecot.orElseThrow().setting("quota_rule = *:storage=400k", "quota_rule = *:storage=40k");
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE, true", "QUOTA, false"})
    void whatThereIsNoRoomForIsNotSentAgainBeforeThereMayBe(String missing, boolean isSeen)
            throws Exception {
        there().in("INBOX", m -> m.appendAll(List.of(large("filler", 30_000))));
        try (var lesser =
                new LesserServer(
                        dovecot.orElseThrow().port(), Set.of(missing, "COMPRESS=DEFLATE"))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            here.in("INBOX", m -> m.appendAll(List.of(large("big", 20_000))));
            assertThat(lesser.times(" APPEND ")).isEqualTo(1);
            assertThat(here.news().getLast())
                    .startsWith("1 change waits for the server: 127.0.0.1 has no room left: ")
                    .containsPattern("; tried again at [-0-9]{10} [:0-9]{5}$");

            // Neither by the next command nor by the next change; twice as long after each try.
            here.subjects("INBOX");
            here.in("INBOX", m -> m.appendAll(List.of(message("tiny"))));
            here.after(Duration.ofMinutes(29)).subjects("INBOX");
            assertThat(lesser.times(" APPEND ")).isEqualTo(2);
            here.after(Duration.ofMinutes(31)).subjects("INBOX");
            assertThat(lesser.times(" APPEND ")).isEqualTo(3);
            here.after(Duration.ofMinutes(89)).subjects("INBOX");
            assertThat(lesser.times(" APPEND ")).isEqualTo(3);
            try (ImapAccount account = here.account()) {
                assertThat(account.synchronise()).isEqualTo(1);
            }
            assertThat(lesser.times(" APPEND ")).isEqualTo(4);

            there().in(
                            "INBOX",
                            m ->
                                    m.expunge(
                                            List.of(entries(m).getLast().uid()),
                                            Progress.UNWATCHED));
            here.subjects("INBOX");
            assertThat(lesser.times(" APPEND ")).isEqualTo(isSeen ? 5 : 4);
            here.after(Duration.ofDays(2)).subjects("INBOX");
            assertThat(there().subjects("INBOX")).contains("big");
        }
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE, true", "QUOTA, false"})
    void thatThereIsHardlyRoomLeftIsSaid(String missing, boolean isSaid) throws Exception {
        there().in("INBOX", m -> m.appendAll(List.of(large("filler", 38_000))));
        try (var lesser =
                new LesserServer(
                        dovecot.orElseThrow().port(), Set.of(missing, "COMPRESS=DEFLATE"))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.synchronise();
            }
            assertThat(here.news())
                    .filteredOn(n -> n.startsWith("hardly any room is left at 127.0.0.1: "))
                    .hasSize(isSaid ? 1 : 0);
            assertThat(lesser.heard("GETQUOTAROOT")).isEqualTo(isSaid);
        }
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE", "ESEARCH", "LITERAL+", "ESEARCH LITERAL+ COMPRESS=DEFLATE"})
    void theServerSearchesWhatIsNotHere(String missing) throws Exception {
        var harvest =
                new NewMessage(
                        "Subject: one\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÄhrenfest\r\n"
                                .getBytes(StandardCharsets.UTF_8),
                        Marks.NONE,
                        Instant.parse("2026-11-29T12:00:00Z"));
        there().in("INBOX", m -> m.appendAll(List.of(harvest, message("two"), message("three"))));
        try (var lesser =
                new LesserServer(dovecot.orElseThrow().port(), Set.of(missing.split(" ")))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            List<String> found =
                    here.in(
                            "INBOX",
                            m -> {
                                assertThat(m.away()).hasSize(3);
                                List<String> subjects = new java.util.ArrayList<>();
                                for (String text : List.of("ährenfest", "text of", "\"\\ nobody")) {
                                    for (Uid uid : m.awayWith(text)) {
                                        subjects.add(m.find(uid).orElseThrow().subject());
                                    }
                                }
                                return subjects;
                            });
            assertThat(found).containsExactlyInAnyOrder("one", "two", "three");
        }
    }

    @ParameterizedTest(name = "without {0}")
    @CsvSource({"NONE", "LIST-EXTENDED"})
    void onlyWhatIsSubscribedIsListedWhereThatIsWanted(String missing) throws Exception {
        try (var lesser =
                new LesserServer(
                        dovecot.orElseThrow().port(), Set.of(missing, "COMPRESS=DEFLATE"))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            there().in("Seldom", m -> m.appendAll(List.of(message("one"))));
            try (ImapAccount account = here.account(new Keeping.All(), Choice.Listing.SUBSCRIBED);
                    MessageStore store = account.open()) {
                assertThat(store.names())
                        .containsExactly(MailboxName.INBOX, new MailboxName("Often"));
                assertThat(store.list()).hasSize(2);
                try (Mailbox seldom = store.open(new MailboxName("Seldom"))) {
                    assertThat(ImapHome.subjects(seldom)).containsExactly("one");
                }
            }
            try (ImapAccount account = here.account();
                    MessageStore store = account.open()) {
                assertThat(store.names()).contains(new MailboxName("Seldom"));
            }
        }
    }
}
