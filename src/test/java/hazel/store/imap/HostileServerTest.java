package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/// Servers that lie, flood or speak too early: a clear sentence, and nothing else of ours.
class HostileServerTest {

    @TempDir Path home;

    private void synchronise(ScriptedServer server) throws MailException {
        new ImapAccount(
                        server.server(ImapServer.Protection.LOOPBACK_ONLY),
                        new ImapAccount.Places(home.resolve("replica"), home.resolve("cache")),
                        new Choice(new Keeping.All(), Choice.Listing.ALL),
                        SyncState.Listener.NONE,
                        Clock.systemUTC())
                .synchronise();
    }

    private static BiFunction<String, String, String> but(String command, String said) {
        return (tag, line) ->
                line.startsWith(command)
                        ? said.replace("\\r\\n", "\r\n").replace("TAG", tag)
                        : ScriptedServer.ordinary(tag, line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UID FETCH | * 1 FETCH (UID 1 BODY[] {2147483000}\\r\\n
                    UID FETCH | * 1 FETCH (UID 1 BODY[] {4294967295}\\r\\n
                    UID FETCH | * 1 FETCH (UID 1 BODY[] {99999999999999999999}\\r\\n
                    UID SEARCH | * SEARCH {70000000}\\r\\n
                    LIST | * LIST () "/" {123456789}\\r\\n
                    CAPABILITY | * CAPABILITY {2147483647}\\r\\n
                    """)
    void aLiteralIsNotBelieved(String command, String said) throws Exception {
        try (var server = new ScriptedServer("* OK hello", but(command, said))) {
            assertThatThrownBy(() -> synchronise(server))
                    .isInstanceOfSatisfying(
                            MailException.class,
                            e -> {
                                assertThat(e.problem()).isInstanceOf(Problem.Protocol.class);
                                assertThat(e.problem().message())
                                        .contains("announces more than was asked for");
                            });
        }
    }

    @Test
    void listsWithinListsEnd() throws Exception {
        String deep = "* 1 FETCH (UID 1 BODYSTRUCTURE " + "(".repeat(100_000) + "\r\nTAG OK\r\n";
        try (var server = new ScriptedServer("* OK hello", but("UID FETCH", deep))) {
            assertThatThrownBy(() -> synchronise(server))
                    .hasMessageContaining("lists within lists");
        }
    }

    @Test
    void aLineWithoutEndEnds() throws Exception {
        try (var server =
                new ScriptedServer(
                        "* OK hello", but("UID SEARCH", "* SEARCH " + "1 ".repeat(9 << 20)))) {
            assertThatThrownBy(() -> synchronise(server)).hasMessageContaining("without end");
        }
    }

    /// Nothing hostile: a mailbox in which very much happened.
    @Test
    void afterMoreChangesThanAreListenedToEverythingIsCompared() throws Exception {
        String flood = "* 1 FETCH (UID 1 FLAGS () MODSEQ (8))\r\n".repeat(200_001);
        BiFunction<String, String, String> busy =
                (tag, line) -> {
                    String said = ScriptedServer.ordinary(tag, line);
                    if (line.startsWith("CAPABILITY")) {
                        return said.replace("UIDPLUS", "UIDPLUS CONDSTORE QRESYNC ENABLE");
                    }
                    String known =
                            said.replace("* 1 EXISTS", "* 1 EXISTS\r\n* OK [HIGHESTMODSEQ 7] so");
                    return line.contains("(QRESYNC") ? flood + known : known;
                };
        try (var server = new ScriptedServer("* OK hello", busy)) {
            synchronise(server);
            assertThatThrownBy(() -> synchronise(server))
                    .isInstanceOfSatisfying(
                            MailException.class,
                            e -> assertThat(e.problem()).isInstanceOf(Problem.Protocol.class));
            int before = server.heard().size();
            synchronise(server);
            assertThat(server.heard().subList(before, server.heard().size()))
                    .anyMatch(line -> line.contains("UID SEARCH"))
                    .noneMatch(line -> line.contains("(QRESYNC"));
        }
    }

    @Test
    void whatAServerOnceLeftOutIsHereAgainWhenItTellsOfIt() throws Exception {
        var isLeftOut = new AtomicBoolean();
        BiFunction<String, String, String> forgetful =
                (tag, line) -> {
                    String said = ScriptedServer.ordinary(tag, line);
                    return isLeftOut.get() ? said.replace("* SEARCH 1", "* SEARCH") : said;
                };
        try (var server = new ScriptedServer("* OK hello", forgetful)) {
            synchronise(server);
            isLeftOut.set(true);
            synchronise(server);
            assertThat(subjects()).isEmpty();
            isLeftOut.set(false);
            synchronise(server);
            assertThat(subjects()).containsExactly("one");
            synchronise(server);
            assertThat(subjects()).containsExactly("one");
        }
    }

    private List<String> subjects() throws MailException {
        try (MessageStore store = offline().open();
                Mailbox inbox = store.open(MailboxName.INBOX)) {
            return ImapHome.subjects(inbox);
        }
    }

    @Test
    void aNewMessageIsNotCalledWhatAnotherIsCalled() throws Exception {
        try (var server =
                new ScriptedServer(
                        "* OK hello", but("APPEND", "TAG OK [APPENDUID 9 1] done\r\n"))) {
            synchronise(server);
            try (MessageStore store = offline().open();
                    Mailbox inbox = store.open(MailboxName.INBOX)) {
                inbox.appendAll(List.of(ImapHome.message("two")));
            }
            synchronise(server);
            assertThat(subjects()).contains("one");
        }
    }

    @Test
    void answersWithoutEndEnd() throws Exception {
        String flood = "* OK still here\r\n".repeat(2 << 20);
        try (var server = new ScriptedServer("* OK hello", but("CAPABILITY", flood))) {
            assertThatThrownBy(() -> synchronise(server))
                    .hasMessageContaining("more than was asked for");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* SEARCH 1:4294967295",
                "* SEARCH -1",
                "* SEARCH 1 2 x",
                "* SEARCH 99999999999999999999"
            })
    void uidsThatAreNoneAreNoMessages(String said) throws Exception {
        try (var server =
                new ScriptedServer("* OK hello", but("UID SEARCH", said + "\r\nTAG OK\r\n"))) {
            assertThatThrownBy(() -> synchronise(server)).hasMessageContaining("a search");
        }
    }

    @Test
    void namesOfTheServersReachNoFileAndHoldNoControlCharacter() throws Exception {
        String list =
                "* LIST () \"/\" \"../../.bashrc\"\r\n"
                        + "* LIST () \"/\" \"/etc/passwd\"\r\n"
                        + "* LIST () \"/\" {6}\r\na\u001b[2Jb\r\n"
                        + "* LIST () \"/\" \""
                        + "x".repeat(10_000)
                        + "\"\r\n"
                        + "* LIST () \"/\" \"&AC8-\"\r\n"
                        + "* LIST () \"/\" INBOX\r\nTAG OK\r\n";
        try (var server = new ScriptedServer("* OK hello", but("LIST \"\" \"*\"", list))) {
            synchronise(server);
        }
        List<Path> files;
        try (var all = Files.walk(home.resolve("replica"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files)
                .allSatisfy(f ->
                        assertThat(home.relativize(f).toString())
                                .matches(
                                        "replica/(replica.sqlite(-wal|-shm)?|lock|messages/0/\\d+)"));
        try (MessageStore store = offline().open()) {
            assertThat(store.names())
                    .contains(MailboxName.INBOX, new MailboxName("a\ufffd[2Jb"))
                    .allSatisfy(n -> assertThat(n.value()).hasSizeLessThan(1001));
        }
    }

    private ImapAccount offline() {
        return new ImapAccount(
                ImapHome.server(1, java.time.Duration.ofSeconds(1)),
                new ImapAccount.Places(home.resolve("replica"), home.resolve("cache")),
                new Choice(new Keeping.OnlyRead(), Choice.Listing.ALL),
                SyncState.Listener.NONE,
                Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    * OK hello | * CAPABILITY IMAP4rev1\\r\\nTAG OK\\r\\n | TAG OK\\r\\n | does not offer STARTTLS
                    * OK hello | * CAPABILITY IMAP4rev1 STARTTLS\\r\\nTAG OK\\r\\n | TAG NO\\r\\n | refuses STARTTLS
                    * OK hello | * CAPABILITY IMAP4rev1 STARTTLS\\r\\nTAG OK\\r\\n | TAG BAD\\r\\n | refuses STARTTLS
                    * OK hello | * CAPABILITY IMAP4rev1 STARTTLS\\r\\nTAG OK\\r\\n | TAG OK\\r\\n* LIST () "/" evil\\r\\n | ahead of TLS
                    * PREAUTH hello | TAG OK\\r\\n | TAG OK\\r\\n | does not begin
                    * BYE | TAG OK\\r\\n | TAG OK\\r\\n | goodbye
                    """)
    void nothingIsSaidBeforeTls(String greeting, String capability, String startTls, String why)
            throws Exception {
        BiFunction<String, String, String> script =
                (tag, line) ->
                        (line.startsWith("CAPABILITY") ? capability : startTls)
                                .replace("\\r\\n", "\r\n")
                                .replace("TAG", tag);
        try (var server = new ScriptedServer(greeting, script)) {
            assertThatThrownBy(() -> Connection.open(server.server(ImapServer.Protection.STARTTLS)))
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining(why);
            assertThat(server.heard())
                    .allSatisfy(l -> assertThat(l).matches("a[12] (CAPABILITY|STARTTLS)"));
        }
    }

    @Test
    void aServerThatPretendsWeAreLoggedInIsLeft() throws IOException {
        try (var server = new ScriptedServer("* PREAUTH in", ScriptedServer::ordinary)) {
            assertThatThrownBy(() ->
                            Connection.open(server.server(ImapServer.Protection.LOOPBACK_ONLY)))
                    .isInstanceOf(MailException.class);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void noPasswordIsInWhatIsSaidOfAFailure() throws IOException {
        try (var server =
                new ScriptedServer(
                        "* OK", but("LOGIN", "TAG NO \u001b]0;x\u0007 ada secret\r\n"))) {
            assertThatThrownBy(() ->
                            Connection.open(server.server(ImapServer.Protection.LOOPBACK_ONLY)))
                    .hasMessageContaining("refuses the login of ada")
                    .hasMessageNotContaining("secret-word")
                    .hasMessageNotContaining("\u001b");
        }
    }

    /// As at the end of a tunnel that begins on this machine.
    @Test
    void whereThisMachineTakesNoPasswordInClearTlsIsBegunFirst() throws IOException {
        BiFunction<String, String, String> script =
                (tag, line) ->
                        line.startsWith("STARTTLS")
                                ? tag + " NO not today\r\n"
                                : "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n"
                                        + tag
                                        + " OK\r\n";
        try (var server = new ScriptedServer("* OK", script)) {
            assertThatThrownBy(() ->
                            Connection.open(server.server(ImapServer.Protection.LOOPBACK_ONLY)))
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining("refuses STARTTLS");
            assertThat(server.heard())
                    .extracting(h -> h.replaceFirst("^[^ ]+ ", ""))
                    .containsExactly("CAPABILITY", "CAPABILITY", "STARTTLS");
        }
    }
}
