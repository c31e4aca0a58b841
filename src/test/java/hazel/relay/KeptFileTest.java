package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A file that is kept up to date; here it would look for a change once a day.
class KeptFileTest {

    @TempDir private Path dir;

    @Test
    @Timeout(60)
    void whatMustNotWaitIsWrittenAtOnce() throws Exception {
        Path file = dir.resolve("kept");
        var text = new AtomicReference<>("one");
        try (KeptFile kept = KeptFile.keep(file, text::get, Duration.ofDays(1))) {
            until(file, "one");
            for (String next : new String[] {"two", "three"}) {
                text.set(next);
                kept.soon();
                until(file, next);
            }
            text.set("four");
        }
        assertThat(file).hasContent("four");
    }

    private static void until(Path file, String text) throws Exception {
        while (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Thread.onSpinWait();
        }
    }
}
