package hazel.config;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.AccountTables.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Optional;

class AccountTablesTest {

    private static final Entry WORK =
            new Entry(
                    "work",
                    "ada@example.org",
                    "Ada \"Countess\" Example",
                    "imaps://ada@imap.example.org:993",
                    "submissions://ada@smtp.example.org:465",
                    Optional.of(new Secret.Command("pass show 'mail'")),
                    Optional.empty());

    private static final String WORK_TABLE =
            """
            [account.work]
            address  = "ada@example.org"
            name     = "Ada \\"Countess\\" Example"
            incoming = "imaps://ada@imap.example.org:993"
            outgoing = "submissions://ada@smtp.example.org:465"
            password = { command = "pass show 'mail'" }
            """;

    private static final String FILE =
            """
            # mine
            [screen]
            theme = "light" # by day
            """;

    @Test
    void anAccountComesAfterWhatIsThere() {
        assertThat(AccountTables.with("", WORK)).isEqualTo(WORK_TABLE);
        assertThat(AccountTables.with(FILE, WORK)).isEqualTo(FILE + "\n" + WORK_TABLE);
        assertThat(AccountTables.with(FILE.stripTrailing(), WORK))
                .isEqualTo(FILE + "\n" + WORK_TABLE);
    }

    @Test
    void whatWasPutInCanBeTakenOut() {
        assertThat(AccountTables.without(FILE + "\n" + WORK_TABLE, "work")).contains(FILE);
        assertThat(AccountTables.without(WORK_TABLE, "work")).contains("");
    }

    @Test
    void passwordsAreReferredTo() {
        var inFile =
                new Entry(
                        "w",
                        "a@b",
                        "",
                        "maildir:~/M",
                        "relay:",
                        Optional.of(new Secret.File(Path.of("/home/ada/.secret"))),
                        Optional.of("/etc/ca.pem"));
        assertThat(AccountTables.with("", inFile))
                .contains(
                        "password = { file = \"/home/ada/.secret\" }\n",
                        "trust    = \"/etc/ca.pem\"\n");
    }

    @Test
    void onlyTheAccountsOwnTablesGo() {
        String text =
                """
                # before
                [account.home]
                address = "ada@home.example"
                # [account.work] is below

                [ account . "work" ] # work
                address = "ada@example.org"
                signature = \"""
                [account.home]
                Ada
                \"""

                [account.work.password]
                command = "pass"

                # my relay
                [relay]
                domains = ["localhost"]
                """;
        assertThat(AccountTables.without(text, "work"))
                .contains(
                        """
                        # before
                        [account.home]
                        address = "ada@home.example"
                        # [account.work] is below


                        # my relay
                        [relay]
                        domains = ["localhost"]
                        """);
        assertThat(AccountTables.has(text, "work")).isTrue();
        assertThat(AccountTables.has(text, "play")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[account]\nwork = { address = \"a@b\" }\n",
                "account.work.address = \"a@b\"\n",
                "[account]\nwork.address = \"a@b\"\n",
                "[account.home]\naddress = \"a@b\"\n",
                "x = \"\"\"\n[account.work]\n\"\"\"\n",
                ""
            })
    void whatIsWrittenInAnotherWayIsLeftToAPerson(String text) {
        assertThat(AccountTables.without(text, "work")).isEmpty();
    }

    @Test
    void aNameStandsBeforeASlash() {
        assertThat(AccountTables.isName("work-2")).isTrue();
        assertThat(AccountTables.isName("a/b")).isFalse();
        assertThat(AccountTables.isName("a.b")).isFalse();
        assertThat(AccountTables.isName("")).isFalse();
    }
}
