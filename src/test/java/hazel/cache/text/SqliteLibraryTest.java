package hazel.cache.text;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.sqlite.SqliteLibrary;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// In processes of their own, because a library is loaded once in each.
class SqliteLibraryTest {

    @TempDir Path home;
    private Path temporary;
    private Path caches;

    @BeforeEach
    void directories() throws IOException {
        temporary = Files.createDirectory(home.resolve("tmp"));
        caches = home.resolve("cache");
    }

    /// Opens an index.
    static final class Opening {

        private Opening() {}

        public static void main(String[] args) throws Exception {
            try (TextIndex index = TextIndex.open(Path.of(args[0]))) {
                System.out.print(index.coverage().size());
            }
        }
    }

    private String open(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(options));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        caches.toString()));
        Path output = home.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> all = Files.walk(caches)) {
            return all.filter(p -> p.toString().endsWith(".so")).toList();
        }
    }

    @Test
    void isUnpackedOnceIntoTheCacheAndNeverElsewhere() throws Exception {
        assertThat(open()).isEqualTo("0");
        assertThat(libraries()).hasSize(1);
        Path library = libraries().getFirst();
        FileTime first = Files.getLastModifiedTime(library);

        assertThat(open()).isEqualTo("0");
        assertThat(libraries()).containsExactly(library);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(first);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whereAPackageNamesItNothingIsUnpacked() throws Exception {
        Path packaged = SqliteLibrary.unpacked(home.resolve("package"));

        assertThat(open("-D" + SqliteLibrary.PATH + "=" + packaged)).isEqualTo("0");
        assertThat(libraries()).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }
}
