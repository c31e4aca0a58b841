package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mail to a program.
class CommandDeliveryTest {

    private static final byte[] MESSAGE =
            "Subject: $(touch /tmp/x); `id`\r\n\r\n.\r\nbody\r\n".getBytes(US_ASCII);

    @TempDir private Path dir;

    @Test
    void itGetsTheMessageAndExactlyTheWordsItIsGiven() throws Exception {
        deliver(
                "cat > \"$OUT\"; printf '%s|' \"$@\" >> \"$OUT\"; echo $RECIPIENT $USER >>"
                        + " \"$OUT\"",
                Duration.ofSeconds(60), "a b", "$HOME", ";id", "*");
        assertThat(Files.readString(dir.resolve("out")))
                .isEqualTo(
                        "Subject: $(touch /tmp/x); `id`\n\n.\nbody\na b|$HOME|;id|*|"
                                + "ada+x@home.test ada\n");
    }

    @Test
    void itsExitStatusDecides() {
        assertThat(problem("exit 75")).isInstanceOf(Problem.Unreachable.class);
        assertThat(problem("echo no such thing >&2; exit 3"))
                .isInstanceOfSatisfying(
                        Problem.Refused.class,
                        r -> {
                            assertThat(r.replyCode()).isEqualTo(554);
                            assertThat(r.message())
                                    .endsWith("failed with exit status 3: no such thing");
                        });
        assertThatThrownBy(() ->
                        new CommandDelivery(List.of(dir + "/missing")).deliver("ada", ADA, MESSAGE))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("cannot run");
    }

    @Test
    void whatItSaysIsReadAndBounded() {
        assertThat(problem("head -c 10000000 /dev/zero | tr '\\0' 'y'; exit 1"))
                .isInstanceOfSatisfying(
                        Problem.Refused.class, r -> assertThat(r.message()).hasSizeLessThan(400));
        assertThat(problem("printf 'a\\033[31mb'; exit 1").message()).doesNotContain("\u001b");
    }

    @Test
    void oneThatDoesNotEndIsEndedWithAllThatItStarted() throws Exception {
        MailException e =
                org.junit.jupiter.api.Assertions.assertThrows(
                        MailException.class,
                        () ->
                                deliver(
                                        "sleep 1000 & echo $! > \"$OUT\"; sleep 1000",
                                        Duration.ofSeconds(2)));
        assertThat(e.problem().message()).contains("did not end within 2 seconds");
        long child = Long.parseLong(Files.readString(dir.resolve("out")).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(20, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void oneThatReadsNothingMayStillSayThatItIsDone() throws Exception {
        deliver("exit 0", Duration.ofSeconds(60));
    }

    private static final Address ADA = new Address("", "ada+x", "home.test");

    private Problem problem(String script) {
        return org.junit.jupiter.api.Assertions.assertThrows(
                        MailException.class, () -> deliver(script, Duration.ofSeconds(60)))
                .problem();
    }

    private void deliver(String script, Duration patience, String... words) throws Exception {
        Path program = dir.resolve("program");
        Files.writeString(program, "#!/bin/sh\nOUT=" + dir.resolve("out") + "\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        List<String> argv = new ArrayList<>(List.of(program.toString()));
        argv.addAll(List.of(words));
        new CommandDelivery(argv, patience).deliver("ada", ADA, MESSAGE);
    }
}
