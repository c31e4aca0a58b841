package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.file.BoundedLog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class LogTailTest {

    @TempDir private Path dir;

    @Test
    void whatFillsTheLogIsPrintedThoughNoNewOneHasBegun() throws Exception {
        Path file = dir.resolve("relay.log");
        var log = new BoundedLog(file, 4);
        log.append("a\n");
        var printed = new StringWriter();
        try (LogTail _ = LogTail.of(file, new PrintWriter(printed))) {
            log.append("bcde\n");
        }
        assertThat(file).doesNotExist();
        assertThat(printed).hasToString("bcde\n");
    }

    @Test
    void whatIsAddedIsPrintedThoughTheLogBeginsAnew() throws Exception {
        Path file = dir.resolve("relay.log");
        Files.writeString(file, "old\n");
        var log = new BoundedLog(file, 40);
        var printed = new StringWriter();
        try (LogTail _ = LogTail.of(file, new PrintWriter(printed))) {
            for (int n = 10; n < 16; n++) {
                log.append("event " + n + "\n"); // the fifth fills it
            }
        }
        assertThat(printed)
                .hasToString("event 10\nevent 11\nevent 12\nevent 13\nevent 14\nevent 15\n");
        assertThat(log.before()).exists();
    }
}
