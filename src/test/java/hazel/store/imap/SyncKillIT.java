package hazel.store.imap;

import static hazel.store.imap.ImapHome.entries;
import static hazel.store.imap.ImapHome.message;
import static hazel.store.imap.ImapHome.subjects;
import static hazel.store.imap.KilledReplica.ARCHIVE;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Dovecot;
import hazel.Strace;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// An account and its server are made alike, and each call to the system on the way is the last
/// one: the next time ends it, each change is made once, and nothing is lost.
class SyncKillIT {

    @TempDir Path home;

    private Optional<Dovecot> dovecot = Optional.empty();

    /// Everybody has an account at this one.
    @BeforeEach
    void start() throws Exception {
        Strace.assumeInstalled();
        dovecot =
                Optional.of(
                        Dovecot.start(
                                "imap",
                                """
                                mail_location = maildir:~/%u/Maildir
                                passdb {
                                  driver = static
                                  args = nopassword=y
                                }
                                namespace inbox {
                                  mailbox Archive {
                                    auto = create
                                  }
                                }
                                """));
    }

    @AfterEach
    void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    @Test
    void killedAnywhereTheNextOneEndsIt() throws Exception {
        assertThat(strace().killAtEachCall(this::prepare, this::check)).isGreaterThanOrEqualTo(60);
    }

    private int port() {
        return dovecot.orElseThrow().port();
    }

    private Strace strace() {
        return new Strace(
                home,
                KilledSync.class,
                dir -> {
                    copyAccount(dir);
                    return List.of(String.valueOf(port()));
                });
    }

    private Path mailOf(Path dir) {
        String user = String.valueOf(dir.getFileName()).toLowerCase(Locale.ROOT);
        return dovecot.orElseThrow().mail().resolveSibling(user);
    }

    /// The account that the server has for a directory is as that of the template.
    private void copyAccount(Path dir) {
        Path from = mailOf(dir.resolveSibling("template"));
        Path to = mailOf(dir);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was done without a connection, while the server got one more message.
    private void prepare(Path dir) throws Exception {
        try (ImapAccount account = KilledSync.account(dir, port());
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            inbox.appendAll(List.of(message("one"), message("two"), message("three")));
        }
        try (ImapAccount account = KilledSync.account(dir, port())) {
            account.synchronise();
        }
        KilledReplica.run(dir);
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere/template"));
        try (ImapAccount account = KilledSync.account(elsewhere, port());
                MessageStore store = account.open();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            inbox.appendAll(List.of(message("five")));
        }
    }

    private void check(Path dir, int status) throws Exception {
        if (status != 0) {
            try (ImapAccount account = KilledSync.account(dir, port())) {
                account.synchronise();
            }
        }
        try (ImapAccount account = KilledSync.account(dir, port());
                MessageStore store = account.openAtHand()) {
            seen(store);
        }
        Path elsewhere = home.resolve("judge").resolve(dir.getFileName());
        try (ImapAccount account = KilledSync.account(elsewhere, port());
                MessageStore store = account.open()) {
            seen(store);
        }
    }

    private static void seen(MessageStore store) throws Exception {
        try (Mailbox inbox = store.open(MailboxName.INBOX);
                Mailbox archive = store.open(ARCHIVE)) {
            assertThat(subjects(inbox)).containsExactly("five", "four", "one");
            assertThat(subjects(archive)).containsExactly("one", "two");
            assertThat(entries(inbox))
                    .filteredOn(e -> e.flags().contains(Flag.FLAGGED))
                    .extracting(IndexEntry::subject)
                    .containsExactly("one");
            for (Mailbox each : List.of(inbox, archive)) {
                for (IndexEntry entry : entries(each)) {
                    assertThat(each.fetch(entry.uid()))
                            .isEqualTo(message(entry.subject()).octets());
                }
            }
        }
    }
}
