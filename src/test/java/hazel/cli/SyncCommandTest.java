package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.pop3.FakeServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Accounts whose mail is on a POP3 server: `hazel sync`, and what the configuration says of them.
class SyncCommandTest {

    @TempDir private Path dir;
    private Home home;
    private FakeServer server;

    @BeforeEach
    void aServer() throws IOException {
        home = new Home(dir);
        server = new FakeServer();
        config("keep = 0");
    }

    @AfterEach
    void closed() throws Exception {
        server.close();
        home.close();
    }

    private void config(String more) throws IOException {
        home.config(
                """
                [account.post]
                address = "ada@example.org"
                incoming = "pop3://ada@localhost:%d"
                password = { command = "echo secret" }
                %s
                """
                        .formatted(server.port(), more));
    }

    @Test
    void mailIsFetchedAndReadInTheAccountsOwnMaildir() throws Exception {
        server.put("a", "From: grace@example.net\nSubject: Lunch?\n\nAt noon.\n");
        server.put("b", "From: grace@example.net\nSubject: Or later\n\nAt one.\n");

        assertThat(home.hazel("account", "test", "post").out())
                .startsWith(
                        "ok    post in: pop3://ada@localhost:%d into maildir:%s: without TLS, the"
                                        .formatted(
                                                server.port(), dir.resolve("data/hazel/mail/post"))
                                + " login was accepted; offers TOP, UIDL, USER; 2 messages on the"
                                + " server\n");
        assertThat(home.hazel("sync", "post"))
                .isEqualTo(
                        new Home.Said(
                                0, "post: 2 messages fetched, 2 deleted on the server\n", ""));
        assertThat(server.names()).isEmpty();
        assertThat(home.hazel("list").out()).contains("Lunch?", "Or later");
        assertThat(home.hazel("sync").out())
                .isEqualTo("post: 0 messages fetched, 0 deleted on the server\n");
    }

    @Test
    void whatWaitsInTheOutboxIsSentToo() throws Exception {
        Path sendmail = dir.resolve("sendmail");
        Files.writeString(sendmail, "#!/bin/sh\ncat >/dev/null\nexit 75\n");
        assertThat(sendmail.toFile().setExecutable(true)).isTrue();
        config("outgoing = 'sendmail:" + sendmail + "'");
        Home.Said queued =
                home.piped(
                        "Text.\n",
                        "send",
                        "--queue",
                        "--subject",
                        "Lunch",
                        "--to",
                        "bob@b.example");
        assertThat(queued.status()).as(queued.err()).isZero();
        assertThat(home.hazel("sync").status()).isEqualTo(1);

        Files.writeString(sendmail, "#!/bin/sh\ncat >'" + dir.resolve("sent") + "'\n");
        assertThat(home.hazel("sync").status()).isZero();
        assertThat(dir.resolve("sent")).content().contains("Subject: Lunch");
        assertThat(home.hazel("outbox", "list").out()).isEqualTo("the outbox is empty\n");
    }

    @Test
    void whereItGoesAndHowLongItStaysCanBeSaid() throws Exception {
        config("into = 'mbox:~/post'\nkeep = 3\ncheck = 0");
        server.put("a", "Subject: Lunch?\n\nAt noon.\n");

        assertThat(home.hazel("sync").out())
                .isEqualTo("post: 1 message fetched, 0 deleted on the server\n");
        assertThat(home.hazel("sync").out())
                .isEqualTo("post: 0 messages fetched, 0 deleted on the server\n");
        assertThat(dir.resolve("post")).content().contains("Lunch?");
    }

    @Test
    void troubleHasItsSentenceAndItsStatus() throws Exception {
        assertThat(home.hazel("sync", "eve").status()).isEqualTo(66);
        server.close();
        Home.Said said = home.hazel("sync");
        assertThat(said.status()).isEqualTo(75);
        assertThat(said.err()).startsWith("hazel: post: cannot connect to localhost port ");
    }

    @Test
    void mistakesOfTheConfigurationAreNamed() throws Exception {
        config("into = 'imaps://x@y'\nkeep = -1");
        assertThat(home.hazel("sync").err())
                .contains("config.toml:5: account.post.into: cannot deliver into 'imaps://x@y'")
                .contains("config.toml:6: account.post.keep: expected a number from 0 to 36500");
        home.config("[account.a]\nincoming = 'maildir:~/Mail'\nkeep = 3\n");
        assertThat(home.hazel("sync"))
                .isEqualTo(
                        new Home.Said(
                                78,
                                "",
                                "hazel: "
                                        + dir.resolve("config/hazel/config.toml")
                                        + ":3: account.a.keep: is only for an account whose"
                                        + " incoming is pop3s: or pop3:\n"));
        home.config("[account.a]\nincoming = 'pop3s://pop.example.org'\n");
        assertThat(home.hazel("sync").err())
                .contains(":2: account.a.incoming: names no user; expected pop3s://USER@HOST");
    }
}
