package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What Hazel answers a shell that asks what may come next.
class CompletionTest {

    @TempDir private Path root;
    private Home home;

    @BeforeEach
    void aHomeWithMail() throws IOException {
        home = new Home(root);
        for (String box : List.of("", ".Archive", ".Two words", ".\u202eevil")) {
            for (String sub : List.of("cur", "new", "tmp")) {
                Files.createDirectories(root.resolve("Mail").resolve(box).resolve(sub));
            }
        }
        Files.writeString(
                root.resolve("Mail/cur/1.a:2,S"),
                "From: Ada <ada@example.org>\nSubject: Lunch\u001b[31m?\n\nAt noon.\n");
        home.config(
                """
                [account.home]
                address = "me@example.net"
                incoming = "maildir:%s/Mail"
                [alias]
                grace = ["Grace Hopper <grace@example.net>"]
                """
                        .formatted(root));
    }

    @AfterEach
    void leave() {
        home.close();
    }

    /// The words answered to a line; a dot at its end stands for an empty word.
    private List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of("complete", "--"));
        words.addAll(Arrays.asList(line.split(" ")));
        words.replaceAll(w -> w.equals(".") ? "" : w);
        Home.Said said = home.hazel(words.toArray(String[]::new));
        assertThat(said.status()).isZero();
        assertThat(said.err()).isEmpty();
        return said.out().lines().map(w -> w.replaceFirst("\t.*", "")).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    se                      | search send sendmail
                    theme .                 | list
                    mailbox re              | rename
                    mailbox rename A        | Archive
                    mailbox rename x A      |
                    list A                  | Archive
                    list --se               | --search
                    list --sort rev         | reverse-date reverse-arrival reverse-from reverse-to reverse-subject reverse-size reverse-thread
                    list --sort=siz         | --sort=size
                    list Archive --json --l | --limit
                    list --search is:u      | is:unread
                    show INBOX:             | INBOX:1.a :files
                    show I                  | INBOX: :files
                    show --part .           |
                    move INBOX:1.a A        | Archive: Archive
                    flag INBOX:1.a +fl      | +flagged
                    flag INBOX:1.a -fl      | -flagged
                    export A                | Archive: Archive :files
                    export --to m           | mbox maildir mh
                    save INBOX:1.a --to .   | :directories
                    account test .          | home
                    search --account h      | home
                    send gr                 | grace
                    send --to gra           | grace
                    send --to=gra           | --to=grace
                    send -a .               | :files
                    config get screen.th    | screen.theme
                    config get account.home.na | account.home.name
                    list -e screen.theme=   | screen.theme=dark screen.theme=light
                    list -e screen.wi       | screen.width=
                    list -F .               | :files
                    -F nosuch.toml lis      | list
                    relay hold .            |
                    completion z            | zsh
                    help the                | theme
                    -f A                    | Archive :files
                    -Q screen.k             | screen.keys
                    -s Hello -a .           | :files
                    -s Hello gr             | grace
                    list nosuch --bogus=x   |
                    bogus .                 |
                    """)
    void theNextWordIs(String line, String answer) {
        List<String> expected = answer == null ? List.of() : List.of(answer.split(" "));
        assertThat(words(line)).containsExactlyElementsOf(expected);
    }

    @Test
    void everyShownCommandIsOfferedWithWhatItDoes() {
        assertThat(home.hazel("complete", "--", "").out())
                .contains("list\tList the messages of a mailbox\n", "help\t")
                .doesNotContain("train", "complete\t");
    }

    @Test
    void aMailboxMayHaveASpaceButNothingThatHides() {
        assertThat(words("list .")).contains("INBOX", "Archive", "Two words").hasSize(3);
    }

    @Test
    void aMessageIsToldWithoutWhatATerminalObeys() {
        assertThat(home.hazel("complete", "--", "show", "INBOX:").out())
                .startsWith("INBOX:1.a\tAda: Lunch\u241b[31m?\n");
    }

    @Test
    void aBrokenConfigurationIsNotTheTimeToComplain() throws IOException {
        home.config("account = 1\n");
        assertThat(words("list .")).isEmpty();
        assertThat(words("li")).containsExactly("list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void theScriptsAskHazel(String shell) {
        assertThat(home.hazel("completion", shell).out()).contains(" complete -- ");
    }
}
