package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.Address;
import hazel.relay.Hook;
import hazel.relay.Hook.Answer;
import hazel.smtp.MessagePipe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class HookProgramsTest {

    @TempDir private Path dir;

    private static Hook.Question question(Hook.Phase phase) {
        return new Hook.Question(
                phase,
                new Hook.Caller("[192.0.2.1]", "far.test", Optional.of("ada"), true),
                Address.parse("bob@far.test"),
                List.of(Address.parse("ada@home.test").orElseThrow()),
                "Subject: \u001b\u009b\r\n",
                17);
    }

    private static Answer ask(Hook.Phase phase, String script) throws Exception {
        var pipe = new MessagePipe(List.of("/bin/sh", "-c", script), Duration.ofSeconds(20));
        return new HookPrograms(Map.of(phase, pipe)).ask(question(phase));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accept | Accept[]",
                "tag X-Score=9/5 bad | Tag[name=X-Score, value=9/5 bad]",
                "tag X-Score: 9 | Tag[name=X-Score, value=9]",
                "defer | Defer[why=Not now; try again later]",
                "defer Come at noon | Defer[why=Come at noon]",
                "reject 550 No | Reject[code=550, why=No]",
                "reject 554 | Reject[code=554, why=Not taken here]",
                "discard | Discard[]",
            })
    void aLineIsAnAnswer(String line, String answer) {
        assertThat(HookPrograms.read(line)).map(Object::toString).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ACCEPT",
                "accept now",
                "tag",
                "tag X Y=1",
                "tag X=",
                "tag -X=1",
                "reject 450 no",
                "reject no",
                "reject 550 \u00e4",
                "defer\t",
                "accept / discard"
            })
    void anythingElseIsNone(String line) {
        assertThat(HookPrograms.read(line.replace("\t", "x"))).isEmpty();
    }

    @Test
    void aProgramGetsWhatIsKnownAsOneLine() throws Exception {
        Path got = dir.resolve("got");
        assertThat(ask(Hook.Phase.DATA, "cat >" + got + "; echo discard"))
                .isEqualTo(new Answer.Discard());
        assertThat(Files.readString(got))
                .isEqualTo(
                        "{\"phase\":\"data\",\"client\":\"[192.0.2.1]\",\"hello\":\"far.test\","
                            + "\"tls\":true,\"from\":\"bob@far.test\",\"to\":[\"ada@home.test\"],"
                            + "\"user\":\"ada\",\"size\":17,\"header\":\"Subject:"
                            + " \\u001b\\u009b\\r\\n\"}\n");
        ask(Hook.Phase.CONNECT, "cat >" + got + "; echo accept");
        assertThat(Files.readString(got)).doesNotContain("header");
        assertThat(new HookPrograms(Map.of()).ask(question(Hook.Phase.MAIL)))
                .isEqualTo(new Answer.Accept());
    }

    @Test
    void whatFailsIsNoAnswer() {
        assertThatThrownBy(() -> ask(Hook.Phase.MAIL, "echo accept; echo why >&2; exit 3"))
                .hasMessageContaining("the hook for mail ended with 3 why");
        assertThatThrownBy(() -> ask(Hook.Phase.MAIL, "printf 'yes\\033'"))
                .hasMessageContaining("said yes?");
        assertThatThrownBy(() -> ask(Hook.Phase.MAIL, "echo discard"))
                .hasMessageContaining("which is for data");
        var slow = new MessagePipe(List.of("/bin/sleep", "60"), Duration.ofMillis(50));
        assertThatThrownBy(() ->
                        new HookPrograms(Map.of(Hook.Phase.RCPT, slow))
                                .ask(question(Hook.Phase.RCPT)))
                .hasMessageContaining("took too long");
        var none = new MessagePipe(List.of("/no/such/program"), Duration.ofSeconds(1));
        assertThatThrownBy(() ->
                        new HookPrograms(Map.of(Hook.Phase.RCPT, none))
                                .ask(question(Hook.Phase.RCPT)))
                .hasMessageContaining("cannot run /no/such/program");
    }
}
