package hazel.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

class DotLockTest {

    private static final String HERE = HostName.get().orElseThrow();

    @TempDir Path dir;

    @Test
    void aLockSaysWhoseItIsAndLeavesNothingBehind() throws Exception {
        try (DotLock _ = take()) {
            assertThat(dir.resolve("box.lock"))
                    .hasContent(ProcessHandle.current().pid() + ":" + HERE);
            assertThat(dir.toFile().list()).containsExactly("box.lock");
        }
        assertThat(dir.toFile().list()).isEmpty();
    }

    @Test
    void theLockOfAProcessThatDiedIsTakenOver() throws Exception {
        locked(died() + ":" + HERE, Duration.ZERO);
        take().close();
        assertThat(dir.toFile().list()).isEmpty();
    }

    @Test
    void theLockOfAProcessThatLivesIsRespected() throws Exception {
        locked(ProcessHandle.current().pid() + ":" + HERE, Duration.ZERO);
        assertBusy();
    }

    @Test
    void ofAnotherHostNobodyHereKnowsWhoDied() throws Exception {
        locked(died() + ":elsewhere.example", Duration.ZERO);
        assertBusy();
    }

    @Test
    void aLockThatOnlyBearsANumberMayBeOfAnyHost() throws Exception {
        locked(Long.toString(died()), Duration.ZERO);
        assertBusy();
    }

    @Test
    void aProcessYoungerThanTheLockOnlyInheritedItsNumber() throws Exception {
        Process young = new ProcessBuilder("sleep", "60").start();
        try {
            locked(young.pid() + ":" + HERE, Duration.ofMinutes(1));
            take().close();
        } finally {
            young.destroy();
        }
    }

    @Test
    void afterFiveMinutesWhoeverMadeItHasDied() throws Exception {
        locked("", Duration.ofMinutes(6));
        take().close();
    }

    private DotLock take() throws MailException {
        return DotLock.take(dir.resolve("box"), System.nanoTime()).orElseThrow();
    }

    private void assertBusy() {
        MailException e = catchThrowableOfType(MailException.class, this::take);
        assertThat(e.problem()).isInstanceOf(Problem.Busy.class);
        assertThat(dir.toFile().list()).containsExactly("box.lock");
    }

    private void locked(String owner, Duration age) throws Exception {
        Path lock = Files.writeString(dir.resolve("box.lock"), owner);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
    }

    private static long died() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
