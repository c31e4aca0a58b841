package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.NameServer;
import hazel.mail.Part;
import hazel.mime.MessageParser;
import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// `hazel report-abuse` with a real name server.
class ReportAbuseIT {

    private static final String NET =
            """
            $ORIGIN example.net.
            $TTL 300
            @      SOA ns1 root 1 3600 900 604800 300
            @      NS  ns1
            ns1    A   127.0.0.1
            out.mx A   192.0.2.44
            """;

    private static final String REVERSE =
            """
            $ORIGIN 2.0.192.in-addr.arpa.
            $TTL 300
            @   SOA ns1.example.net. root.example.net. 1 3600 900 604800 300
            @   NS  ns1.example.net.
            44  PTR out.mx.example.net.
            45  PTR bank.example.
            """;

    /// The lower field and every name in it are the sender's invention.
    private static final String MESSAGE =
            """
            Return-Path: <winner@lottery.example>
            Received: from lottery.example (claimed.example.net [192.0.2.44])
              by mx.example.org with ESMTP id 4QX1 for <ada@example.org>;
              Mon, 30 Nov 2026 10:00:00 +0000
            Received: from innocent.example (innocent.example [198.51.100.7])
              by lottery.example with ESMTP id FAKE; Mon, 30 Nov 2026 09:00:00 +0000
            From: Lottery <winner@lottery.example>
            To: ada@example.org
            Subject: You have won
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            M\u00f6ney
            """;

    private static NameServer dns;

    @TempDir private Path dir;
    private Home home;

    @BeforeAll
    static void start() throws Exception {
        int port = NameServer.freePort("127.0.0.1");
        dns =
                NameServer.start(
                        "127.0.0.1",
                        port,
                        Map.of("example.net", NET, "2.0.192.in-addr.arpa", REVERSE));
    }

    @AfterAll
    static void stop() throws Exception {
        dns.close();
    }

    @BeforeEach
    void aHome() throws Exception {
        home = new Home(dir);
        account("submission://localhost:1");
    }

    @AfterEach
    void back() {
        home.close();
    }

    private void account(String outgoing) throws Exception {
        home.config(
                """
                [account.ada]
                address = "ada@example.org"
                incoming = "maildir:%s"
                outgoing = "%s"
                """
                        .formatted(dir.resolve("Mail"), outgoing));
    }

    private Home.Said report(String message, String... more) {
        String[] words = {"report-abuse", "--server", "127.0.0.1:" + dns.port(), "-"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return home.piped(message, all);
    }

    @Test
    void theReportGoesToTheDomainOfTheLastHopThatIsCertain() {
        Home.Said said = report(MESSAGE, "--dry-run", "--type", "fraud", "--note", "They lie.");

        assertThat(said.status()).as(said.err()).isZero();
        assertThat(said.out())
                .startsWith("MAIL FROM:<ada@example.org>\nRCPT TO:<abuse@example.net>\n\n")
                .contains("To: abuse@example.net\n", "Subject: Abuse report: You have won\n");
        String message = said.out().substring(said.out().indexOf("Date:"));
        Part root = MessageParser.parse(message.getBytes(StandardCharsets.UTF_8));
        assertThat(root.mediaType().is("multipart/report")).isTrue();
        assertThat(root.mediaType().parameters()).containsEntry("report-type", "feedback-report");
        assertThat(root.children())
                .extracting(part -> part.mediaType().type() + "/" + part.mediaType().subtype())
                .containsExactly("text/plain", "message/feedback-report", "message/rfc822");
        assertThat(message)
                .contains(
                        """

                        Feedback-Type: fraud
                        User-Agent: Hazel
                        Version: 1
                        Source-IP: 192.0.2.44
                        Original-Mail-From: <winner@lottery.example>
                        Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0000
                        Reporting-MTA: dns; mx.example.org
                        """)
                .contains("192.0.2.44 (out.mx.example.net)", "They lie.", "\nM\u00f6ney\n");
    }

    @Test
    void aNameThatDoesNotLeadBackIsNotWrittenTo() {
        Home.Said other = report(MESSAGE.replace("192.0.2.44", "192.0.2.45"), "--dry-run");
        assertThat(other.status()).isEqualTo(68);
        assertThat(other.out()).isEmpty();
        assertThat(other.err()).contains("bank.example, which does not lead back", "--to");
        assertThat(report(MESSAGE.replace("192.0.2.44", "192.0.2.46"), "--dry-run").err())
                .contains("192.0.2.46 has no name");
        assertThat(
                        report(
                                        MESSAGE.replace("192.0.2.44", "192.0.2.46"),
                                        "--dry-run",
                                        "--to",
                                        "abuse@example.com")
                                .out())
                .contains("RCPT TO:<abuse@example.com>\n", "Source-IP: 192.0.2.46\n");
    }

    @Test
    void whereNoHopIsCertainNobodyIsTold() {
        Home.Said said = report("From: a@b.example\nSubject: x\n\nx\n", "--dry-run");
        assertThat(said.status()).isEqualTo(65);
        assertThat(said.err()).contains("no server of yours says which address");
    }

    @Test
    void nothingIsSentWithoutAYes() throws Exception {
        try (var server =
                new ScriptedServer(
                        """
                        S: 220 a
                        C: EHLO
                        S: 250-a
                        S: 250 8BITMIME
                        C: MAIL
                        S: 250 OK
                        C: RCPT TO:<postmaster@example.net>
                        S: 250 OK
                        C: DATA
                        S: 354 go
                        D:
                        S: 250 OK
                        C: QUIT
                        S: 221 bye
                        """)) {
            var place = (Server.Place.Tcp) server.server().place();
            account("smtp://127.0.0.1:" + place.port());
            Home.Said asked = report(MESSAGE, "--postmaster");
            assertThat(asked.status()).isEqualTo(Exit.USAGE);
            assertThat(asked.err()).contains("nothing is sent without --yes");
            assertThat(server.heard()).isEmpty();

            Home.Said sent = report(MESSAGE, "--postmaster", "--yes");
            assertThat(sent.status()).as(sent.err()).isZero();
            assertThat(server.messages()).isEqualTo(1);
        }
        try (var sent = Files.list(dir.resolve("Mail/.Sent/cur"))) {
            assertThat(sent).hasSize(1);
        }
    }
}
