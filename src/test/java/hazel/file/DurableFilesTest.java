package hazel.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

class DurableFilesTest {

    @TempDir Path dir;

    @Test
    void aFileIsReplacedWholeAndOnlyItsOwnerReadsIt() throws Exception {
        Path file = Files.writeString(dir.resolve("notes"), "what was there before");
        DurableFiles.write(file, octets("new"));

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("notes");
    }

    @Test
    void whatCannotBePutInPlaceLeavesNothingBehind() throws Exception {
        Path inTheWay = Files.createDirectories(dir.resolve("notes/full")).getParent();
        assertThatThrownBy(() -> DurableFiles.write(inTheWay, octets("new")))
                .isInstanceOf(IOException.class);
        assertThat(dir.toFile().list()).containsExactly("notes");
    }

    @Test
    void aNewFileIsNeverAnOldOne() throws Exception {
        Path file = Files.writeString(dir.resolve("notes"), "old");
        assertThatThrownBy(() -> DurableFiles.writeNew(file, octets("new")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void aDayLaterWhatAProcessThatDiedWasWritingIsRemoved() throws Exception {
        aged(".notes.4711.1.tmp", Duration.ofHours(25));
        aged(".notes.4712.1.tmp", Duration.ofHours(23)); // perhaps it still writes
        aged(".notes.tmp", Duration.ofDays(99)); // of another program
        DurableFiles.write(dir.resolve("notes"), octets("new"));

        assertThat(dir.toFile().list())
                .containsExactlyInAnyOrder("notes", ".notes.4712.1.tmp", ".notes.tmp");
    }

    private void aged(String name, Duration age) throws IOException {
        Path file = Files.createFile(dir.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static byte[] octets(String text) {
        return text.getBytes(US_ASCII);
    }
}
