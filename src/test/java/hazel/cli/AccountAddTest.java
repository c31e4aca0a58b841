package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// What needs no server: accounts of this machine, the file they are written to, and what is asked
/// of nobody.
class AccountAddTest {

    @TempDir private Path root;

    private Path dotfile() {
        return root.resolve("config/hazel/config.toml");
    }

    private Home.Said local(Home home, String name, String address) {
        return home.hazel(
                "account",
                "add",
                "--name",
                name,
                "--incoming",
                "maildir:~/Mail",
                "--outgoing",
                "relay:",
                address);
    }

    @Test
    void withoutATerminalNobodyIsAsked() {
        try (var home = new Home(root)) {
            Home.Said said = home.hazel("account", "add", "ada@example.org");
            assertThat(said.status()).isEqualTo(64);
            assertThat(said.err())
                    .isEqualTo(
                            "hazel: there is no terminal to ask for the password; give"
                                    + " --password-command, --password-file, --password-stdin or"
                                    + " --oauth2\n");
            Home.Said unknown =
                    home.hazel(
                            "account",
                            "add",
                            "--oauth2",
                            "google",
                            "--incoming",
                            "imaps://imap.example.org",
                            "--outgoing",
                            "submissions://smtp.example.org",
                            "ada@example.org");
            assertThat(unknown.status()).isEqualTo(64);
            assertThat(unknown.err()).contains("needs a table [oauth2.google] with the client id");
        }
    }

    @Test
    void whereNoNameServerAnswersItMayBeTriedAgain() {
        try (var home = new Home(root)) {
            Home.Said said =
                    home.piped(
                            "secret\n",
                            "account",
                            "add",
                            "--password-stdin",
                            "--server",
                            "127.0.0.1:1",
                            "--autoconfig",
                            "http://127.0.0.1:1/",
                            "ada@silent.invalid");
            assertThat(said.status()).isEqualTo(75);
            assertThat(said.err()).contains("and no name server answers; try again later");
        }
    }

    @Test
    void anAccountOfThisMachineNeedsNoPassword() throws Exception {
        try (var home = new Home(root)) {
            Home.Said said = local(home, "home", "ada@example.org");
            assertThat(said.status()).as(said.err()).isZero();
            assertThat(Files.readString(dotfile()))
                    .isEqualTo(
                            """
                            [account.home]
                            address  = "ada@example.org"
                            incoming = "maildir:~/Mail"
                            outgoing = "relay:"
                            """);
            assertThat(home.hazel("account", "list").out()).contains("home  ada@example.org");
        }
    }

    @Test
    void aLinkStaysALinkAndAFileKeepsItsMode() throws Exception {
        try (var home = new Home(root)) {
            Path real = Files.writeString(root.resolve("dotfiles.toml"), "# mine\n");
            Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
            Files.createDirectories(dotfile().getParent());
            Files.createSymbolicLink(dotfile(), real);
            assertThat(local(home, "home", "ada@example.org").status()).isZero();
            assertThat(dotfile()).isSymbolicLink();
            assertThat(Files.readString(real)).startsWith("# mine\n\n[account.home]\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void aNameIsTakenOnceAndSaysWhatItMayBe() throws Exception {
        try (var home = new Home(root)) {
            assertThat(local(home, "home", "ada@example.org").status()).isZero();
            String before = Files.readString(dotfile());
            assertThat(local(home, "home", "bob@example.org").err())
                    .contains("there is an account 'home' already");
            assertThat(local(home, "a/b", "bob@example.org").err())
                    .contains("--name 'a/b': expected letters, digits, '-' and '_'");
            assertThat(local(home, "x", "bob").err()).contains("'bob' is no mail address");
            assertThat(Files.readString(dotfile())).isEqualTo(before);
        }
    }

    @Test
    void aFileWithMistakesIsNotTouched() throws Exception {
        try (var home = new Home(root)) {
            home.config("[screen]\ntheme = 3\n");
            Home.Said said = local(home, "home", "ada@example.org");
            assertThat(said.status()).isEqualTo(78);
            assertThat(Files.readString(dotfile())).isEqualTo("[screen]\ntheme = 3\n");
        }
    }

    @Test
    void whatIsNotInATableOfItsOwnIsTakenOutByHand() throws Exception {
        try (var home = new Home(root)) {
            String text = "account.work.address = \"ada@example.org\"\n";
            home.config(text);
            Home.Said said = home.hazel("account", "remove", "work");
            assertThat(said.status()).isEqualTo(65);
            assertThat(said.err()).contains("take it out with an editor");
            assertThat(Files.readString(dotfile())).isEqualTo(text);
            assertThat(home.hazel("account", "remove", "play").status()).isEqualTo(66);
        }
    }
}
