package hazel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged program under way, and the files that take what it says.
record Running(Process process, Path out, Path err) {

    /// @param home what it takes for the user's
    static Running hazel(Path home, Path in, String... words) throws IOException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dhazel.home=" + home,
                                "-jar",
                                System.getProperty("hazel.jar")));
        command.addAll(List.of(words));
        return new Running(
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start(),
                out,
                err);
    }

    /// What it said, once it has ended and found nothing wrong.
    String said() throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(err).content().isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readString(out);
    }
}
