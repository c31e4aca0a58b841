package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.relay.Relay;
import hazel.smtp.Dsn;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// `hazel relay` and `hazel sendmail` on a home of their own.
class RelayCommandTest {

    @TempDir private Path dir;
    private Home home;

    @BeforeEach
    void aHomeWithAda() throws Exception {
        home = new Home(dir);
        home.config(
                """
                [account.ada]
                address = "ada@localhost"
                incoming = "maildir:~/Mail"
                """);
    }

    @AfterEach
    void back() {
        home.close();
    }

    private LocalRelay local() throws Exception {
        Session session = Session.usual();
        return new LocalRelay(session.config(), session.places(), Clock.systemUTC());
    }

    @Test
    void aUserMayLogInWithAPasswordOfWhichOnlyAHashIsKept() throws Exception {
        assertThat(home.piped("secret\n", "relay", "password", "ada").err())
                .contains("relay.passwords names no file");
        home.config("[relay]\npasswords = '~/logins'\n");
        assertThat(home.piped("secret\n", "relay", "password", "ada").status()).isZero();
        assertThat(Files.readString(dir.resolve("logins")))
                .startsWith("ada:scram-sha-256:")
                .doesNotContain("secret");
        assertThat(home.piped("", "relay", "password", "ada").status()).isEqualTo(64);
        assertThat(home.hazel("relay", "password", "--remove", "ada").status()).isZero();
        assertThat(home.hazel("relay", "password", "--remove", "ada").status()).isEqualTo(1);
    }

    @Test
    void sendmailsOptionsForReportsAreKept() throws Exception {
        home.piped(
                "hello\n",
                "sendmail",
                "-N",
                "success,delay",
                "-R",
                "hdrs",
                "-V",
                "env 1",
                "far@example.org");
        var item = hazel.relay.RelayQueue.in(local().directory()).list().getFirst();
        assertThat(item.dsn().envid()).contains("env 1");
        assertThat(item.dsn().returns()).contains(Dsn.Returns.HDRS);
        assertThat(item.recipients().getFirst().reports().when())
                .containsExactlyInAnyOrder(Dsn.Notify.SUCCESS, Dsn.Notify.DELAY);
        assertThat(home.piped("hello\n", "sendmail", "-R", "all", "far@example.org").status())
                .isEqualTo(64);
    }

    @Test
    void whatWaitsIsExportedAndImported() {
        home.piped("hello\n", "sendmail", "far@example.org");
        String file = dir.resolve("batch").toString();
        assertThat(home.hazel("relay", "export", "--bsmtp", file).out())
                .isEqualTo(
                        "1 message for 1 recipient in " + file + ", and no longer in the queue\n");
        assertThat(home.hazel("relay", "export", "--bsmtp", file).status()).isEqualTo(73);
        assertThat(home.hazel("relay", "import", file).out())
                .isEqualTo("1 message for 1 recipient in the queue\n");
        assertThat(home.hazel("relay", "import", file + "x").status()).isEqualTo(66);
        assertThat(home.hazel("relay", "export").status()).isEqualTo(64);
        assertThat(home.hazel("relay", "import", dir.toString()).status()).isEqualTo(74);
    }

    @Test
    void aMessageIsReturnedOrSentToAnotherAddress() {
        String id = held();
        assertThat(home.hazel("relay", "edit-rcpt", id, "far@example.org", "near@example.org"))
                .matches(done -> done.status() == 0);
        assertThat(home.hazel("relay", "show", id).out())
                .contains("far@example.org  delivered: 250 2.1.5 Changed by hand to near@")
                .contains("near@example.org  waiting");
        assertThat(home.hazel("relay", "edit-rcpt", id, "far@example.org", "x@y.z").status())
                .isEqualTo(1);
        assertThat(home.hazel("relay", "bounce", id).status()).isZero();
        assertThat(home.hazel("relay", "show", id).out()).contains("failed: 554 5.3.0 Given up");
    }

    @Test
    void whatWasDiscardedIsListedShownAndRestored() throws Exception {
        assertThat(home.hazel("relay", "quarantine").out())
                .isEqualTo("nothing was discarded in the last week\n");
        Path place = local().directory().resolve("quarantine");
        Files.createDirectories(place);
        String id = "01K8M570G0FRC8GU";
        Files.writeString(
                place.resolve(id + ".eml"),
                "Why: junk 9\r\n"
                        + "From: eve@far.test\r\n"
                        + "To: ada@localhost\r\n\r\n"
                        + "Subject: buy\r\n\r\n");
        assertThat(home.hazel("relay", "quarantine").out())
                .startsWith(id)
                .endsWith("  eve@far.test  ada@localhost  junk 9\n");
        assertThat(home.hazel("relay", "quarantine", "--json").out())
                .contains(
                        "\"from\":\"eve@far.test\",\"to\":[\"ada@localhost\"],\"why\":\"junk 9\"");
        assertThat(home.hazel("relay", "quarantine", id).out()).isEqualTo("Subject: buy\n\n");
        assertThat(home.hazel("relay", "restore", id).status()).isZero();
        assertThat(home.hazel("relay", "restore", id).status()).isEqualTo(66);
        assertThat(home.hazel("relay", "quarantine", id).status()).isEqualTo(66);
        assertThat(home.hazel("relay", "queue").out()).contains("eve@far.test");
    }

    @Test
    void theLogIsThereForProgramsAndWithOtherNames() {
        String id = held();
        home.hazel("relay", "edit-rcpt", id, "far@example.org", "near@example.org");
        assertThat(home.hazel("relay", "log", "--json", "-n", "1").out())
                .contains("\"event\":\"noted\",\"queueId\":\"" + id + "\",\"text\":\"far@");
        assertThat(home.hazel("relay", "log", "--anonymise").out())
                .contains(id + " -- user1@host1.example changed by hand to user2@host1.example\n");
    }

    private String held() {
        home.piped("hello\n", "sendmail", "far@example.org");
        return home.hazel("relay", "queue").out().substring(0, 16);
    }

    @Test
    void mailForAUserHereIsThereWhenSendmailEndsThoughNoRelayRuns() throws Exception {
        assertThat(home.piped("Subject: hi\n\nhello\n", "sendmail", "-oi", "ada").status())
                .isZero();

        assertThat(home.arrived("Mail"))
                .startsWith(
                        "Return-Path: <ada@localhost>\n"
                                + "Envelope-To: ada@localhost\n"
                                + "Delivered-To: ada@localhost\n"
                                + "Received:")
                .contains("From: ada@localhost\n")
                .endsWith("Subject: hi\nMessage-ID: " + id() + "\n\nhello\n");
        assertThat(home.hazel("relay", "queue").out()).isEqualTo("the queue is empty\n");
    }

    @Test
    void theReportThatItWasRefusedIsThereToo() throws Exception {
        String refusing =
                """
                S: 220 a
                C: EHLO
                S: 250 a
                C: MAIL
                S: 250 OK
                C: RCPT
                S: 550 no
                """;
        try (var smarthost = new ScriptedServer(refusing)) {
            var place = (Server.Place.Tcp) smarthost.server().place();
            home.config("[relay]\nsmarthost = 'smtp://127.0.0.1:" + place.port() + "'\n");
            for (int n = 0; n < 5; n++) {
                home.piped("hello\n", "sendmail", "bob@example.net");
                assertThat(home.hazel("relay", "queue").out()).isEqualTo("the queue is empty\n");
            }
        }
    }

    private String id() throws Exception {
        return home.arrived("Mail")
                .lines()
                .filter(l -> l.startsWith("Message-ID: "))
                .map(l -> l.substring("Message-ID: ".length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void mailForElsewhereIsHeldWithoutASmarthostAndCanBeHandled() {
        String id = held();

        assertThat(home.hazel("relay", "queue").out())
                .contains("ada@localhost  held: no smarthost\n    far@example.org  waiting\n");
        assertThat(home.hazel("relay", "queue", "--json").out())
                .contains("\"queueId\":\"" + id + "\"", "\"held\":\"no smarthost\"");
        assertThat(home.hazel("relay", "status").out())
                .isEqualTo("no relay is running\n0 waiting; 1 held\n");
        assertThat(home.hazel("sendmail", "-bp").out()).startsWith(id);
        assertThat(home.hazel("relay", "show", id).out())
                .contains("    far@example.org  waiting\n\nReceived: ")
                .contains("Message-ID: ")
                .doesNotContain("hello");
        assertThat(home.hazel("relay", "show", "0123456789ABCDEF").status()).isEqualTo(66);
        assertThat(home.hazel("relay", "release", id).status()).isZero();
        assertThat(home.hazel("relay", "hold", id.toLowerCase(java.util.Locale.ROOT)).status())
                .isZero();
        assertThat(home.hazel("relay", "hold", id).status()).isEqualTo(1);
        assertThat(home.hazel("relay", "queue").out()).contains("held: held by hand");
        assertThat(home.hazel("relay", "remove", id).status()).isZero();
        assertThat(home.hazel("sendmail", "-bp").out()).isEqualTo("Mail queue is empty\n");
        assertThat(home.hazel("relay", "log", "-n", "1").out())
                .endsWith(id + " -- removed by hand\n");
    }

    @Test
    void anIdThatIsNoneIsNoSuchMessage() {
        assertThat(home.hazel("relay", "hold", "x"))
                .isEqualTo(new Home.Said(66, "", "hazel: no such message: x\n"));
    }

    @Test
    void aRelayThatRunsTakesWhatSendmailSends() throws Exception {
        try (Relay _ = local().start(Optional.empty())) {
            assertThat(home.piped("x\n", "sendmail", "-v", "nobody@localhost").err())
                    .contains("nobody@localhost: 550 5.1.1 No such user here");
            assertThat(home.piped("x\n", "sendmail", "-v", "far@example.org").out())
                    .startsWith("queued: OK id=");
            assertThat(home.hazel("relay", "status").out()).startsWith("a relay is running\n");
            assertThat(home.hazel("relay", "run", "--once").status()).isEqualTo(75);
            assertThat(local().embedded().relay()).isEmpty();
        }
        assertThat(home.hazel("relay", "log").out()).contains("<= ada@localhost from local socket");
    }

    @Test
    void theRelayOfTheScreensListensOnTheSocketAlone() throws Exception {
        try (LocalRelay.Embedded embedded = local().embedded()) {
            assertThat(embedded.relay().orElseThrow().addresses()).hasSize(1);
            assertThat(local().answers()).isTrue();
        }
        assertThat(local().answers()).isFalse();
    }

    @Test
    void aRouteIsExplained() throws Exception {
        assertThat(home.hazel("relay", "route", "ada").out())
                .isEqualTo("ada@localhost: delivered here, to the mailbox of ada\n");
        assertThat(home.hazel("sendmail", "-bv", "far@example.org").out())
                .isEqualTo("far@example.org: held: no smarthost\n");
        home.config(
                """
                [account.ada]
                address = "ada@localhost"
                incoming = "maildir:~/Mail"
                [relay]
                smarthost = "submission://mail.example.org"
                aliases = "~/aliases"
                catchall = "ada"
                [relay.alias]
                crew = ["ada", "bob@example.org", "|/bin/true"]
                [relay.routes]
                "*.lan" = "lmtp://127.0.0.1:24"
                [relay.recipient."lists.example"]
                smarthost = "submission://bulk.example.org"
                """);
        home.write("aliases", "team: crew, eve@lists.example\n");
        var said = home.hazel("relay", "route", "team", "x@printer.lan", "who");
        assertThat(said.status()).isZero();
        assertThat(said.out().replace(dir.toString(), "~"))
                .isEqualTo(
                        """
                        team@localhost: is an alias by ~/aliases:1 to crew, eve@lists.example
                          crew@localhost: is an alias by the configuration to ada, bob@example.org, |/bin/true
                            ada@localhost: delivered here, to the mailbox of ada
                            bob@example.org: sent on to mail.example.org, the smarthost for all mail
                            |/bin/true: mail to commands is not permitted here
                          eve@lists.example: sent on to bulk.example.org, the smarthost for mail to lists.example
                        x@printer.lan: sent on to 127.0.0.1 port 24 by LMTP, the route for *.lan
                        who@localhost: nobody here has it; it is for whoever catches all
                          ada@localhost: delivered here, to the mailbox of ada
                        """);
        assertThat(home.hazel("relay", "route", "--json", "crew").out())
                .contains(
                        "\"open\":true",
                        "{\"kind\":\"mailbox\",\"user\":\"ada\",\"recipient\":\"ada@localhost\"}",
                        "\"reply\":\"550 5.7.1 Not permitted: mail to commands is not permitted"
                                + " here\"");
    }

    @Test
    void aRouteToNobodyIsExitStatusOne() {
        var said = home.hazel("relay", "route", "nobody@localhost");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out())
                .isEqualTo("nobody@localhost: refused: 550 5.1.1 No such user here\n");
    }

    @Test
    void forwardFilesAndAliasesAndFoldersAreFollowedByMail() throws Exception {
        home.write(".forward", "\\ada\n"); // of whoever runs it
        home.config(
                """
                [account.ada]
                address = "ada@localhost"
                incoming = "maildir:~/Mail"
                [relay]
                permit = ["files", "commands"]
                [relay.alias]
                team = ["ada", "ada+lists", "~/box"]
                """
                        .replace("~/box", dir.resolve("box").toString()));
        for (String sub : new String[] {"Mail/cur", "Mail/new", "Mail/tmp"}) {
            java.nio.file.Files.createDirectories(dir.resolve(sub));
            java.nio.file.Files.createDirectories(dir.resolve(sub.replace("/", "/.lists/")));
        }
        assertThat(home.piped("Subject: hi\n\nhello\n", "sendmail", "-oi", "team").status())
                .isZero();
        assertThat(home.hazel("relay", "queue").out()).isEqualTo("the queue is empty\n");
        assertThat(home.arrived("Mail")).contains("Delivered-To: ada@localhost\n");
        assertThat(home.arrived("Mail/.lists")).contains("Delivered-To: ada+lists@localhost\n");
        assertThat(java.nio.file.Files.readString(dir.resolve("box")))
                .startsWith("From ")
                .contains("Delivered-To: team@localhost\n", "Subject: hi\n");
    }

    @Test
    void theRelayListensWhereItSaysAndNowhereElse() throws Exception {
        home.config("[relay]\nlisten = ['192.0.2.1:25']\n");
        assertThat(home.hazel("relay", "run").err())
                .contains("is reached by other machines, which needs relay.certificate");
        home.config("[relay]\nlisten = ['here']\n");
        assertThat(home.hazel("relay", "run").status()).isEqualTo(78);
    }

    @Test
    void sendmailSaysWhatIsWrongByItsExitCode() throws Exception {
        assertThat(home.piped("x\n", "sendmail").status()).isEqualTo(64);
        assertThat(home.piped("x\n", "sendmail", "a b").status()).isEqualTo(65);
        assertThat(home.piped("x\n", "sendmail", "-Z", "a").status()).isEqualTo(64);
        assertThat(home.piped("x\n", "sendmail", "-bd").status()).isEqualTo(64);
        home.config("[account]\nnonsense\n");
        assertThat(home.piped("x\n", "sendmail", "ada").status()).isEqualTo(78);
    }

    @Test
    void theLettersOfOtherSendmailsAreTaken() throws Exception {
        assertThat(
                        home.piped(
                                        "To: ada\n\nx\n.\ny\n",
                                        "sendmail",
                                        "-FCronDaemon",
                                        "-i",
                                        "-B8BITMIME",
                                        "-oem",
                                        "-odb",
                                        "-N",
                                        "never",
                                        "-ti",
                                        "-f",
                                        "",
                                        "--")
                                .status())
                .isZero();
        assertThat(home.arrived("Mail"))
                .startsWith("Return-Path: <>\n")
                .contains("From: CronDaemon <ada@localhost>\n")
                .endsWith("x\n.\ny\n");
    }

    @Test
    void newaliasesTellsTheMistakesOfTheFile() throws Exception {
        assertThat(home.hazel("sendmail", "-bi").status()).isZero();
        home.config(
                """
                [account.ada]
                address = "ada@localhost"
                incoming = "maildir:~/Mail"
                [relay]
                aliases = "~/aliases"
                """);
        home.write("aliases", "team: ada\nno colon\nteam: ada\n");
        var said = home.hazel("sendmail", "-bi");
        assertThat(said.status()).isEqualTo(78);
        assertThat(said.err().replace(dir.toString(), "~"))
                .isEqualTo(
                        """
                        hazel: ~/aliases:2: expected NAME: ADDRESS, ADDRESS
                        hazel: ~/aliases:3: 'team' is there already, on line 1, which counts
                        """);
    }

    @Test
    void aNameStandsForACommand() {
        assertThat(ProgramName.words(new String[] {"-t"}, "sendmail"))
                .containsExactly("sendmail", "-t");
        assertThat(ProgramName.words(new String[] {"--as=/usr/bin/mailq"}, "hazel"))
                .containsExactly("sendmail", "-bp");
        assertThat(ProgramName.words(new String[0], "newaliases"))
                .containsExactly("sendmail", "-bi");
        assertThat(ProgramName.words(new String[] {"list"}, "hazel")).containsExactly("list");
    }
}
