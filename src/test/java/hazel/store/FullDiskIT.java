package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Mounts;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

/// A file system that really fills, so that a write may go half way.
class FullDiskIT {

    @TempDir Path dir;

    @ParameterizedTest
    @CsvSource({
        "MAILDIR, /box",
        "MH, /box/inbox",
    })
    void whatWasTakenIsWholeAndRoomThatIsMadeIsUsed(String kind, String where) throws Exception {
        Mounts.FULL.assumeAllowed(dir);
        Mounts.Said said = Mounts.FULL.run(dir, Mounts.java(FullWork.class, dir.toString(), kind));

        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .isEqualTo(
                        """
                        full: 73 cannot write %s: No space left on device
                        whole: true
                        removed: 3
                        whole: true
                        """
                                .formatted(where));
    }

    /// An mbox is written anew to lose a message, and for that there must be room.
    @ParameterizedTest
    @CsvSource({"MBOX"})
    void anMboxStaysWholeAndSaysWhatItNeeds(String kind) throws Exception {
        Mounts.FULL.assumeAllowed(dir);
        Mounts.Said said = Mounts.FULL.run(dir, Mounts.java(FullWork.class, dir.toString(), kind));

        assertThat(said.err()).isEmpty();
        assertThat(said.out())
                .isEqualTo(
                        """
                        full: 73 cannot write /box: No space left on device
                        whole: true
                        removed: none, cannot write /box: No space left on device
                        whole: true
                        """);
    }
}
