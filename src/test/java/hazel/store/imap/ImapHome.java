package hazel.store.imap;

import hazel.Dovecot;
import hazel.Servers;
import hazel.mail.MailException;
import hazel.sasl.Login;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Marks;
import hazel.store.MessageStore;
import hazel.store.NewMessage;
import hazel.store.Progress;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One person's account at a Dovecot, with a replica in a directory of a test's own.
///
/// @param news what the account told
/// @param clock what time it is there
record ImapHome(ImapServer server, Path directory, List<String> news, Clock clock) {

    static final String USER = "julius@ancient-rome.net";
    static final String PASSWORD = "veni-vidi-vici";

    static ImapHome at(int port, Path directory) {
        return at(port, directory, Duration.ofSeconds(20));
    }

    /// @param answer how long to wait for each piece of an answer
    static ImapHome at(int port, Path directory, Duration answer) {
        return at(server(port, answer), directory);
    }

    static ImapHome at(ImapServer server, Path directory) {
        return new ImapHome(server, directory, new ArrayList<>(), Clock.systemUTC());
    }

    static ImapHome at(Dovecot dovecot, Path directory) {
        return ada(dovecot.port(), directory);
    }

    /// As who has an account at a [Dovecot].
    static ImapHome ada(int port, Path directory) {
        ImapServer julius = server(port, Duration.ofSeconds(20));
        var ada =
                new ImapServer(
                        julius.host(),
                        port,
                        julius.protection(),
                        new Login(Dovecot.USER, Dovecot.PASSWORD),
                        julius.tls(),
                        julius.connect(),
                        julius.answer());
        return at(ada, directory);
    }

    /// The same one, so much later.
    ImapHome after(Duration time) {
        return new ImapHome(server, directory, news, Clock.offset(clock, time));
    }

    static ImapHome at(Servers dovecot, Path directory) {
        return at(dovecot.port("IMAP_PORT"), directory);
    }

    static ImapServer server(int port, Duration answer) {
        return new ImapServer(
                "127.0.0.1",
                port,
                ImapServer.Protection.LOOPBACK_ONLY,
                new Login(USER, PASSWORD),
                (_, _) -> {
                    throw new AssertionError("no TLS was asked for");
                },
                Duration.ofSeconds(5),
                answer);
    }

    ImapAccount account() {
        return account(new Keeping.OnlyRead());
    }

    ImapAccount account(Keeping keeping) {
        return account(keeping, Choice.Listing.ALL);
    }

    ImapAccount account(Keeping keeping, Choice.Listing listing) {
        return new ImapAccount(
                server,
                new ImapAccount.Places(directory.resolve("replica"), directory.resolve("cache")),
                new Choice(keeping, listing),
                new Listener(news),
                clock);
    }

    private record Listener(List<String> news) implements SyncState.Listener {

        @Override
        public void state(SyncState state) {
            note(
                    switch (state) {
                        case SyncState.Connecting _ -> "connecting";
                        case SyncState.Online _ -> "online";
                        case SyncState.Silent _ -> "silent";
                        case SyncState.Offline _ -> "offline";
                    });
        }

        @Override
        public void news(String sentence) {
            note(sentence);
        }

        @Override
        public void progress(String mailbox, long done, long total) {}

        private void note(String what) {
            synchronized (news) {
                news.add(what);
            }
        }
    }

    /// Work on one open mailbox.
    interface Work<T> {
        T on(Mailbox mailbox) throws MailException;
    }

    /// As one command does it.
    <T> T in(String mailbox, Work<T> work) throws MailException {
        try (ImapAccount account = account();
                MessageStore store = account.open();
                Mailbox open = store.open(new MailboxName(mailbox))) {
            return work.on(open);
        }
    }

    List<String> subjects(String mailbox) throws MailException {
        return in(mailbox, ImapHome::subjects);
    }

    static List<String> subjects(Mailbox mailbox) throws MailException {
        return entries(mailbox).stream().map(IndexEntry::subject).sorted().toList();
    }

    static List<IndexEntry> entries(Mailbox mailbox) throws MailException {
        List<IndexEntry> all = new ArrayList<>();
        mailbox.scan(all::add, Progress.UNWATCHED);
        return all;
    }

    static NewMessage message(String subject) {
        String text =
                "From: Ada <ada@example.org>\r\nTo: julius@ancient-rome.net\r\nSubject: "
                        + subject
                        + "\r\nMessage-ID: <"
                        + subject
                        + "@example.org>\r\n\r\nThe text of "
                        + subject
                        + ".\r\n";
        return new NewMessage(
                text.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                Marks.NONE,
                Instant.parse("2026-11-29T12:00:00Z"));
    }
}
