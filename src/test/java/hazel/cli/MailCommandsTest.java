package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The commands on mail, on a Maildir of two messages.
class MailCommandsTest {

    @TempDir Path home;
    private Path mail;
    private Path dotfile;

    @BeforeEach
    void aMailboxOfTwo() throws IOException {
        mail = home.resolve("Mail");
        makeMaildir(mail);
        Files.writeString(
                mail.resolve("cur/1.a:2,S"),
                """
                From: Ada <ada@example.org>
                To: me@example.net
                Date: Sun, 1 Nov 2026 12:00:00 +0000
                Message-ID: <m1@example.org>
                Subject: Lunch?
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b

                At noon.
                --b
                Content-Type: text/csv
                Content-Disposition: attachment; filename="../../menu.csv"

                soup,bread
                --b--
                """);
        Files.writeString(
                mail.resolve("cur/2.b:2,"),
                """
                From: Grace <grace@example.net>
                Date: Mon, 2 Nov 2026 12:00:00 +0000
                Message-ID: <m2@example.net>
                Subject: Plans

                None.
                """);
        dotfile = home.resolve("config.toml");
        Files.writeString(
                dotfile,
                "[account.a]\naddress = 'me@example.net'\nincoming = 'maildir:"
                        + mail
                        + "'\noutgoing = 'sendmail:"
                        + home.resolve("sendmail")
                        + "'\n");
        Path sendmail = home.resolve("sendmail");
        Files.writeString(
                sendmail,
                "#!/bin/sh\nprintf '%s ' \"$@\" >'" + home + "/args'\ncat >'" + home + "/sent'\n");
        assertThat(sendmail.toFile().setExecutable(true)).isTrue();
    }

    private static void makeMaildir(Path root) throws IOException {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(root.resolve(sub));
        }
    }

    private record Said(int status, String out, String err) {}

    private Said hazel(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("-F");
        all.add(dotfile.toString());
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                Main.run(all.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
        return new Said(status, out.toString(), err.toString());
    }

    private List<String> files(String dir) throws IOException {
        try (Stream<Path> files = Files.list(mail.resolve(dir))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theInboxesOfAllAccountsAreListedAsOneUnderTheirOwnIds() throws IOException {
        Path other = home.resolve("Other");
        makeMaildir(other);
        Files.writeString(
                other.resolve("cur/77.host:2,"),
                "From: Bob <bob@example.org>\nSubject: From afar\n\nText.\n");
        Files.writeString(
                dotfile,
                "\n[account.b]\nincoming = 'maildir:" + other + "'\n",
                StandardOpenOption.APPEND);
        Said said = hazel("list", "all:inbox");
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out()).contains("From afar  b/INBOX:77.host", "  a/INBOX:");
        Said json = hazel("list", "--json", "--search", "subject:afar", "all:inbox");
        assertThat(json.out().lines())
                .singleElement()
                .asString()
                .contains("\"mailbox\":\"b/INBOX\"", "\"uid\":\"77.host\"");
        assertThat(hazel("show", "b/INBOX:77.host").out()).contains("Text.");
    }

    @Test
    void searchFindsAndTellsWhatItFound() {
        assertThat(hazel("search", "from:grace"))
                .isEqualTo(
                        new Said(
                                0,
                                "INBOX:2.b  2026-11-02 12:00  Grace                 Plans\n",
                                ""));
        assertThat(hazel("search", "--count", "~A")).isEqualTo(new Said(0, "2\n", ""));
        assertThat(hazel("search", "from:nobody").status()).isEqualTo(1);
    }

    @Test
    void flagsAreSetAndCleared() throws IOException {
        assertThat(hazel("flag", "INBOX:1.a,2.b", "+flagged", "-seen").status()).isZero();
        assertThat(files("cur")).containsExactly("1.a:2,F", "2.b:2,F");
    }

    @Test
    void aCommaInTheNameOfAFileIsPartOfTheId() throws IOException {
        Files.move(mail.resolve("cur/1.a:2,S"), mail.resolve("cur/1.a,S=120,W=130:2,S"));
        assertThat(hazel("flag", "INBOX:1.a,S=120,W=130,2.b", "+flagged"))
                .isEqualTo(new Said(0, "", ""));
        assertThat(files("cur")).containsExactly("1.a,S=120,W=130:2,FS", "2.b:2,F");
    }

    @Test
    void aFlagThatIsNoneIsAUsageError() {
        Said said = hazel("flag", "INBOX:1.a", "+sean");
        assertThat(said.status()).isEqualTo(64);
        assertThat(said.err()).startsWith("hazel: 'sean' is no flag; expected seen");
    }

    @Test
    void aMessageThatIsNotThereIsNamedAndTheRestIsDone() throws IOException {
        Said said = hazel("flag", "INBOX:1.a", "INBOX:9.z", "+flagged");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).isEqualTo("hazel: no such message: INBOX:9.z\n");
        assertThat(files("cur")).containsExactly("1.a:2,FS", "2.b:2,");
    }

    @Test
    void deletingMovesToTheTrashAndThenForGood() throws IOException {
        assertThat(hazel("delete", "mid:m2@example.net").status()).isZero();
        assertThat(files("cur")).containsExactly("1.a:2,S");
        assertThat(hazel("search", "~A", "--count").out()).isEqualTo("2\n");
        Said found = hazel("search", "from:grace");
        assertThat(hazel("delete", found.out().split(" ")[0]).status()).isZero();
        assertThat(hazel("search", "~A", "--count").out()).isEqualTo("1\n");
    }

    @Test
    void archivingMakesTheArchive() throws IOException {
        assertThat(hazel("archive", "INBOX:1.a").status()).isZero();
        assertThat(files(".Archive/cur")).hasSize(1);
    }

    @Test
    void junkGoesToTheMailboxForIt() throws IOException {
        assertThat(hazel("junk", "INBOX:1.a").status()).isZero();
        assertThat(files(".Junk/cur")).hasSize(1);
    }

    @Test
    void movingToAMailboxThatIsNotThereChangesNothing() throws IOException {
        Said said = hazel("move", "INBOX:1.a", "Nowhere");
        assertThat(said).isEqualTo(new Said(66, "", "hazel: no such mailbox: Nowhere\n"));
        assertThat(files("cur")).hasSize(2);
    }

    @Test
    void partsAreListedAndSavedUnderHarmlessNames() throws IOException {
        assertThat(hazel("parts", "INBOX:1.a").out().lines()).hasSize(2);
        Path to = Files.createDirectory(home.resolve("to"));
        Said said = hazel("save", "INBOX:1.a", "--to", to.toString());
        assertThat(said.status()).isZero();
        Path saved = Path.of(said.out().strip());
        assertThat(saved.getParent()).isEqualTo(to);
        assertThat(saved).content().startsWith("soup,bread");
    }

    @Test
    void nothingIsExportedOverAFile() throws IOException {
        Path file = Files.writeString(home.resolve("x"), "mine");
        assertThat(hazel("export", "INBOX", "--to", "mbox", file.toString()).status())
                .isEqualTo(73);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aMailboxIsExportedToAnMbox() {
        Path file = home.resolve("new.mbox");
        assertThat(hazel("export", "INBOX", "--to", "mbox", file.toString()).out())
                .isEqualTo("2 written to " + file + "\n");
        assertThat(file).content().containsPattern("(?s)^From .*Lunch.*\n\nFrom .*Plans");
    }

    @Test
    void mailboxesAreMadeAndOnlyEmptyOnesRemovedUnasked() {
        assertThat(hazel("mailbox", "create", "Letters").status()).isZero();
        assertThat(hazel("mailbox", "list").out()).isEqualTo("INBOX  1/2\nLetters  0/0\n");
        assertThat(hazel("mailbox", "delete", "Letters").status()).isZero();
        assertThat(hazel("mailbox", "delete", "INBOX").status()).isEqualTo(1);
    }

    @Test
    void aDryRunSendsNothing() {
        Said said =
                hazel(
                        "send",
                        "--dry-run",
                        "--to",
                        "bob@example.org",
                        "--bcc",
                        "eve@example.org",
                        "--subject",
                        "Hi\nBcc: mallory@example.org",
                        "--body",
                        "x");
        assertThat(said.status()).isZero();
        assertThat(said.out())
                .startsWith(
                        "MAIL FROM:<me@example.net>\nRCPT TO:<bob@example.org>\n"
                                + "RCPT TO:<eve@example.org>\n\n")
                .contains("Subject: Hi Bcc: mallory@example.org\n")
                .doesNotContain("Bcc: eve");
        assertThat(home.resolve("sent")).doesNotExist();
    }

    @Test
    void aQueryInThePlaceOfAMailboxIsToldItsPlace() {
        Said said = hazel("list", "is:unread");
        assertThat(said.status()).isEqualTo(66);
        assertThat(said.err())
                .isEqualTo("hazel: no such mailbox: is:unread (a query stands after --search)\n");
    }

    @Test
    void anAnswerIsSentFiledAndMarked() throws IOException {
        Said said = hazel("reply", "INBOX:1.a", "--body", "Yes.", "--json");
        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("\"status\":\"sent\"")
                .contains("\"accepted\":[\"ada@example.org\"]")
                .contains("\"filed\":{\"mailbox\":\"Sent\",\"status\":\"yes\"}");
        assertThat(home.resolve("args")).content().endsWith("-- ada@example.org ");
        assertThat(home.resolve("sent"))
                .content()
                .contains("Subject: Re: Lunch?\n", "In-Reply-To: <m1@example.org>\n", "> At noon.");
        assertThat(files("cur")).containsExactly("1.a:2,RS", "2.b:2,");
        assertThat(files(".Sent/cur")).hasSize(1);
    }

    @Test
    void anAnswerIsWrittenByTheAccountThatHasTheMessage() throws IOException {
        Path other = home.resolve("Other");
        makeMaildir(other);
        Files.writeString(
                other.resolve("cur/7.h:2,"),
                "From: Bob <bob@example.org>\nTo: list@example.org\nSubject: All\n\nText.\n");
        Files.writeString(
                dotfile,
                "\n[account.b]\naddress = 'b@example.com'\nincoming = 'maildir:" + other + "'\n",
                StandardOpenOption.APPEND);

        assertThat(hazel("reply", "b/INBOX:7.h", "--body", "Yes.", "--dry-run").out())
                .startsWith("MAIL FROM:<b@example.com>\n");
        assertThat(
                        hazel("reply", "b/INBOX:7.h", "--account", "a", "--body", "x", "--dry-run")
                                .out())
                .startsWith("MAIL FROM:<me@example.net>\n");
    }

    @Test
    void whatCannotBeSentIsToldAndNothingIsKept() throws IOException {
        Files.writeString(home.resolve("sendmail"), "#!/bin/sh\necho greylisted >&2\nexit 75\n");
        Said said = hazel("send", "--to", "bob@example.org", "--subject", "s", "--body", "x");
        assertThat(said.status()).isEqualTo(75);
        assertThat(said.err()).contains("451 bob@example.org").contains("greylisted");
        assertThat(mail.resolve(".Sent")).doesNotExist();
    }

    @Test
    void aMuttUsersLineIsUnderstood() {
        assertThat(MuttLineWords.of("-s", "Subj", "-a", "one", "two", "--", "to@x.org"))
                .containsExactly("-s", "Subj", "--attach", "one", "--attach", "two", "to@x.org");
        assertThat(MuttLineWords.of("-sSubj", "-a", "one", "to@x.org"))
                .containsExactly("-s", "Subj", "--attach", "one", "to@x.org");
    }

    private static final class MuttLineWords {
        static List<String> of(String... words) {
            try {
                return MuttLine.read(words).send();
            } catch (UsageException e) {
                return List.of(String.valueOf(e.getMessage()));
            }
        }
    }
}
