package hazel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Mounts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The queue on a file system that takes nothing for a while: what was answered for is there after
/// it, once, and new mail is taken again without a restart.
class RelayMountIT {

    private static final Mounts FEW_INODES =
            new Mounts("mount -t tmpfs -o nr_inodes=40,mode=700 none \"$1\"");

    private static final Mounts ITS_OWN = new Mounts("true");

    @TempDir Path dir;

    @Test
    void withoutInodesTheClientComesAgainAndWhatIsThereIsDelivered() throws Exception {
        assertThat(said(FEW_INODES, "inodes"))
                .isEqualTo(
                        """
                        before: queued
                        full: No space left on device
                        during: 452 4.3.1 No room for the message now; try again later
                        after: queued
                        waiting: 0, damaged: 0
                        arrived: [after, before, waiting]
                        ** not taken: cannot write in QUEUE: No space left on device
                        """);
    }

    @Test
    void onAReadOnlyQueueNothingIsTakenAndNothingIsDeliveredTwice() throws Exception {
        assertThat(said(ITS_OWN, "readonly"))
                .isEqualTo(
                        """
                        before: queued
                        during: 451 4.3.0 The queue cannot be written now; try again later
                        arrived meanwhile: false
                        after: queued
                        waiting: 0, damaged: 0
                        arrived: [after, before, waiting]
                        """);
    }

    private String said(Mounts mounts, String fault) throws Exception {
        mounts.assumeAllowed(dir);
        Mounts.Said said =
                mounts.run(dir, Mounts.java(RelayMountWork.class, dir.toString(), fault));
        assertThat(said.status()).as(said.err()).isZero();
        return said.out();
    }
}
