package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The pages in `man/` say what `--help` says. `mvn test -Dtest=ManPagesTest -Dman=write` writes
/// them anew.
class ManPagesTest {

    private static final Path MAN = Path.of("man");

    @Test
    void thePagesAreThoseThatTheCommandsMake() throws IOException {
        if ("write".equals(System.getProperty("man"))) {
            for (Path old : kept().keySet().stream().map(MAN::resolve).toList()) {
                Files.delete(old);
            }
            for (var page : ManPages.all().entrySet()) {
                Files.writeString(MAN.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(kept()).isEqualTo(ManPages.all());
    }

    @Test
    void groffHasNothingToComplainOf() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(d -> Files.isExecutable(Path.of(d, "groff"))),
                "skipped: groff is not installed");
        for (String page : ManPages.all().keySet()) {
            Process groff =
                    new ProcessBuilder("groff", "-man", "-ww", "-z", "-Kutf8", "man/" + page)
                            .redirectErrorStream(true)
                            .start();
            String said = new String(groff.getInputStream().readAllBytes());
            assertThat(groff.waitFor()).isZero();
            assertThat(said).as(page).isEmpty();
        }
    }

    private static Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.list(MAN)) {
            files.forEach(file -> kept.put(file.getFileName().toString(), read(file)));
        }
        return kept;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
