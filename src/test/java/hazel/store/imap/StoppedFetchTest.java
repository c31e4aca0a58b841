package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/// A download that somebody stops, however slow or silent the server is.
class StoppedFetchTest {

    private static final String TEXT = "Subject: one\r\n\r\nx\r\n";

    @TempDir Path home;

    /// What is sent of the message the first time; then all of it.
    private static String answer(AtomicInteger asked, String first, String tag, String command) {
        if (!command.startsWith("UID FETCH 1 (UID BODY.PEEK[]")) {
            return ScriptedServer.ordinary(tag, command);
        }
        String all = "* 1 FETCH (UID 1 BODY[]<0> {" + TEXT.length() + "}\r\n" + TEXT + ")\r\n";
        return asked.getAndIncrement() == 0 ? first : all + tag + " OK\r\n";
    }

    private void isStopped(String first, Progress progress) throws Exception {
        var asked = new AtomicInteger();
        try (var server =
                new ScriptedServer("* OK", (tag, line) -> answer(asked, first, tag, line))) {
            var there = ImapHome.at(server.server(ImapServer.Protection.LOOPBACK_ONLY), home);
            try (ImapAccount account = there.account();
                    MessageStore store = account.open();
                    Mailbox inbox = store.open(MailboxName.INBOX)) {
                Uid uid = ImapHome.entries(inbox).getFirst().uid();
                assertThatThrownBy(() -> inbox.fetch(uid, progress))
                        .isInstanceOf(CancellationException.class);
                assertThat(inbox.isAtHand(uid)).isFalse();
                assertThat(inbox.fetch(uid)).isEqualTo(TEXT.getBytes(US_ASCII));
            }
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void theServerIsSilent() throws Exception {
        var calls = new AtomicInteger();
        isStopped(
                "",
                (_, _) -> {
                    if (calls.incrementAndGet() > 2) {
                        throw new CancellationException("enough");
                    }
                });
    }

    @Test
    void theServerStopsInTheMiddle() throws Exception {
        List<Long> told = new ArrayList<>();
        isStopped(
                "* 1 FETCH (UID 1 BODY[]<0> {100000}\r\nSubject",
                (done, total) -> {
                    told.add(done);
                    assertThat(done).isBetween(0L, total);
                    if (told.size() > 4) {
                        throw new CancellationException("enough");
                    }
                });
        assertThat(told.getFirst()).isZero();
        assertThat(told.getLast()).isPositive();
    }
}
