package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Strace;
import hazel.mail.MailException;
import hazel.store.Letters.Held;
import hazel.store.StoreWork.Deed;
import hazel.store.StoreWork.Kind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Every change of a mailbox of every kind, interrupted at each call that it makes: a message is
/// where it was or where it goes, or in both, whole, and the next run goes through.
class StoreFaultIT {

    @TempDir Path home;

    @BeforeAll
    static void strace() {
        Strace.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({
        "APPEND,  MBOX,    MBOX,    8",
        "FLAG,    MBOX,    MBOX,    16",
        "EXPUNGE, MBOX,    MBOX,    14",
        "EXPUNGE, MBOXCL2, MBOX,    14",
        "MOVE,    MBOX,    MAILDIR, 30",
        "MOVE,    MBOX,    MBOX,    20",
        "APPEND,  MAILDIR, MAILDIR, 15",
        "FLAG,    MAILDIR, MAILDIR, 10",
        "EXPUNGE, MAILDIR, MAILDIR, 4",
        "COPY,    MAILDIR, MAILDIR, 12",
        "MOVE,    MAILDIR, MAILDIR, 15",
        "MOVE,    MAILDIR, MBOXCL2, 10",
        "APPEND,  MH,      MH,      15",
        "FLAG,    MH,      MH,      5",
        "EXPUNGE, MH,      MH,      10",
        "MOVE,    MH,      MH,      15",
    })
    void killedAnywhereNothingIsLost(Deed deed, Kind from, Kind to, int least) throws Exception {
        var scene = new Scene(deed, from, to);
        int killed = scene.strace(home).killAtEachCall(scene::prepare, scene::check);
        assertThat(killed).isGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource({
        "APPEND,  MBOX,    MBOX,    4",
        "FLAG,    MBOX,    MBOX,    9",
        "EXPUNGE, MBOXCL2, MBOX,    9",
        "MOVE,    MBOX,    MBOX,    10",
        "APPEND,  MAILDIR, MAILDIR, 10",
        "FLAG,    MAILDIR, MAILDIR, 5",
        "EXPUNGE, MAILDIR, MAILDIR, 4",
        "MOVE,    MAILDIR, MAILDIR, 10",
        "MOVE,    MAILDIR, MBOX,    10",
        "APPEND,  MH,      MH,      5",
        "FLAG,    MH,      MH,      4",
        "EXPUNGE, MH,      MH,      5",
        "MOVE,    MH,      MH,      10",
    })
    void aFullOrBrokenDiskIsAProblemAndNothingIsLost(Deed deed, Kind from, Kind to, int least)
            throws Exception {
        var scene = new Scene(deed, from, to);
        int failed = scene.strace(home).failAtEachCall(scene::prepare, scene::check);
        assertThat(failed).isGreaterThanOrEqualTo(least);
    }

    /// A message whose top cannot be read is shown as one, and so not chosen here.
    @ParameterizedTest
    @CsvSource({
        "MOVE,    MAILDIR, MBOX,    10",
        "MOVE,    MBOX,    MAILDIR, 8",
        "MOVE,    MH,      MH,      8",
    })
    void whatCannotBeReadStaysWhereItIs(Deed deed, Kind from, Kind to, int least) throws Exception {
        var scene = new Scene(deed, from, to);
        int failed = scene.strace(home).failAtEachRead(scene::prepare, scene::checkAfterwards);
        assertThat(failed).isGreaterThanOrEqualTo(least);
    }

    /// @param before what is in the mailbox `from` before the work, and `there` in the other one
    private record Scene(Deed deed, Kind from, Kind to, List<Held> before, List<Held> there) {

        Scene(Deed deed, Kind from, Kind to) {
            this(deed, from, to, new ArrayList<>(), new ArrayList<>());
        }

        Strace strace(Path home) {
            return new Strace(home, StoreWork.class, deed.name(), from.name(), to.name());
        }

        void prepare(Path dir) throws Exception {
            if (from == Kind.MBOXCL2) {
                Letters.unquoted(dir.resolve("from"));
            }
            if (to == Kind.MBOXCL2) {
                Letters.unquoted(dir.resolve("to"));
            }
            try (Mailbox source = from.open(dir.resolve("from"));
                    Mailbox target = to.open(dir.resolve("to"))) {
                Letters.fill(source);
                Letters.fillWithOne(target);
            }
            before.addAll(source(dir));
            there.addAll(target(dir));
        }

        private List<Held> source(Path dir) throws MailException {
            try (Mailbox mailbox = from.open(dir.resolve("from"))) {
                return Letters.in(mailbox);
            }
        }

        private List<Held> target(Path dir) throws MailException {
            try (Mailbox mailbox = to.open(dir.resolve("to"))) {
                return Letters.in(mailbox);
            }
        }

        void check(Path dir, int status) throws Exception {
            if (status == 0) {
                checkKept(dir);
                checkDone(dir, 1);
                return;
            }
            checkAfterwards(dir, status);
            Letters.requireTidy(dir);
        }

        void checkAfterwards(Path dir, int status) throws Exception {
            checkKept(dir);
            if (status != Strace.KILLED && status != 0) {
                assertThat(status).isIn(73, 74);
                assertThat(Strace.problem(dir))
                        .containsPattern("No space left on device|Input/output error")
                        .doesNotContain("Exception", "\n");
            }
            StoreWork.run(dir, deed, from, to);
            checkDone(dir, 2);
        }

        /// What may be, wherever the work ended.
        private void checkKept(Path dir) throws Exception {
            List<Held> source = source(dir);
            List<Held> target = target(dir);
            for (Held each : target) {
                boolean isNew = isChosen(each) && before.stream().anyMatch(each::isOneWith);
                assertThat(there.contains(each) || isNew).as("in the target: " + each).isTrue();
            }
            assertThat(target).containsAll(there);
            for (Held each : source) {
                boolean isFlagged =
                        deed == Deed.FLAG
                                && isChosen(each)
                                && before.stream().anyMatch(each::isOneWith);
                boolean isNew = deed == Deed.APPEND && each.subject().equals("appended");
                assertThat(before.contains(each) || isFlagged || isNew)
                        .as("in the source: " + each)
                        .isTrue();
            }
            for (Held each : before) {
                long here = source.stream().filter(each::isOneWith).count();
                long gone = target.stream().filter(each::isOneWith).count();
                boolean mayGo = isChosen(each) && (deed == Deed.EXPUNGE || deed == Deed.MOVE);
                assertThat(here).as("here: " + each).isBetween(mayGo ? 0L : 1L, 1L);
                assertThat(gone).as("there: " + each).isBetween(0L, isChosen(each) ? 1L : 0L);
                if (deed == Deed.MOVE && here == 0) {
                    assertThat(target).contains(each); // with its flags
                }
            }
        }

        /// @param most so often a message may have come
        private void checkDone(Path dir, long most) throws Exception {
            List<Held> source = source(dir);
            List<Held> target = target(dir);
            for (Held each : before.stream().filter(Scene::isChosen).toList()) {
                long here = source.stream().filter(each::isOneWith).count();
                long gone = target.stream().filter(each::isOneWith).count();
                boolean goes = deed == Deed.EXPUNGE || deed == Deed.MOVE;
                boolean comes = deed == Deed.COPY || deed == Deed.MOVE;
                assertThat(here).as("here in the end: " + each).isEqualTo(goes ? 0 : 1);
                assertThat(gone)
                        .as("there in the end: " + each)
                        .isBetween(comes ? 1L : 0L, comes ? most : 0L);
                if (deed == Deed.FLAG) {
                    Held now = source.stream().filter(each::isOneWith).findFirst().orElseThrow();
                    assertThat(now.flags()).containsAll(StoreWork.NEW_FLAGS);
                    assertThat(now.keywords()).contains(StoreWork.NEW_KEYWORD);
                }
            }
            if (deed == Deed.APPEND) {
                List<Held> appended =
                        source.stream().filter(h -> h.subject().equals("appended")).toList();
                assertThat(appended).hasSizeBetween(1, (int) most);
                assertThat(appended)
                        .allMatch(h -> h.hash().equals(Letters.hash(StoreWork.NEW_LETTER)));
            }
        }

        private static boolean isChosen(Held each) {
            return each.subject().startsWith("go");
        }
    }
}
