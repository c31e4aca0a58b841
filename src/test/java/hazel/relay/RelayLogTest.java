package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.MailException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

class RelayLogTest {

    @TempDir private Path dir;

    @Test
    void oneEventIsOnePlainLineWhateverItHolds() throws IOException, MailException {
        var log = new RelayLog(dir, () -> Instant.parse("2026-11-23T12:00:00.5Z"));
        log.add("0ABC", "=>", "a\r\n2026 forged\u001b[31m\u009b\u202e\u2028b");
        log.add("-", "--", "Käse");
        assertThat(log.last(10))
                .containsExactly(
                        "2026-11-23T12:00:00Z 0ABC => a??2026 forged?[31m???b",
                        "2026-11-23T12:00:00Z - -- Käse");
        assertThat(log.last(1)).containsExactly("2026-11-23T12:00:00Z - -- Käse");
        assertThat(Files.getPosixFilePermissions(dir.resolve("relay.log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void beforeAnythingHappenedThereIsNothing() throws MailException {
        assertThat(new RelayLog(dir, Instant::now).last(10)).isEmpty();
    }

    @Test
    void aLogThatCannotBeWrittenStopsNothing() throws MailException {
        var log = new RelayLog(dir.resolve("missing"), Instant::now);
        log.add("-", "--", "lost");
        assertThat(log.last(1)).isEmpty();
    }
}
