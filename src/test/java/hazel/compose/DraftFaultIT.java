package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Strace;
import hazel.mail.MailException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/// A draft that is being saved at each call to the system: the save before is there, or the new
/// one, whole, with what is attached to it.
class DraftFaultIT {

    @TempDir Path home;

    @BeforeEach
    void strace() {
        Strace.assumeInstalled();
    }

    @Test
    void killedAnywhereASaveIsLeftWhole() throws Exception {
        int killed =
                new Strace(home, DraftWork.class)
                        .killAtEachCall(DraftFaultIT::prepare, DraftFaultIT::check);
        assertThat(killed).isGreaterThanOrEqualTo(15);
    }

    @Test
    void onAFullOrBrokenDiskTheSaveBeforeStaysAndOneLineSaysSo() throws Exception {
        int failed =
                new Strace(home, DraftWork.class)
                        .failAtEachCall(DraftFaultIT::prepare, DraftFaultIT::check);
        assertThat(failed).isGreaterThanOrEqualTo(15);
    }

    private static void prepare(Path dir) throws MailException {
        DraftStore store = DraftWork.store(dir);
        store.save(DraftWork.KEPT, DraftWork.version(1));
        store.save(DraftWork.THROWN_AWAY, DraftWork.version(3));
    }

    private static void check(Path dir, int status) throws Exception {
        DraftStore store = DraftWork.store(dir);
        Draft kept = store.load(DraftWork.KEPT).orElseThrow().draft();
        int version = Integer.parseInt(kept.subject().substring("version ".length()));
        assertSame(kept, DraftWork.version(version));
        Optional<DraftStore.Kept> other = store.load(DraftWork.THROWN_AWAY);
        if (other.isPresent()) {
            assertSame(other.get().draft(), DraftWork.version(3));
        }
        assertThat(store.list()).hasSize(other.isPresent() ? 2 : 1);
        if (status == 0) {
            assertThat(version).isEqualTo(DraftWork.LAST);
            assertThat(other).isEmpty();
        } else if (status != Strace.KILLED) {
            assertThat(status).isIn(73, 74);
            assertThat(Strace.problem(dir))
                    .matches(
                            "(the draft cannot be kept in|the drafts in) /\\S+: "
                                    + "(No space left on device|Input/output error)");
        }

        DraftWork.run(dir);
        assertSame(
                store.load(DraftWork.KEPT).orElseThrow().draft(),
                DraftWork.version(DraftWork.LAST));
        assertThat(store.list()).hasSize(1);
    }

    private static void assertSame(Draft one, Draft other) throws MailException {
        assertThat(one.body()).isEqualTo(other.body());
        assertThat(one.attachments()).hasSameSizeAs(other.attachments());
        for (int n : IntStream.range(0, one.attachments().size()).toArray()) {
            assertThat(one.attachments().get(n).octets())
                    .isEqualTo(other.attachments().get(n).octets());
        }
    }
}
