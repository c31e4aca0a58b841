package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class MainTest {

    @TempDir private Path home;
    private Path dotfile;

    @BeforeEach
    void aMailboxOfTwo() throws Exception {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(home.resolve("Mail").resolve(sub));
        }
        Files.writeString(
                home.resolve("Mail/cur/1.a:2,S"),
                "From: Ada <ada@example.org>\n"
                        + "Date: Sun, 1 Nov 2026 12:00:00 +0000\n"
                        + "Subject: Lunch?\n\n"
                        + "At noon.\n");
        Files.writeString(
                home.resolve("Mail/new/2.b"),
                "From: Grace <grace@example.net>\n"
                        + "Date: Mon, 2 Nov 2026 12:00:00 +0000\n"
                        + "Subject: \u001b]0;owned\u0007Plans\n\n"
                        + "None\u001b[2J.\n");
        dotfile = home.resolve("config.toml");
        Files.writeString(
                dotfile, "[account.a]\nincoming = 'maildir:" + home.resolve("Mail") + "'\n");
    }

    private record Said(int status, String out, String err) {}

    private Said hazel(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Said(status, out.toString(), err.toString());
    }

    private Said inHome(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("-F");
        all.add(dotfile.toString());
        return hazel(all.toArray(String[]::new));
    }

    @Test
    void listsAMailboxALineEach() {
        Said said = inHome("list");

        assertThat(said.status()).isZero();
        assertThat(said.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("     2026-11-01")
                .contains("Ada ", "Lunch?")
                .endsWith("INBOX:1.a");
    }

    @Test
    void nothingOfAMessageReachesTheTerminalRaw() {
        assertThat(inHome("list").out() + inHome("show", "INBOX:2.b").out())
                .contains("owned", "None")
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void listsWhatFitsAQueryAsJson() {
        assertThat(inHome("list", "--search", "is:unread", "--json").out())
                .contains(
                        "\"uid\":\"2.b\"",
                        "\"mailbox\":\"INBOX\"",
                        "\"address\":\"grace@example.net\"")
                .doesNotContain("1.a");
    }

    @Test
    void aSearchInBodiesReadsThem() {
        assertThat(inHome("list", "--search", "body:noon").out())
                .contains("1.a")
                .doesNotContain("2.b");
        assertThat(inHome("list", "--search", "body:dinner").status()).isEqualTo(1);
    }

    @Test
    void showsAMessage() {
        assertThat(inHome("show", "INBOX:1.a").out())
                .isEqualToNormalizingNewlines(
                        """
                        From: Ada <ada@example.org>
                        Date: Sun, 1 Nov 2026 12:00:00 +0000
                        Subject: Lunch?

                        At noon.
                        """);
    }

    @Test
    void everyTroubleIsOneLineAndACode() throws Exception {
        assertThat(inHome("show", "INBOX:9.x"))
                .isEqualTo(new Said(66, "", "hazel: no such message: INBOX:9.x\n"));
        assertThat(inHome("list", "Nowhere"))
                .isEqualTo(new Said(66, "", "hazel: no such mailbox: Nowhere\n"));
        assertThat(inHome("list", "--search", "is:purple").status()).isEqualTo(65);
        assertThat(inHome("list", "--lines").status()).isEqualTo(64);
        assertThat(hazel("lsit").status()).isEqualTo(64);

        Files.writeString(dotfile, "[screen]\nkeys = 'emacs'\n");
        assertThat(inHome("config", "check"))
                .isEqualTo(
                        new Said(
                                78,
                                "",
                                "hazel: "
                                        + dotfile
                                        + ":2: screen.keys: 'emacs' is none of native, mutt,"
                                        + " pine\n"));
    }

    @Test
    void theOrderOfTheKeysIsThatOfTheManual() {
        assertThat(hazel("config", "list").out()).startsWith("account.*.address = (none)");
        assertThat(hazel("--version").out()).startsWith("hazel ");
    }
}
