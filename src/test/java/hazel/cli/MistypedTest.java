package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What people type who do not read manuals: one line that says what is wrong, and the right code.
class MistypedTest {

    @TempDir private Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    lst                            | 64 | there is no command 'lst'; the nearest is 'list'; an address has an @ or stands after --; see 'hazel help'
                    help lst                       | 64 | there is no command 'lst'; see 'hazel --help'
                    list Nosuch                    | 66 | no such mailbox: Nosuch
                    list a b                       | 64 | 'b' is one word too many; see 'hazel list --help'
                    list --serch x                 | 64 | no such option: --serch; the nearest is '--search'; see 'hazel list --help'
                    list --limit -1                | 64 | --limit: '-1' is no number from 1 on; see 'hazel list --help'
                    list --limit many              | 64 | --limit: 'many' is no number from 1 on; see 'hazel list --help'
                    list --sort size-ish           | 65 | --sort size-ish: expected date, arrival, from, to, subject, size, thread
                    show 1                         | 65 | '1' is neither a file nor MAILBOX:UID, as 'hazel list' shows it
                    show INBOX:1                   | 66 | no such message: INBOX:1
                    show -                         | 65 | there is no message on standard input
                    show                           | 64 | `missing: 'ID|FILE'; see 'hazel show --help'`
                    flag 1 +seen                   | 65 | '1' is no message; expected MAILBOX:UID, as 'hazel list' shows it
                    flag INBOX:1 seen              | 64 | expected changes such as +seen or -flagged
                    move INBOX:1                   | 64 | expected messages, and last the mailbox
                    save INBOX:1                   | 64 | missing: '--to=DIR'; see 'hazel save --help'
                    save INBOX:1 --to /nosuch      | 73 | /nosuch is not a directory
                    export INBOX --to zip x        | 64 | --to: expected one of [mbox, maildir, mh, eml] but was 'zip'; see 'hazel export --help'
                    export a:1 b:2 --to eml x      | 64 | --to eml is for one message; mbox, maildir and mh take many
                    export INBOX --to mbox /no/x   | 73 | cannot write /no/x: No such file or directory
                    search (                       | 64 | in '(', column 1: a ( without its )
                    search x --account nosuch      | 66 | there is no account 'nosuch'
                    mailbox                        | 64 | 'hazel mailbox' needs one of create, delete, expunge, list, rename; see 'hazel mailbox --help'
                    mailbox lst                    | 64 | there is no command 'lst'; the nearest is 'list'; see 'hazel mailbox --help'
                    send                           | 65 | the message has no recipient
                    -s                             | 64 | -s needs a value
                    foo@bar -a                     | 64 | -a needs a value
                    -E                             | 64 | -E: no such option
                    -a /nosuch -- ada@example.org  | 66 | no such file: /nosuch
                    send --body x --account y a@b  | 66 | there is no account 'y'
                    -F /nosuch list                | 66 | no such file: /nosuch
                    -e screen.keys=emacs list      | 78 | -e 'screen.keys=emacs':1: screen.keys: 'emacs' is none of native, mutt, pine
                    -f ./nosuch                    | 66 | no such mailbox: ./nosuch
                    -y                             | 65 | there is no terminal; 'hazel help' lists the commands
                    dns                            | 64 | what should be looked up? 'hazel dns example.org', or --zone-file FILE
                    dns a..b                       | 64 | 'a..b' is neither a domain nor an address
                    dns --server ns.example a.b    | 64 | --server 'ns.example': expected the IP address of a name server, with a port where it is not 53, as 192.0.2.53 or [2001:db8::53]:5353
                    dns --server 192.0.2.1:0 a.b   | 64 | --server '192.0.2.1:0': expected the IP address of a name server, with a port where it is not 53, as 192.0.2.53 or [2001:db8::53]:5353
                    dns --block-list a..b 192.0.2.1 | 64 | 'a..b' is neither a domain nor an address
                    dns --zone-file /nosuch        | 66 | no such file: /nosuch
                    account add --autoconfig http://a.b/ --password-command x a@b.c | 64 | --autoconfig 'http://a.b/': expected an https:// address
                    account add --autoconfig file:/etc/ --password-command x a@b.c | 64 | --autoconfig 'file:/etc/': expected an https:// address
                    completion tcsh                | 64 | 'tcsh' is none of bash, zsh and fish; see 'hazel completion --help'
                    """)
    void isToldInOneLine(String line, int status, String said) throws Exception {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(root.resolve("Mail").resolve(sub));
        }
        try (var home = new Home(root)) {
            assertThat(home.hazel(line.split(" ")))
                    .isEqualTo(new Home.Said(status, "", "hazel: " + said + "\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({"-z,1", "-Z,1", "-p,1", "-A nobody,1", "list,0", "config check,0"})
    void anEmptyHomeIsNoMistake(String line, int status) {
        try (var home = new Home(root)) {
            Home.Said said = home.hazel(line.split(" "));
            assertThat(said.status()).isEqualTo(status);
            assertThat(said.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"inbox,0", "inbox/notes,0", ",0", "empty,65", "empty/none,66"})
    void aDirectoryOpensAsWhatIsInIt(String directory, int status) throws Exception {
        Path mh = root.resolve("mh");
        for (String folder : List.of("inbox", "inbox/notes")) {
            Files.createDirectories(mh.resolve(folder));
            Files.writeString(mh.resolve(folder).resolve("1"), "Subject: x\n\nx\n");
        }
        Files.createDirectories(mh.resolve("empty"));
        try (var home = new Home(root)) {
            Path asked = directory == null ? mh : mh.resolve(directory);
            assertThat(home.hazel("-z", "-f", asked.toString()).status()).isEqualTo(status);
        }
        assertThat(mh.resolve("empty")).isEmptyDirectory();
        assertThat(mh.resolve("inbox/inbox")).doesNotExist();
    }
}
