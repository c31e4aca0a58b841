package hazel.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Strace;
import hazel.spool.Spool;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// A copy on its way into the mailbox for sent mail, at each call to the system: it is filed once,
/// whole, and until then its message stays in the outbox and is not sent again.
class SentFaultIT {

    @TempDir Path home;

    @BeforeEach
    void strace() {
        Strace.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildir", "mbox", "mh"})
    void killedAnywhereACopyIsFiledOnce(String kind) throws Exception {
        int killed =
                new Strace(home, SentWork.class, kind)
                        .killAtEachCall(dir -> prepare(dir, kind), (dir, _) -> check(dir, kind));
        assertThat(killed).isGreaterThanOrEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildir", "mh"})
    void onAFullOrBrokenDiskItIsFiledLater(String kind) throws Exception {
        int failed =
                new Strace(home, SentWork.class, kind)
                        .failAtEachCall(
                                dir -> prepare(dir, kind),
                                (dir, status) -> {
                                    assertThat(status).isIn(0, 73, 74);
                                    check(dir, kind);
                                });
        assertThat(failed).isGreaterThanOrEqualTo(8);
    }

    private static void prepare(Path dir, String kind) throws Exception {
        Files.createDirectory(dir.resolve("mail"));
        SentWork.send(dir, kind);
    }

    private static void check(Path dir, String kind) throws Exception {
        SentWork.file(dir, kind);
        assertThat(Spool.open(dir.resolve("spool")).items()).isEmpty();
        List<String> filed = new ArrayList<>();
        try (Mailbox sent =
                Stores.open(SentWork.store(dir, kind), Clock.systemUTC())
                        .open(new MailboxName(SentWork.SENT))) {
            List<IndexEntry> entries = new ArrayList<>();
            sent.scan(entries::add, Progress.UNWATCHED);
            for (IndexEntry entry : entries) {
                filed.add(new String(sent.fetch(entry.uid()), US_ASCII));
            }
            if (!kind.equals("mh")) {
                assertThat(entries).allMatch(e -> e.flags().contains(Flag.SEEN));
            }
        }
        assertThat(filed).containsExactly(new String(SentWork.MESSAGE, US_ASCII));
    }
}
