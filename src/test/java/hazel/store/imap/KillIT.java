package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Servers;
import hazel.mail.MailException;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `hazel sync` is killed at each step of its talk with the server; the next one ends what it
/// began: everything that was done without a connection is done at the server once.
class KillIT {

    private static Optional<Servers> dovecot = Optional.empty();

    @TempDir private Path home;

    @BeforeAll
    static void start() throws Exception {
        dovecot = Optional.of(Servers.start("dovecot"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    @Test
    void whereverItIsKilledEachChangeIsMadeOnce() throws Exception {
        try (var proxy = new KillingProxy(dovecot.orElseThrow().port("IMAP_PORT"))) {
            write(proxy.port());
            int status = sync(proxy);
            assertThat(status).as(Files.readString(home.resolve("output"))).isZero();
            boolean isWhole = false;
            int points = 0;
            for (int step = 1; !isWhole; step++, points++) {
                List<Uid> uids = begin();
                work(uids);
                proxy.killAt(step);
                isWhole = sync(proxy) == 0;
                proxy.spare();
                judge(proxy, "killed at step " + step, uids);
            }
            assertThat(points).isGreaterThan(40);
        }
    }

    private void write(int port) throws IOException {
        Path file = home.resolve("config/hazel/config.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                [account.work]
                address = "julius@ancient-rome.net"
                incoming = "imap://julius@ancient-rome.net@127.0.0.1:%d"
                password = { command = "echo veni-vidi-vici" }
                offline = "all"
                """
                        .formatted(port));
    }

    /// The program, in a process of its own.
    private int sync(KillingProxy proxy) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dhazel.home=" + home,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "hazel.cli.Main",
                                "sync",
                                "work")
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("output").toFile())
                        .start();
        proxy.victim(process.toHandle());
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end");
        }
        assertThat(home.resolve("output")).content().doesNotContain("Exception", "\tat ");
        return process.exitValue();
    }

    /// The program's replica of the account, in this process.
    private ImapAccount account(int port) throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("data/hazel/imap"))) {
            return new ImapAccount(
                    ImapHome.at(port, home).server(),
                    new ImapAccount.Places(
                            all.findFirst().orElseThrow(), home.resolve("cache/hazel")),
                    new Choice(new Keeping.All(), Choice.Listing.ALL),
                    SyncState.Listener.NONE,
                    Clock.systemUTC());
        }
    }

    /// Three messages in the inbox and none in the archive, here and there.
    private List<Uid> begin() throws Exception {
        int port = dovecot.orElseThrow().port("IMAP_PORT");
        try (ImapAccount account = account(port)) {
            account.synchronise();
            try (MessageStore store = account.open();
                    Mailbox inbox = store.open(MailboxName.INBOX);
                    Mailbox archive = store.open(new MailboxName("Archive"))) {
                for (Mailbox each : List.of(inbox, archive)) {
                    each.expunge(
                            entries(each).stream().map(IndexEntry::uid).toList(),
                            Progress.UNWATCHED);
                }
                return inbox.appendAll(List.of(message("one"), message("two"), message("three")));
            }
        }
    }

    /// Without a connection.
    private void work(List<Uid> uids) throws MailException, IOException {
        try (ImapAccount account = account(1);
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(new MailboxName("Archive"))) {
            inbox.appendAll(List.of(message("four")));
            inbox.changeFlags(List.of(uids.get(0)), FlagChange.adding(Flag.FLAGGED));
            inbox.copy(List.of(uids.get(0)), archive, Progress.UNWATCHED);
            inbox.move(List.of(uids.get(1)), archive, Progress.UNWATCHED);
            inbox.expunge(List.of(uids.get(2)), Progress.UNWATCHED);
        }
    }

    private void judge(KillingProxy proxy, String when, List<Uid> uids) throws Exception {
        try (ImapAccount account = account(proxy.port())) {
            account.synchronise();
            try (MessageStore store = account.openAtHand()) {
                seen(store, when);
                try (Mailbox inbox = store.open(MailboxName.INBOX)) {
                    assertThat(entries(inbox))
                            .as(when)
                            .extracting(IndexEntry::uid)
                            .contains(uids.getFirst());
                }
            }
        }
        Path elsewhere = Files.createTempDirectory(home, "judge");
        ImapHome judge = ImapHome.at(dovecot.orElseThrow(), elsewhere);
        try (ImapAccount account = judge.account();
                MessageStore store = account.open()) {
            seen(store, when);
        }
    }

    private static void seen(MessageStore store, String when) throws MailException {
        try (Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(new MailboxName("Archive"))) {
            assertThat(ImapHome.subjects(inbox)).as(when).containsExactly("four", "one");
            assertThat(ImapHome.subjects(archive)).as(when).containsExactly("one", "two");
            assertThat(entries(inbox))
                    .as(when)
                    .filteredOn(e -> e.flags().contains(Flag.FLAGGED))
                    .extracting(IndexEntry::subject)
                    .containsExactly("one");
        }
    }
}
