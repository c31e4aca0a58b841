package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `hazel send` where what comes after the sending fails: what was sent is never called unsent.
class SendTroubleTest {

    private static final String TAKEN =
            ScriptedServer.TO_DATA + "D:\nS: 250 2.0.0 queued as 7\nC: QUIT\nS: 221 bye\n";

    @TempDir private Path dir;
    private Home home;

    @BeforeEach
    void aHome() {
        home = new Home(dir);
    }

    @AfterEach
    void back() {
        home.close();
    }

    @Test
    void whatCannotBeRememberedAfterwardsIsStillSent() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            configure(server);
            Path data = Session.usual().places().data();
            Files.createDirectories(data.getParent());
            Files.createSymbolicLink(data, dir.resolve("nowhere")); // empty, and not to be written
            Home.Said said = send();

            assertThat(said.status()).isZero();
            assertThat(said.out()).contains("\"status\":\"sent\"");
            assertThat(said.err().lines())
                    .anyMatch(l -> l.startsWith("hazel: file: sent, but who it went to is not"))
                    .noneMatch(l -> l.contains("Exception"));
        }
    }

    @Test
    void whatTheServerTookIsFoundByItsIdAndTheIdIsTraced() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            configure(server);
            assertThat(home.hazel("list").status()).isZero();
            assertThat(send().status()).isZero();
        }
        String sent = home.hazel("list", "Sent", "--search", "~q 7").out();
        assertThat(sent.lines()).singleElement().asString().contains("Hi");
        assertThat(home.hazel("list", "Sent", "--search", "queue:8").status()).isEqualTo(1);
        assertThat(home.hazel("search", "queue:7").out().lines()).hasSize(1);

        String id = sent.strip().substring(sent.strip().lastIndexOf(' ') + 1);
        assertThat(home.hazel("trace", id).out())
                .contains(" to 127.0.0.1, which took it as 7\n", "ask the postmaster");
        assertThat(home.hazel("trace", "--json", id).out())
                .contains("\"handedIn\":[{\"server\":\"127.0.0.1\",", "\"queueId\":\"7\"}]");
    }

    @Test
    void whereTheRestCannotBeKeptTheAnswerIsInPart() throws Exception {
        String inPart =
                TAKEN.replace("C: RCPT TO:<eve\nS: 250 OK", "C: RCPT TO:<eve\nS: 451 4.7.1 later");
        try (var server = new ScriptedServer(inPart)) {
            configure(server);
            full(Session.usual().places().state());
            Home.Said said = send("--queue");

            assertThat(said.status()).isEqualTo(Exit.IN_PART);
            assertThat(said.out()).contains("\"status\":\"partial\"", "\"queueId\":\"\"");
            assertThat(said.err())
                    .contains("hazel: file: sent in part, but the rest is not kept: cannot write")
                    .contains("hazel: rcpt: 451 eve@example.net: later");
        }
    }

    @Test
    void whatCanNeitherBeSentNorKeptIsTheCallersAgain() throws Exception {
        Server away;
        try (var server = new ScriptedServer("S: 220 x")) {
            away = server.server();
            configure(server);
        }
        full(Session.usual().places().state());

        Home.Said kept = send("--queue");
        assertThat(kept.status()).isEqualTo(73);
        assertThat(kept.err().lines()).singleElement().asString().startsWith("hazel: cannot write");
        Home.Said sent = send();
        assertThat(sent.status()).isEqualTo(Exit.TEMPORARY);
        assertThat(sent.err().lines())
                .singleElement()
                .asString()
                .startsWith("hazel: connect: cannot connect to 127.0.0.1 port " + port(away));
    }

    @Test
    void reportsAreAskedForWhereTheServerSendsThem() throws Exception {
        String offering = TAKEN.replace("S: 250 a\n", "S: 250-a\nS: 250 DSN\n");
        try (var server = new ScriptedServer(offering)) {
            configure(server);
            Home.Said said = send("--dsn", "success,delay");

            assertThat(said.status()).as(said.err()).isZero();
            assertThat(said.err()).isEmpty();
            assertThat(server.heard())
                    .anyMatch(l ->
                            l.startsWith("RCPT TO:<bob@") && l.contains("NOTIFY=SUCCESS,DELAY"));
        }
    }

    @Test
    void whereTheServerSendsNoReportsItIsSaid() throws Exception {
        try (var server = new ScriptedServer(TAKEN)) {
            configure(server);
            Home.Said said = send("--dsn", "success");

            assertThat(said.status()).isZero();
            assertThat(said.err()).contains("the server sends no reports (DSN)");
            assertThat(server.heard()).noneMatch(l -> l.contains("NOTIFY"));
        }
    }

    @Test
    void aWordThatIsNoReportIsAMistake() {
        Home.Said said = send("--dsn", "always");

        assertThat(said.status()).isEqualTo(64);
        assertThat(said.err()).contains("'success', 'failure', 'delay'");
    }

    private Home.Said send(String... more) {
        String[] words = {
            "send", "-s", "Hi", "--body", "x", "--json", "bob@example.net", "eve@example.net"
        };
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return home.hazel(all);
    }

    private void configure(ScriptedServer server) throws IOException {
        home.config(
                """
                [account.ada]
                address = "ada@example.org"
                incoming = "maildir:%s"
                outgoing = "smtp://127.0.0.1:%d"
                """
                        .formatted(dir.resolve("Mail"), port(server.server())));
    }

    private static int port(Server server) {
        return ((Server.Place.Tcp) server.place()).port();
    }

    /// A file where a directory is wanted: nothing can be written there, by root neither.
    private static void full(Path place) throws IOException {
        Files.createDirectories(place.getParent());
        Files.createFile(place);
    }
}
