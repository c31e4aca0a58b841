package hazel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

class ReasonTest {

    @TempDir Path dir;

    @Test
    void theSystemsWordsWithoutClassAndPath() {
        assertThat(of(() -> Files.readString(dir.resolve("none"))))
                .isEqualTo("No such file or directory");
        assertThat(of(() -> Files.createDirectory(dir))).isEqualTo("File exists");
        assertThat(of(() -> Files.readString(dir))).isEqualTo("Is a directory");
        assertThat(Reason.of(new FileSystemException("/mail/x", null, "No space left on device")))
                .isEqualTo("No space left on device");
    }

    @Test
    void anExceptionThatSaysNothingStillMakesASentence() {
        assertThat(Reason.of(new IOException())).isEqualTo("input or output failed");
    }

    private interface Failing {
        Object run() throws IOException;
    }

    private static String of(Failing failing) {
        try {
            return "no failure: " + failing.run();
        } catch (IOException e) {
            return Reason.of(e);
        }
    }
}
