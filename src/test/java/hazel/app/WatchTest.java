package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nothing is watched")
class WatchTest {

    @TempDir private Path mail;
    private final BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();
    private Watch watch;

    @BeforeEach
    void start() throws Exception {
        for (String directory : new String[] {"new", "tmp", "spool"}) {
            Files.createDirectories(mail.resolve(directory));
        }
        watch = Watch.start(told::add);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void aMessageMovedIntoADirectoryIsTold() throws Exception {
        watch.follow("maildir", Set.of(mail.resolve("new")));

        Path message = Files.writeString(mail.resolve("tmp/1.x"), "Subject: One\n");
        Files.move(message, mail.resolve("new/1.x"));

        assertThat(next()).containsExactly("maildir");
    }

    @Test
    void aFileIsFollowedWithoutItsNeighbours() throws Exception {
        watch.follow("ada", Set.of(mail.resolve("spool/ada")));
        watch.follow("bob", Set.of(mail.resolve("spool/bob")));

        Files.writeString(mail.resolve("spool/ada.lock"), "");
        Files.writeString(mail.resolve("spool/bob"), "From bob\n");

        assertThat(next()).containsExactly("bob");
    }

    @Test
    void whatIsFollowedNoLongerIsNotTold() throws Exception {
        watch.follow("ada", Set.of(mail.resolve("new")));
        watch.follow("bob", Set.of(mail.resolve("spool")));
        watch.follow("ada", Set.of());

        Files.writeString(mail.resolve("new/1.x"), "");
        Files.writeString(mail.resolve("spool/1"), "");

        assertThat(next()).containsExactly("bob");
    }

    @Test
    void whatCannotBeWatchedKeepsNothingElseFromBeingWatched() throws Exception {
        watch.follow("ada", Set.of(mail.resolve("nowhere/at/all"), mail.resolve("new")));

        Files.writeString(mail.resolve("new/1.x"), "");

        assertThat(next()).containsExactly("ada");
    }

    private Set<String> next() throws InterruptedException {
        Set<String> next = told.poll(20, TimeUnit.SECONDS);
        return next == null ? Set.of() : next;
    }
}
