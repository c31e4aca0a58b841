package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.logging.Level;
import java.util.logging.LogRecord;

class LogTest {

    @TempDir private Path root;

    @Test
    void aBugEndsWithSeventyAndOneLineThatNamesTheLog() throws IOException {
        InputStream before = System.in;
        try (var home = new Home(root)) {
            System.setIn(
                    new InputStream() {
                        @Override
                        public int read() {
                            throw new IllegalStateException("no reader can foresee \u001b[31mthis");
                        }
                    });
            Path log = root.resolve("state/hazel/log/hazel.log");
            assertThat(home.unpiped("show", "-"))
                    .isEqualTo(
                            new Home.Said(
                                    70,
                                    "",
                                    "hazel: this is a bug in Hazel; what is known of it is in "
                                            + log
                                            + "\n"));
            assertThat(log)
                    .content()
                    .contains("BUG in hazel", "no reader can foresee", "at hazel.cli.ShowCommand")
                    .doesNotContain("\u001b");
            assertThat(Files.getPosixFilePermissions(log))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aBugIsToldWhereNoLogCanBeWritten() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("state")).resolve("hazel"), "");
        try (var _ = new Home(root)) {
            assertThat(Log.bug(new IllegalStateException())).isEmpty();
        }
    }

    @Test
    void aRecordIsALineWithWhatWasThrownAndBounded() throws IOException {
        Path file = root.resolve("log/hazel.log");
        var log = new Log(root.resolve("log"));
        var record = new LogRecord(Level.WARNING, "a {0}\nforged line");
        record.setLoggerName("hazel.app");
        record.setParameters(new Object[] {"well"});
        record.setThrown(new IOException("x".repeat(1_000_000)));
        log.publish(record);
        assertThat(file)
                .content()
                .hasSizeLessThan(100_000)
                .contains(" WARNING hazel.app: a well\u240aforged line\njava.io.IOException: xxx");
        for (int i = 0; i < 50; i++) {
            log.publish(record);
        }
        assertThat(Files.size(file) + Files.size(root.resolve("log/hazel.log.1")))
                .isLessThan(3_000_000);
    }
}
