package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// SMTP to a program's standard input.
class SpokenTest {

    private static final String SCRIPT =
            """
            say() { printf '%s\\r\\n' "$1"; }
            say '220 a'
            while read -r line; do
              case "$line" in
                EHLO*) say '250 a' ;;
                RCPT*far*) say '550 5.1.1 no' ;;
                DATA*) say '354 go'; sed '/^\\.\\r$/q' > "$0"; say '250 OK id=4711' ;;
                QUIT*) say '221 bye'; exit ;;
                *) say '250 OK' ;;
              esac
            done
            """;

    @TempDir private Path dir;

    private Server script(String text) {
        return Server.program(List.of("/bin/sh", "-c", text, dir.resolve("message").toString()));
    }

    @Test
    void eachRecipientHasItsAnswer() throws Exception {
        var envelope =
                new Envelope(
                        Address.parse("ada@home.test"),
                        List.of(
                                Address.parse("bob@home.test").orElseThrow(),
                                Address.parse("eve@far.test").orElseThrow()));
        var transcript = new Transcript();
        try (SmtpClient client = SmtpClient.open(script(SCRIPT), transcript)) {
            Submission done =
                    client.submit(
                            Transaction.of(envelope, "Subject: x\r\n\r\n.hi\r\n".getBytes(UTF_8)));
            assertThat(done.accepted()).hasSize(1);
            assertThat(done.rejected().getFirst().reply()).hasToString("550 5.1.1 no");
        }
        assertThat(Files.readString(dir.resolve("message")))
                .isEqualTo("Subject: x\r\n\r\n..hi\r\n.\r\n");
        assertThat(transcript.toString()).contains("starting /bin/sh -c", "S: 221 bye");
    }

    @Test
    void oneThatSaysNothingIsEnded() throws Exception {
        Server mute =
                script("echo $$ > \"$0\"; exec sleep 1000")
                        .withTimeouts(
                                new Timeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(1)));
        assertThat(problem(mute)).isInstanceOf(Problem.Unreachable.class);
        long pid = Long.parseLong(Files.readString(dir.resolve("message")).strip());
        for (ProcessHandle program : ProcessHandle.of(pid).stream().toList()) {
            assertThat(program.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
        }
    }

    @Test
    void oneThatIsNotThereIsAMistakeOfTheConfiguration() {
        assertThat(problem(Server.program(List.of(dir + "/none", "-bs"))))
                .isInstanceOf(Problem.BadConfig.class);
    }

    private static Problem problem(Server server) {
        return catchThrowableOfType(
                        MailException.class, () -> SmtpClient.open(server, new Transcript()))
                .problem();
    }
}
