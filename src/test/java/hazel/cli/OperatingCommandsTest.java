package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.outbox.SendOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The outbox, the accounts, the keys and the rest, on a home of their own.
class OperatingCommandsTest {

    @TempDir private Path dir;
    private Home home;
    private int port;

    /// An account whose server is not there.
    @BeforeEach
    void aHome() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort(); // closed again: nobody listens
        }
        home = new Home(dir);
        home.config(
                """
                [account.ada]
                address = "ada@example.org"
                outgoing = "smtp://localhost:%d"
                password = "open sesame"
                """
                        .formatted(port));
    }

    @AfterEach
    void back() {
        home.close();
    }

    private String queued() throws Exception {
        Session session = Session.usual();
        var relay = new LocalRelay(session.config(), session.places(), Clock.systemUTC());
        Address ada = Address.parse("ada@example.org").orElseThrow();
        return new Handover(relay)
                .outbox()
                .enqueue(
                        new Envelope(Optional.of(ada), List.of(ada)),
                        "Subject: a\u001b[2Jb\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8),
                        new SendOptions("ada", Instant.EPOCH, Optional.empty(), Map.of()))
                .value();
    }

    @Test
    void theOutboxIsListedShownHeldReleasedAndEmptied() throws Exception {
        assertThat(home.hazel("outbox", "list").out()).isEqualTo("the outbox is empty\n");
        String id = queued();

        assertThat(home.hazel("outbox", "list").out()).startsWith(id).contains("waiting\n");
        assertThat(home.hazel("outbox", "list", "--json").out())
                .contains("\"queueId\":\"" + id + "\"");
        assertThat(home.hazel("outbox", "show", id).out())
                .contains("Subject: a")
                .doesNotContain("\u001b");
        assertThat(home.hazel("outbox", "hold", id).status()).isZero();
        assertThat(home.hazel("outbox", "list").out()).contains("held: held by hand");
        assertThat(home.hazel("outbox", "release", id).status()).isZero();
        assertThat(home.hazel("outbox", "cancel", id).status()).isZero();
        assertThat(home.hazel("outbox", "cancel", id))
                .isEqualTo(new Home.Said(66, "", "hazel: no such message: " + id + "\n"));
    }

    @Test
    void whatCannotBeSentNowStaysAndSaysWhy() throws Exception {
        String id = queued();

        Home.Said said = home.hazel("outbox", "send", id);

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).startsWith(id).contains("waiting, tried 1 time, next ");
    }

    @Test
    void sendmailKeepsInTheOutboxWhatTheServerCannotTakeNow() {
        Home.Said said = home.piped("x\n", "sendmail", "-v", "grace@example.net");

        assertThat(said.status()).isZero();
        assertThat(said.out()).startsWith("queued: ");
        assertThat(home.hazel("sendmail", "-bp").out()).contains("grace@example.net  waiting: ");
    }

    @Test
    void anAccountIsTestedAndItsTroubleNamed() {
        Home.Said said = home.hazel("account", "test", "ada");

        assertThat(said.status()).isEqualTo(75);
        assertThat(said.out())
                .startsWith("ok    ada in: maildir:" + dir.resolve("Mail") + ": 1 mailbox\n")
                .contains("FAIL  ada out: smtp://localhost:" + port);
        assertThat(home.hazel("account", "test", "eve").status()).isEqualTo(66);
        assertThat(home.hazel("account", "list").out())
                .isEqualTo(
                        "ada  ada@example.org  in: maildir:"
                                + dir.resolve("Mail")
                                + "  out: smtp://localhost:"
                                + port
                                + "\n");
    }

    @Test
    void theDoctorEndsWithOneWhereSomethingIsToBeDone() throws Exception {
        assertThat(home.hazel("doctor").status()).isEqualTo(1);
        home.config("[screen]\nkeys = 'emacs'\n");
        assertThat(home.hazel("doctor", "--offline").out())
                .contains("config.toml:2\n      screen.keys: 'emacs' is none of native");
    }

    @Test
    void theDoctorKnowsALocaleAndATerminal() {
        assertThat(DoctorCommand.locale(Map.of("LANG", "de_DE.UTF-8")).isWell()).isTrue();
        assertThat(DoctorCommand.locale(Map.of("LC_ALL", "C", "LANG", "C.UTF-8")).isWell())
                .isFalse();
        assertThat(DoctorCommand.terminal(Map.of("TERM", "xterm-256color")).what())
                .isEqualTo("terminal xterm-256color, 256 colours");
        assertThat(DoctorCommand.terminal(Map.of()).isWell()).isFalse();
    }

    @Test
    void aKeyOfTheConfigurationHasAValue() {
        assertThat(home.hazel("config", "get", "account.ada.address").out())
                .isEqualTo("ada@example.org\n");
        assertThat(home.hazel("config", "get", "relay.listen").out()).isEqualTo("127.0.0.1:2525\n");
        assertThat(home.hazel("config", "get", "account.ada.password").out())
                .isEqualTo("(secret)\n");
        assertThat(home.hazel("config", "get", "screen.them").status()).isEqualTo(65);
    }

    @Test
    void theKeysArePrintedATableAfterAnother() {
        assertThat(home.hazel("keys").out().lines())
                .anyMatch(l -> l.matches("generic +\\S.* help +Show every key of this screen"));
        assertThat(home.hazel("keys", "--map", "pine").out())
                .isNotEqualTo(home.hazel("keys", "--map", "mutt").out());
        assertThat(home.hazel("keys", "--map", "emacs").status()).isEqualTo(78);
        assertThat(home.hazel("theme", "list").out()).isEqualTo("* dark\n  light\n");
    }
}
