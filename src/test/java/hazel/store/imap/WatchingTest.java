package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/// What is asked of a server that tells of mailboxes by itself (RFC 5465), and one that says so and
/// does not.
class WatchingTest {

    @TempDir Path home;

    /// The tag of the last IDLE, which DONE does not have.
    private volatile String idle = "";

    private String offering(String tag, String command) {
        idle = command.equals("IDLE") ? tag : idle;
        return command.equals("CAPABILITY")
                ? "* CAPABILITY IMAP4rev1 IDLE NOTIFY\r\n" + tag + " OK\r\n"
                : command.startsWith("LIST \"\" \"*\"")
                        ? "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Other\r\n" + tag + " OK\r\n"
                        : command.equals("IDLE")
                                ? "+ go on\r\n"
                                : command.equals("DONE")
                                        ? idle + " OK\r\n"
                                        : ScriptedServer.ordinary(tag, command);
    }

    /// Until a line was heard so often; what a server heard.
    private List<String> heard(String line, int times, BiFunction<String, String, String> answer)
            throws Exception {
        try (var server = new ScriptedServer("* OK", answer)) {
            var there = ImapHome.at(server.server(ImapServer.Protection.LOOPBACK_ONLY), home);
            try (ImapAccount account = there.account();
                    MessageStore store = account.open()) {
                account.start();
                while (server.heard().stream().filter(h -> h.contains(line)).count() < times) {
                    LockSupport.parkNanos(5_000_000);
                }
                assertThat(store.names()).contains(MailboxName.INBOX);
            }
            return List.copyOf(server.heard());
        }
    }

    @Test
    void aServerThatRefusesTheEventsIsAskedForFewerAndThenTheInboxIsWatched() throws Exception {
        List<String> heard =
                heard(
                        " IDLE",
                        1,
                        (tag, line) ->
                                line.startsWith("NOTIFY ")
                                        ? tag + " NO [BADEVENT (MessageNew)] not that\r\n"
                                        : offering(tag, line));
        assertThat(heard.stream().filter(h -> h.contains("NOTIFY SET")))
                .extracting(h -> h.replaceFirst("^[^ ]* ", ""))
                .containsExactly(
                        "NOTIFY SET STATUS (personal (MessageNew MessageExpunge FlagChange"
                                + " MailboxName))",
                        "NOTIFY SET STATUS (personal (MessageNew MessageExpunge))");
    }

    @Test
    void aServerThatDoesNotKnowTheCommandIsWatchedInTheInbox() throws Exception {
        assertThat(
                        heard(
                                " IDLE",
                                1,
                                (tag, line) ->
                                        line.startsWith("NOTIFY ")
                                                ? tag + " BAD what\r\n"
                                                : offering(tag, line)))
                .anyMatch(h -> h.contains("SELECT"));
    }

    @Test
    void whatIsToldBeforeTheWaitBeginsCounts() throws Exception {
        String told = "* STATUS Other (MESSAGES 1 UIDNEXT 2 UNSEEN 1)\r\n+ go on\r\n";
        assertThat(
                        heard(
                                "SELECT Other",
                                2,
                                (tag, line) -> offering(tag, line).replace("+ go on\r\n", told)))
                .anyMatch(h -> h.endsWith(" IDLE"));
    }

    @Test
    void aServerThatTellsNoMoreIsAskedAnew() throws Exception {
        assertThat(
                        heard(
                                "NOTIFY SET",
                                2,
                                (tag, line) ->
                                        offering(tag, line)
                                                .replace(
                                                        "+ go on\r\n",
                                                        "+ go on\r\n"
                                                                + "* OK [NOTIFICATIONOVERFLOW]"
                                                                + " lost\r\n")))
                .isNotEmpty();
    }
}
