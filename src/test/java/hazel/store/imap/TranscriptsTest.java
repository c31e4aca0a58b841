package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.MessageStore;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// What servers of the world answered, as the project MailKit wrote it down.
class TranscriptsTest {

    @TempDir private Path home;

    static Stream<Path> transcripts() throws IOException {
        return Corpus.files("imap-transcripts/mailkit").stream()
                .filter(f -> f.toString().endsWith(".txt"));
    }

    /// The command that is answered with it.
    private static String command(String name) {
        if (name.contains("list") || name.contains("lsub")) {
            return "LIST \"\" \"*\"";
        }
        if (name.contains("namespace")) {
            return "NAMESPACE";
        }
        if (name.contains("status")) {
            return "STATUS";
        }
        if (name.contains("select") || name.contains("examine")) {
            return "SELECT";
        }
        if (name.contains("search") || name.contains("sort") || name.contains("thread")) {
            return "UID SEARCH";
        }
        if (name.contains("authenticate")) {
            return "LOGIN";
        }
        return name.contains("capabilit") ? "CAPABILITY" : "UID FETCH";
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
    }

    private static BiFunction<String, String, String> answering(String command, String said) {
        return (tag, line) ->
                line.startsWith(command)
                        ? said.replace("A########", tag)
                        : ScriptedServer.ordinary(tag, line)
                                .replace("UIDPLUS", "UIDPLUS NAMESPACE");
    }

    private void synchronise(ScriptedServer server) throws MailException {
        account(server).synchronise();
    }

    private ImapAccount account(ScriptedServer server) {
        return new ImapAccount(
                server.server(ImapServer.Protection.LOOPBACK_ONLY),
                new ImapAccount.Places(home.resolve("replica"), home.resolve("cache")),
                new Choice(new Keeping.OnlyRead(), Choice.Listing.ALL),
                SyncState.Listener.NONE,
                Clock.systemUTC());
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void whateverIsAnsweredIsUnderstoodOrRefused(Path file) throws Exception {
        String name = file.getFileName().toString();
        String said = text(file);
        boolean isGreeting = name.contains("greeting");
        String ended = said.contains("A########") ? said : said + "A######## OK done\r\n";
        try (var server =
                new ScriptedServer(
                        isGreeting ? said.strip() : "* OK hello",
                        isGreeting ? ScriptedServer::ordinary : answering(command(name), ended))) {
            Throwable thrown = catchThrowable(() -> synchronise(server));
            if (name.contains("preauth-greeting") || name.contains("greeting-preauth")) {
                assertThat(thrown)
                        .isInstanceOf(MailException.class)
                        .hasMessageContaining("greets as nobody that asks for a login");
            } else {
                assertThat(thrown).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    common-list-literal-subfolders | INBOX, Literal Folder Name
                    domino-list-inbox | INBOX
                    yahoo-list-inbox | INBOX
                    yandex-list-inbox | INBOX
                    dovecot-list-special-use | Drafts, Junk, Sent Messages, Trash
                    """)
    void theMailboxesHaveTheirNames(String file, String names) throws Exception {
        String said = text(Corpus.path("imap-transcripts/mailkit/" + file + ".txt"));
        try (var server = new ScriptedServer("* OK hello", answering("LIST \"\" \"*\"", said))) {
            synchronise(server);
            try (MessageStore store = account(server).openAtHand()) {
                assertThat(store.names().stream().map(MailboxName::value))
                        .containsExactly(names.split(", "));
            }
        }
    }
}
