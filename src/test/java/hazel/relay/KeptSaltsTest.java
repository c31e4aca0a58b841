package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.sasl.ScramKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

class KeptSaltsTest {

    @TempDir private Path dir;

    private byte[] saltOfNobody(Path directory) throws Exception {
        return ScramKeys.ofNobody("eve", List.of(4096), KeptSalts.in(directory).salts()).salt();
    }

    @Test
    void aRelayThatStartsAnewAsksANameThatNobodyHasAsBefore() throws Exception {
        Path relay = dir.resolve("state/relay");
        byte[] before = saltOfNobody(relay);
        assertThat(saltOfNobody(relay)).isEqualTo(before);
        assertThat(saltOfNobody(dir.resolve("another"))).isNotEqualTo(before);
    }

    @Test
    void theSecretIsPrivateAndMadeAnewWhereItIsCutOff() throws Exception {
        byte[] before = saltOfNobody(dir);
        Path file = KeptSalts.in(dir).file();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.write(file, new byte[] {1, 2, 3});
        byte[] after = saltOfNobody(dir);
        assertThat(after).isNotEqualTo(before);
        assertThat(saltOfNobody(dir)).isEqualTo(after);
    }
}
