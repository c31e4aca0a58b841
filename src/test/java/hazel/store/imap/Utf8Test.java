package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Names of mailboxes at a server that knows UTF-8 (RFC 6855), and at one that only says so.
class Utf8Test {

    private static final MailboxName DRAFTS = new MailboxName("Entwürfe & mehr");

    @TempDir Path home;

    /// As octets, which a scripted server writes and reads.
    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /// @param told the mailbox in LIST
    private List<String> heard(String enabled, String told) throws Exception {
        try (var server =
                new ScriptedServer(
                        "* OK",
                        (tag, line) ->
                                line.equals("CAPABILITY")
                                        ? "* CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT UIDPLUS\r\n"
                                                + tag
                                                + " OK\r\n"
                                        : line.startsWith("ENABLE")
                                                ? enabled + tag + " OK\r\n"
                                                : line.startsWith("LIST \"\" \"*\"")
                                                        ? "* LIST () \"/\" INBOX\r\n"
                                                                + "* LIST () \"/\" \""
                                                                + told
                                                                + "\"\r\n"
                                                                + tag
                                                                + " OK\r\n"
                                                        : ScriptedServer.ordinary(tag, line))) {
            var there = ImapHome.at(server.server(ImapServer.Protection.LOOPBACK_ONLY), home);
            try (ImapAccount account = there.account();
                    MessageStore store = account.open()) {
                assertThat(store.names()).contains(DRAFTS);
                try (Mailbox drafts = store.open(DRAFTS)) {
                    assertThat(ImapHome.subjects(drafts)).containsExactly("one");
                    assertThat(drafts.awayWith(enabled.isEmpty() ? "x" : "Grüße")).hasSize(1);
                }
                store.create(new MailboxName("Grüße"));
            }
            return server.heard().stream()
                    .map(h -> new String(h.getBytes(ISO_8859_1), UTF_8).replaceFirst("^[^ ]+ ", ""))
                    .toList();
        }
    }

    @Test
    void namesGoBothWaysInUtf8() throws Exception {
        List<String> heard = heard("* ENABLED UTF8=ACCEPT\r\n", octets(DRAFTS.value()));
        assertThat(heard)
                .contains(
                        "ENABLE UTF8=ACCEPT",
                        "SELECT \"Entwürfe & mehr\"",
                        "CREATE \"Grüße\"",
                        "UID SEARCH UID 1:1 BODY \"Grüße\"");
    }

    @Test
    void aServerThatDoesNotEnableItHearsModifiedUtf7() throws Exception {
        List<String> heard = heard("", "Entw&APw-rfe &- mehr");
        assertThat(heard).contains("SELECT \"Entw&APw-rfe &- mehr\"", "CREATE Gr&APwA3w-e");
    }

    /// What the replica has is the same, so that nothing is lost where a server learns it.
    @Test
    void aMailboxStaysTheSameWhereTheServerLearnsUtf8() throws Exception {
        heard("", "Entw&APw-rfe &- mehr");
        List<String> heard = heard("* ENABLED UTF8=ACCEPT\r\n", octets(DRAFTS.value()));
        assertThat(heard).filteredOn(h -> h.startsWith("SELECT")).isNotEmpty();
        assertThat(heard).noneMatch(h -> h.contains("&-"));
    }
}
