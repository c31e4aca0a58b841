package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.smtp.ScriptedServer;
import hazel.smtp.Server;
import hazel.tls.TestCertificate;
import hazel.tls.TlsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

/// `hazel smtp`, from a pipe.
class SmtpCommandTest {

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

    private static String place(ScriptedServer server) {
        return "127.0.0.1:" + ((Server.Place.Tcp) server.server().place()).port();
    }

    @Test
    void whatTheServerCanDoIsATableWithItsMeaning() throws Exception {
        String script = "S: 220 a\nC: EHLO\nS: 250-a\nS: 250-SIZE 1000\nS: 250 X-ODD\n";
        try (var server = new ScriptedServer(script + "C: QUIT\nS: 221 bye\n")) {
            Home.Said said = home.hazel("smtp", "--caps", place(server));

            assertThat(said.status()).isZero();
            assertThat(said.out())
                    .isEqualTo(
                            """
                            127.0.0.1, in clear:
                              SIZE 1000                           the largest message it takes, in octets
                              X-ODD
                            """);
            assertThat(home.hazel("smtp", "--caps", "--json", place(server)).out())
                    .isEqualTo(
                            "{\"host\":\"127.0.0.1\",\"offers\":{\"SIZE\":\"1000\",\"X-ODD\":\"\"},"
                                    + "\"esmtp\":true}\n");
        }
    }

    @Test
    void aServerWithoutEhloIsGreetedInTheOldWay() throws Exception {
        String old = "S: 220 a\nC: EHLO\nS: 500 what?\nC: HELO me\nS: 250 a\nC: QUIT\nS: 221 bye\n";
        try (var server = new ScriptedServer(old)) {
            Home.Said said = home.hazel("smtp", "--caps", "--hello", "me", place(server));

            assertThat(said.status()).isZero();
            assertThat(said.out())
                    .isEqualTo("127.0.0.1, in clear:\n  nothing besides plain SMTP\n");
        }
    }

    @Test
    void aMessageIsSentLineByLineAndEachAnswerExplained() throws Exception {
        String script = ScriptedServer.TO_DATA + "D:\nS: 250 OK id=10sPdr-1\nC: QUIT\nS: 221 bye\n";
        try (var server = new ScriptedServer(script)) {
            Home.Said said =
                    home.piped(
                            """
                            ehlo

                            mail ada@example.org
                            RCPT <bob@example.net>
                            rcpt to:<eve@example.net>
                            data
                            Subject: x

                            .hidden
                            .
                            """,
                            "smtp",
                            place(server));

            assertThat(said.status()).isZero();
            assertThat(said.out().replaceAll("(?m)^ *[0-9.]+ ", ""))
                    .contains(
                            """
                            C: MAIL FROM:<ada@example.org>
                                         on the envelope: where reports about the message go
                            S: 250 OK
                                         done
                            C: RCPT TO:<bob@example.net>
                            """)
                    .contains("S: 250 OK id=10sPdr-1\n", "S: 221 bye\n");
            assertThat(server.heard())
                    .contains("RCPT TO:<eve@example.net>")
                    .contains("message " + "Subject: x\r\n\r\n.hidden\r\n".length());
        }
    }

    @Test
    void whatWaitsForPipeliningGoesOutTogether() throws Exception {
        String script =
                """
                S: 220 a
                C: EHLO
                S: 250-a
                S: 250 PIPELINING
                C: MAIL
                C: RCPT
                C: DATA
                S: 250 OK
                S: 550 no
                S: 554 nobody
                C: QUIT
                S: 221 bye
                """;
        try (var server = new ScriptedServer(script)) {
            Home.Said said =
                    home.piped(
                            "EHLO\nPIPELINING\nMAIL a@b\nRCPT c@d\nDATA\n", "smtp", place(server));

            assertThat(said.status()).as("something was refused").isEqualTo(Exit.NO);
            assertThat(said.out()).contains("S: 554 nobody", "S: 221 bye");
        }
    }

    @Test
    void aMessageWithoutAnEndIsNotSent() throws Exception {
        try (var server = new ScriptedServer(ScriptedServer.TO_DATA + "D:\nS: 250 OK\n")) {
            Home.Said said =
                    home.piped(
                            "EHLO\nMAIL a@b\nRCPT bob@d\nRCPT eve@d\nDATA\nSubject: x\n",
                            "smtp",
                            place(server));

            assertThat(said.status()).isEqualTo(65);
            assertThat(said.err()).contains("the message has no end");
            assertThat(server.messages()).isZero();
        }
    }

    @Test
    void aPasswordThatCannotBeUsedIsNotTakenForACommand() throws Exception {
        String script = "S: 220 a\nC: EHLO\nS: 250 a\nC: NOOP\nS: 250 OK\nC: QUIT\nS: 221 bye\n";
        try (var server = new ScriptedServer(script)) {
            Home.Said said = home.piped("EHLO\nAUTH\nada\nlovelace\nNOOP\n", "smtp", place(server));

            assertThat(said.status()).isEqualTo(Exit.NO);
            assertThat(said.out()).contains("does not offer AUTH here; STARTTLS first");
            assertThat(said.out() + said.err() + server.heard()).doesNotContain("lovelace");
        }
    }

    @Test
    void aPasswordIsSentInsideTlsAndShownNowhere() throws Exception {
        TestCertificate certificate = TestCertificate.of(dir, "dns:localhost");
        String script =
                """
                S: 220 a
                C: EHLO
                S: 250-a
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                T:
                C: EHLO
                S: 250-a
                S: 250 AUTH PLAIN
                C: AUTH PLAIN AGFkYQBsb3ZlbGFjZQ==
                S: 235 welcome
                C: QUIT
                S: 221 bye
                """;
        String typed = "EHLO\nSTARTTLS\nEHLO\nAUTH\nada\nlovelace\n";
        try (var server = new TlsServer(certificate.context(), script)) {
            String at = "localhost:" + server.port();
            Home.Said refused = home.piped(typed, "smtp", at);
            assertThat(refused.status()).isEqualTo(77);
            assertThat(refused.err()).contains("--fingerprint takes it");
            assertThat(refused.out())
                    .contains("localhost cannot be trusted: ")
                    .doesNotContain("hazel account");

            Home.Said taken =
                    home.piped(
                            typed, "smtp", "--fingerprint", certificate.fingerprint().text(), at);
            assertThat(taken.status()).as(taken.err()).isZero();
            assertThat(taken.out())
                    .contains("C: AUTH PLAIN (masked)", "S: 235 welcome")
                    .doesNotContain("lovelace", "AGFkYQ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:0", "a:99999", "a b", "a:b", "ada@a", "[a]", ""})
    void whatIsNoHostAndPortIsAMistake(String place) {
        Home.Said said = home.hazel("smtp", place);
        assertThat(said.status()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).startsWith("hazel: '" + place + "': expected a host");
    }

    @Test
    void whatIsNoServerOfSmtpIsSaid() throws Exception {
        try (var server = new ScriptedServer("S: SSH-2.0-x")) {
            Home.Said said = home.hazel("smtp", place(server));
            assertThat(said.status()).isEqualTo(76);
            assertThat(said.err()).contains("this is no SMTP reply: \"SSH-2.0-x\"");
        }
        try (var server = new ScriptedServer("E:")) {
            Home.Said said = home.hazel("smtp", "--timeout", "1", place(server));
            assertThat(said.status()).isEqualTo(75);
            assertThat(said.err()).contains("did not answer in time", "--tls implicit");
        }
        try (var server = new ScriptedServer("S: 220 a\nE:")) {
            Home.Said said = home.hazel("smtp", "--tls", "implicit", place(server));
            assertThat(said.status()).isEqualTo(77);
            assertThat(said.err()).contains("could not be agreed on", "--tls starttls");
        }
    }
}
