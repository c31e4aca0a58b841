package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Servers;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxInfo;
import hazel.store.MailboxName;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// The account as the screens have it: kept alike by itself, through broken connections too.
class BackgroundIT {

    private static Servers dovecot;

    @TempDir Path home;
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
    void empty() throws Exception {
        there = ImapHome.at(dovecot, home.resolve("there"));
        for (String mailbox : List.of("INBOX", "Archive")) {
            there.in(
                    mailbox,
                    m ->
                            m.expunge(
                                    entries(m).stream().map(IndexEntry::uid).toList(),
                                    Progress.UNWATCHED));
        }
    }

    /// Until it is so; a test that waits for ever fails by the build's own limit.
    private static <T> void until(Callable<T> value, T wanted) throws Exception {
        while (!wanted.equals(value.call())) {
            LockSupport.parkNanos(20_000_000); // not to keep the server from its work
        }
    }

    @Test
    void whatHappensOnEitherSideIsOnTheOther() throws Exception {
        there.in("INBOX", m -> m.appendAll(List.of(message("one"))));
        ImapHome here = ImapHome.at(dovecot, home.resolve("here"));
        try (ImapAccount account = here.account()) {
            account.start();
            try (MessageStore store = account.open();
                    Mailbox inbox = store.open(MailboxName.INBOX)) {
                until(() -> subjects(inbox), List.of("one"));
                there.in("INBOX", m -> m.appendAll(List.of(message("two"))));
                until(() -> subjects(inbox), List.of("one", "two"));
                Uid one =
                        entries(inbox).stream()
                                .filter(e -> e.subject().equals("one"))
                                .findFirst()
                                .orElseThrow()
                                .uid();
                assertThat(inbox.fetch(one)).isEqualTo(message("one").octets());
                inbox.changeFlags(List.of(one), FlagChange.adding(Flag.FLAGGED));
            }
        }
        assertThat(there.in("INBOX", ImapHome::entries))
                .filteredOn(e -> e.flags().contains(Flag.FLAGGED))
                .extracting(IndexEntry::subject)
                .containsExactly("one");
    }

    @Test
    void aConnectionThatBreaksIsMadeAgainAndTheChangeIsDoneOnce() throws Exception {
        try (var proxy =
                new FaultProxy(dovecot.port("IMAP_PORT"), "APPEND", FaultProxy.Fault.AFTER)) {
            ImapHome here = ImapHome.at(proxy.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.start();
                try (MessageStore store = account.open();
                        Mailbox inbox = store.open(MailboxName.INBOX)) {
                    inbox.appendAll(List.of(message("mine")));
                    assertThat(subjects(inbox)).containsExactly("mine");
                    until(() -> isNews(here, "offline"), true);
                    inbox.appendAll(List.of(message("more")));
                    until(() -> there.subjects("INBOX"), List.of("mine", "more"));
                    assertThat(subjects(inbox)).containsExactly("mine", "more");
                }
            }
        }
        assertThat(there.subjects("INBOX")).containsExactly("mine", "more");
    }

    private static String last(ImapHome here) {
        synchronized (here.news()) {
            return here.news().getLast();
        }
    }

    /// Before it is given up.
    @Test
    void aServerThatFallsSilentIsToldOf() throws Exception {
        try (var proxy =
                new FaultProxy(dovecot.port("IMAP_PORT"), "APPEND", FaultProxy.Fault.SILENCE)) {
            ImapHome here = ImapHome.at(proxy.port(), home.resolve("here"), Duration.ofSeconds(6));
            try (ImapAccount account = here.account()) {
                account.start();
                try (MessageStore store = account.open();
                        Mailbox inbox = store.open(MailboxName.INBOX)) {
                    inbox.appendAll(List.of(message("mine")));
                    until(() -> isNews(here, "offline"), true);
                    until(() -> last(here), "online");
                }
            }
            assertThat(there.subjects("INBOX")).containsExactly("mine");
            synchronized (here.news()) {
                assertThat(here.news())
                        .containsSubsequence("online", "silent", "offline", "connecting", "online");
            }
        }
    }

    /// Though somebody looks at it while they come.
    @Test
    void theHeadersOfAnOpenMailboxComeOnce() throws Exception {
        List<NewMessage> many =
                IntStream.range(0, 250).mapToObj(i -> message("message " + i)).toList();
        there.in("INBOX", m -> m.appendAll(many));
        try (var lesser = new LesserServer(dovecot.port("IMAP_PORT"), Set.of())) {
            ImapHome here = ImapHome.at(lesser.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.start();
                try (MessageStore store = account.open();
                        Mailbox inbox = store.open(MailboxName.INBOX)) {
                    until(() -> lesser.heard(" IDLE\r\n"), true);
                    assertThat(entries(inbox)).hasSize(many.size());
                }
            }
            assertThat(lesser.times("RFC822.SIZE")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void newMailIsSeenThoughTheWaitForItWasDisturbed(FaultProxy.Fault fault) throws Exception {
        disturbed(dovecot.port("IMAP_PORT"), fault);
    }

    @ParameterizedTest
    @EnumSource
    void newMailIsSeenThoughTheWaitInOneMailboxWasDisturbed(FaultProxy.Fault fault)
            throws Exception {
        try (var lesser = new LesserServer(dovecot.port("IMAP_PORT"), Set.of("NOTIFY"))) {
            disturbed(lesser.port(), fault);
        }
    }

    private void disturbed(int port, FaultProxy.Fault fault) throws Exception {
        try (var proxy = new FaultProxy(port, "IDLE", fault)) {
            ImapHome here = ImapHome.at(proxy.port(), home.resolve("here"), Duration.ofSeconds(2));
            try (ImapAccount account = here.account()) {
                account.start();
                try (MessageStore store = account.open();
                        Mailbox inbox = store.open(MailboxName.INBOX)) {
                    until(proxy::isMet, true);
                    there.in("INBOX", m -> m.appendAll(List.of(message("one"))));
                    until(() -> subjects(inbox), List.of("one"));
                    there.in("INBOX", m -> m.appendAll(List.of(message("two"))));
                    until(() -> subjects(inbox), List.of("one", "two"));
                }
            }
            assertThat(here.news()).noneMatch(n -> n.contains("bug"));
        }
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(
            strings = {
                "NOTIFY",
                "NOTIFY IDLE",
                "NOTIFY LIST-STATUS",
                "NOTIFY LIST-EXTENDED LIST-STATUS CONDSTORE QRESYNC"
            })
    void newMailInAnotherMailboxIsCountedAtTheNextLook(String missing) throws Exception {
        try (var lesser = new LesserServer(dovecot.port("IMAP_PORT"), Set.of(missing.split(" ")))) {
            ImapHome here = ImapHome.at(lesser.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.start();
                try (MessageStore store = account.open()) {
                    until(() -> isListed(store), true);
                    there.in("Archive", m -> m.appendAll(List.of(message("one"))));
                    account.nudge();
                    until(() -> unseen(store), 1L);
                }
            }
            assertThat(lesser.heard("STATUS \"ARCHIVE\"") || lesser.heard("STATUS ARCHIVE"))
                    .isEqualTo(missing.contains("LIST-STATUS"));
        }
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"NONE", "CONDSTORE QRESYNC"})
    void newMailInAnotherMailboxIsToldByTheServer(String missing) throws Exception {
        try (var lesser = new LesserServer(dovecot.port("IMAP_PORT"), Set.of(missing.split(" ")))) {
            ImapHome here = ImapHome.at(lesser.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.start();
                until(() -> lesser.heard(" IDLE\r\n"), true);
                try (MessageStore store = account.open();
                        Mailbox archive = store.open(new MailboxName("Archive"))) {
                    for (String each : List.of("one", "two")) {
                        there.in("Archive", m -> m.appendAll(List.of(message(each))));
                        until(() -> subjects(archive).contains(each), true);
                    }
                    there.in(
                            "Archive",
                            m ->
                                    m.changeFlags(
                                            entries(m).stream().map(IndexEntry::uid).toList(),
                                            FlagChange.adding(Flag.SEEN)));
                    until(() -> unseen(store), 0L);
                }
            }
            assertThat(lesser.heard(" NOTIFY SET ")).isTrue();
        }
    }

    @Test
    void aMailboxThatIsMadeAtTheServerIsListedSoon() throws Exception {
        var name = new MailboxName("Made" + System.nanoTime());
        try (var lesser = new LesserServer(dovecot.port("IMAP_PORT"), Set.of());
                ImapAccount account = ImapHome.at(lesser.port(), home.resolve("here")).account()) {
            account.start();
            until(() -> lesser.heard(" IDLE\r\n"), true);
            try (ImapAccount other = there.account();
                    MessageStore elsewhere = other.open()) {
                elsewhere.create(name);
                try (MessageStore store = account.open()) {
                    until(() -> store.names().contains(name), true);
                }
                elsewhere.delete(name);
            }
        }
    }

    private static boolean isListed(MessageStore store) throws MailException {
        return store.names().contains(new MailboxName("Archive"));
    }

    private static long unseen(MessageStore store) throws MailException {
        return store.list().stream()
                .filter(i -> i.name().value().equals("Archive"))
                .mapToLong(MailboxInfo::unseen)
                .sum();
    }

    @Test
    void aServerThatGoesIsSeenToBeGoneThoughNothingIsAskedOfIt() throws Exception {
        try (var brief = new LesserServer(dovecot.port("IMAP_PORT"), Set.of())) {
            ImapHome here = ImapHome.at(brief.port(), home.resolve("here"));
            try (ImapAccount account = here.account()) {
                account.start();
                until(() -> isNews(here, "online"), true);
                brief.close();
                until(() -> isNews(here, "offline"), true);
            }
        }
    }

    private static boolean isNews(ImapHome here, String word) {
        synchronized (here.news()) {
            return here.news().contains(word);
        }
    }

    @Test
    void onlyOneOfTwoProcessesDealsWithTheServerAndBothSeeTheSame() throws Exception {
        ImapHome here = ImapHome.at(dovecot, home.resolve("here"));
        try (ImapAccount account = here.account()) {
            account.start();
            try (MessageStore store = account.open();
                    Mailbox inbox = store.open(MailboxName.INBOX)) {
                until(() -> isSomebodyIn(account), true);
                here.in("INBOX", m -> m.appendAll(List.of(message("queued"))));
                assertThat(subjects(inbox)).containsExactly("queued");
                until(this::isThere, true);
            }
        }
    }

    private static boolean isSomebodyIn(ImapAccount account) throws MailException {
        var turnstile = account.tryToEnter();
        turnstile.ifPresent(Turnstile::close);
        return turnstile.isEmpty();
    }

    private boolean isThere() throws MailException {
        return there.subjects("INBOX").equals(List.of("queued"));
    }
}
