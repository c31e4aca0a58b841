package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

class RelayEventTest {

    private static final String AT = "2026-11-30T12:00:00Z ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<= a@b.test from [::1] user=ada size=12 recipients=3"
                        + " | RECEIVED {from=a@b.test, client=[::1], user=ada, size=12,"
                        + " recipients=3}",
                "<= <> from local socket size=12 recipients=1"
                        + " | RECEIVED {from=<>, client=local socket, size=12, recipients=1}",
                "=> \"a b\"@c.test H=mx.test port 25 C=\"250 2.0.0 \"OK\"\""
                        + " | DELIVERED {recipient=\"a b\"@c.test, host=mx.test port 25, reply=250"
                        + " 2.0.0 \"OK\"}",
                "== a@b.test H= C=\"451 busy\""
                        + " | DEFERRED {recipient=a@b.test, host=, reply=451 busy}",
                "** refused from [192.0.2.1]: 550 no | FAILED {}",
                "-- started | NOTED {}",
            })
    void saysWhatHappenedToWhom(String written, String read) {
        RelayEvent event = RelayEvent.parse(AT + "01K8M570G0FRC8GU " + written).orElseThrow();
        assertThat(event.at()).isEqualTo("2026-11-30T12:00:00Z");
        assertThat(event.id()).isEqualTo("01K8M570G0FRC8GU");
        assertThat(event.kind() + " " + event.parts()).isEqualTo(read);
        assertThat(written).isEqualTo(event.kind().sign() + " " + event.words());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b c d", AT + "- ?? x", AT + "- --", AT})
    void whatIsNoLineIsNoEvent(String line) {
        assertThat(RelayEvent.parse(line)).isEmpty();
    }

    @Test
    void whatTheLogWritesIsOne(@TempDir Path dir) throws Exception {
        var log = new RelayLog(dir, InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z")));
        log.add("-", "--", "one\ntwo");
        assertThat(RelayEvent.parse(log.last(1).getFirst()).orElseThrow().words())
                .isEqualTo("one?two");
    }
}
