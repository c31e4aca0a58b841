package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Strace;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A draft in a mailbox is gone on with and put back, and each call to the system on the way is the
/// last one, or fails: at no time is there none, and in the end there is one.
class PostponeFaultIT {

    @TempDir Path home;

    @BeforeEach
    void strace() {
        Strace.assumeInstalled();
    }

    @Test
    void killedAnywhereTheDraftIsThere() throws Exception {
        int killed =
                new Strace(home, KilledPostpone.class)
                        .killAtEachCall(PostponeFaultIT::prepare, PostponeFaultIT::check);
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    @Test
    void onAFullOrBrokenDiskTheDraftIsThere() throws Exception {
        int failed =
                new Strace(home, KilledPostpone.class)
                        .failAtEachCall(PostponeFaultIT::prepare, PostponeFaultIT::check);
        assertThat(failed).isGreaterThanOrEqualTo(15);
    }

    private static void prepare(Path dir) throws Exception {
        for (String sub : List.of("cur", "new", "tmp")) {
            Files.createDirectories(dir.resolve("Mail").resolve(sub));
        }
        KilledPostpone.in(dir).begin();
    }

    private static void check(Path dir, int status) throws Exception {
        KilledPostpone left = KilledPostpone.in(dir);
        List<String> files = left.inFiles();
        List<String> mailbox = left.inMailbox();
        boolean isSecond = files.contains("version 2") || mailbox.contains("version 2");
        assertThat(isSecond || mailbox.equals(List.of("version 1"))).isTrue();
        if (status == 0) {
            assertThat(files).isEmpty();
            assertThat(mailbox).containsExactly("version 2");
        } else if (status != Strace.KILLED) {
            assertThat(status).isIn(73, 74);
            assertThat(Strace.problem(dir)).doesNotContain("Exception");
        }

        left.kept().tidy();
        assertThat(left.inFiles()).isEmpty();
        assertThat(left.inMailbox()).containsExactly(isSecond ? "version 2" : "version 1");
    }
}
