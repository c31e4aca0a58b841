package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;
import hazel.config.StoreConfig;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Sort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// What a server tells of for the first time is old mail; only what comes after it is new.
class FirstListingIT {

    private static final int MANY = 250;

    @TempDir Path home;

    @Test
    void whatWasThereBeforeIsNoNews() throws Exception {
        try (Dovecot dovecot = Dovecot.start("imap", "")) {
            for (int i = 0; i < MANY; i++) {
                deliver(dovecot, i);
            }
            Reader.Setting setting = ServerHome.at(dovecot.port(), home, "").setting();
            StoreConfig incoming = setting.config().accounts().getFirst().incoming();
            try (var stores = Stores.unheard(setting.config(), setting.places(), setting.clock())) {
                stores.remote(incoming).orElseThrow().start();
                try (MessageStore store = stores.open(incoming);
                        OpenMailbox open = opened(store.open(MailboxName.INBOX), setting)) {
                    open.read(_ -> {}, Progress.UNWATCHED);
                    while (open.snapshot().count() < MANY || !open.mailbox().isWhole()) {
                        assertThat(news(open)).isEmpty();
                    }
                    assertThat(news(open)).isEmpty();

                    deliver(dovecot, MANY);
                    stores.remote(incoming).orElseThrow().nudge();
                    List<IndexEntry> news = news(open);
                    while (news.isEmpty()) {
                        news = news(open);
                    }
                    assertThat(news)
                            .extracting(IndexEntry::subject)
                            .containsExactly("number " + MANY);
                }
            }
        }
    }

    private static void deliver(Dovecot dovecot, int number) throws Exception {
        String text = "From: a@example.org\nSubject: number %d\n\nText.\n".formatted(number);
        dovecot.deliver(number + ".host", text.getBytes(US_ASCII));
    }

    private static OpenMailbox opened(Mailbox inbox, Reader.Setting setting) {
        return new OpenMailbox(
                new OpenMailbox.Shown(new MailboxRef("work", MailboxName.INBOX), Sort.DEFAULT),
                inbox,
                Caches.in(setting.places().cache()).of("a store", inbox),
                Set.of(),
                KeptSessions.in(setting.places()).queries(setting.clock()));
    }

    private static List<IndexEntry> news(OpenMailbox open) throws Exception {
        LockSupport.parkNanos(20_000_000); // not to keep the server from its work
        return open.check().orElse(List.of());
    }
}
