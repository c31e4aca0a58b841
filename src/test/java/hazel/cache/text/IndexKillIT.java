package hazel.cache.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process is killed while it indexes: at its first call to the system that writes, then later
/// and later ones until it runs through; the same for calls that sync, cut and remove. After each
/// death the next process must be able to search, and to finish.
class IndexKillIT {

    /// strace counts each of them by itself.
    private static final List<String> CALLS =
            List.of("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink");

    @TempDir Path home;

    @Test
    void whereverItDiesTheNextOneFinishes() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/strace")), "skipped: strace is not installed");
        int points = 0;
        for (String call : CALLS) {
            boolean isWhole = false;
            for (int when = 1; !isWhole; when += 1 + when / 3) {
                points++;
                Path dir = Files.createDirectories(home.resolve(call + "-" + when));
                var post = new Post(dir);
                for (int i = 0; i < 40; i++) {
                    post.deliver(
                            i % 2 == 0 ? "INBOX" : "Archive",
                            "Subject: m"
                                    + i
                                    + "\nDate: Sun, 1 Nov 2026 12:00:00 +0000\n\n"
                                    + "word ".repeat(200)
                                    + "unique"
                                    + i
                                    + "\n");
                }
                isWhole = killed(dir, call, when) == 0;

                assertThat(post.found("body:word")).hasSizeLessThanOrEqualTo(40);
                post.index("INBOX", "Archive");
                assertThat(post.found("body:word")).hasSize(40).doesNotHaveDuplicates();
                assertThat(post.found("body:unique17")).containsExactly("m17");
            }
        }
        assertThat(points).isGreaterThan(15);
    }

    private static int killed(Path dir, String call, int when)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                "strace",
                                "-f",
                                "-q",
                                "-o",
                                "/dev/null",
                                "-e",
                                "trace=" + call,
                                "-e",
                                "inject=" + call + ":signal=KILL:when=" + when,
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledIndexer.class.getName(),
                                dir.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("output").toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }
}
