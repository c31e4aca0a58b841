package hazel.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MessageStore;
import hazel.store.Progress;
import hazel.store.Uid;
import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Mail from a server into a mailbox: nothing lost, nothing twice, whatever goes wrong.
class FetcherTest {

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private Path dir;
    private FakeServer server;
    private MessageStore store;
    private Instant now = NOON;

    @BeforeEach
    void aServer() throws IOException {
        server = new FakeServer();
        store = MaildirStore.open(dir.resolve("Mail"), Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @AfterEach
    void closed() throws Exception {
        server.close();
    }

    private Fetcher.Outcome fetch(Duration keep) throws MailException {
        return fetch(keep, store);
    }

    private Fetcher.Outcome fetch(Duration keep, MessageStore into) throws MailException {
        return new Fetcher(dir.resolve("state"), keep, () -> now)
                .fetch(server.server(), into, Progress.UNWATCHED);
    }

    private List<String> here() throws MailException {
        return here(store);
    }

    private static List<String> here(MessageStore store) throws MailException {
        List<String> all = new ArrayList<>();
        try (Mailbox inbox = store.open(MailboxName.INBOX)) {
            List<Uid> uids = new ArrayList<>();
            inbox.scan(entry -> uids.add(entry.uid()), Progress.UNWATCHED);
            for (Uid uid : uids) {
                all.add(new String(inbox.fetch(uid), UTF_8));
            }
        }
        all.sort(String::compareTo);
        return all;
    }

    private static String message(String subject) {
        return "Subject: " + subject + "\n\n.\n..\n.x\nbody of " + subject + "\n";
    }

    @Test
    void mailIsFetchedLeftForDaysAndThenDeleted() throws Exception {
        server.put("a", message("one"));
        server.put("b", message("two"));

        assertThat(fetch(Duration.ofDays(3))).isEqualTo(new Fetcher.Outcome(2, 0, List.of()));
        assertThat(here()).containsExactly(message("one"), message("two"));
        now = NOON.plus(Duration.ofDays(2));
        server.put("c", message("three"));
        assertThat(fetch(Duration.ofDays(3))).isEqualTo(new Fetcher.Outcome(1, 0, List.of()));
        now = NOON.plus(Duration.ofDays(3));
        assertThat(fetch(Duration.ofDays(3))).isEqualTo(new Fetcher.Outcome(0, 2, List.of()));

        assertThat(server.names()).containsExactly("c");
        assertThat(here()).hasSize(3);
        assertThat(server.count("RETR")).isEqualTo(3);
        try (Stream<Path> files = Files.list(dir.resolve("state"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .allMatch(f -> f.matches("[0-9a-f]{32}(\\.lock)?"));
        }
    }

    @Test
    void aMessageLongerThanItsSizeSaysFailsAloneAndIsAskedForOnce() throws Exception {
        server.put("a", message("one"));
        server.put("b", message("two " + "x".repeat(5000)));
        server.put("c", message("three"));
        server.liesOfSizes = true;
        for (int time = 0; time < 2; time++) {
            Fetcher.Outcome done =
                    new Fetcher(dir.resolve("state"), Duration.ofDays(3), () -> now, 2000)
                            .fetch(server.server(), store, Progress.UNWATCHED);
            assertThat(done.fetched()).isEqualTo(time == 0 ? 2 : 0);
            assertThat(done.left()).singleElement().asString().contains("message 2 is longer");
        }
        assertThat(here()).containsExactly(message("one"), message("three"));
        assertThat(server.count("RETR 2")).isOne();
        assertThat(server.names()).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "false,true,true", "false,false,true", "false,false,false"})
    void whateverTheServerCanDoNothingComesTwiceAndNothingIsLost(
            boolean uidl, boolean top, boolean capa) throws Exception {
        server.hasUidl = uidl;
        server.hasTop = top;
        server.hasCapa = capa;
        server.put("a", message("one"));
        server.put("b", message("two"));
        fetch(Duration.ofDays(3));
        server.put("c", message("three"));
        fetch(Duration.ofDays(3));
        fetch(Duration.ofDays(3));
        assertThat(here()).containsExactly(message("one"), message("three"), message("two"));

        now = NOON.plus(Duration.ofDays(9));
        assertThat(fetch(Duration.ofDays(3)).deleted()).isEqualTo(3);
        assertThat(server.names()).isEmpty();
        assertThat(here()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionCutInAnyAnswerIsMadeGoodByTheNext(boolean uidl) throws Exception {
        int cuts = 0;
        for (int at = 1; at <= 20; at++) {
            server.clear();
            server.hasUidl = uidl;
            for (int n = 0; n < 3; n++) {
                server.put("name-" + at + "-" + n, message("at " + at + ", " + n));
            }
            server.cutAt = at;
            try {
                fetch(Duration.ZERO);
            } catch (MailException e) {
                cuts++;
                assertThat(e.problem().isTemporary()).as(e.getMessage()).isTrue();
            }
            server.cutAt = 0;
            fetch(Duration.ZERO);
            assertThat(server.names()).isEmpty();
            assertThat(here()).as("cut at " + at).hasSize(at * 3).doesNotHaveDuplicates();
        }
        assertThat(cuts).isGreaterThan(9);
    }

    /// What a crash leaves: the mailbox has the message, or not, and the journal says that it was
    /// begun.
    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void aCrashAroundThePuttingIntoTheMailboxBringsEachMessageOnce(String when) throws Exception {
        server.put("a", message("one"));
        server.put("b", message("two"));

        assertThatThrownBy(() -> fetch(Duration.ZERO, crashing(store, when)))
                .isInstanceOf(Crash.class);
        assertThat(server.names()).containsExactly("a", "b");
        fetch(Duration.ZERO);

        assertThat(here()).containsExactly(message("one"), message("two"));
        assertThat(server.names()).isEmpty();
    }

    @Test
    void theSameHoldsForAnMbox() throws Exception {
        String withFrom = "Subject: x\n\nFrom here to there\n>From quoted\n\n\n";
        server.put("a", withFrom);
        MessageStore mbox = MboxStore.open(dir.resolve("mbox"));
        assertThatThrownBy(() -> fetch(Duration.ZERO, crashing(mbox, "after")))
                .isInstanceOf(Crash.class);
        fetch(Duration.ZERO, mbox);

        assertThat(here(mbox)).hasSize(1);
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// A store whose mailbox dies at the first message.
    private static MessageStore crashing(MessageStore of, String when) {
        return proxy(
                MessageStore.class,
                of,
                (name, result) ->
                        name.equals("open")
                                ? proxy(
                                        Mailbox.class,
                                        (Mailbox) result.call(),
                                        (call, then) -> {
                                            if (!call.equals("append")) {
                                                return then.call();
                                            }
                                            if (when.equals("after")) {
                                                then.call();
                                            }
                                            throw new Crash();
                                        })
                                : result.call());
    }

    private interface Call {
        Object call() throws Throwable;
    }

    private interface Around {
        Object call(String name, Call then) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T of, Around around) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, args) ->
                                around.call(
                                        method.getName(),
                                        () -> {
                                            try {
                                                return method.invoke(of, args);
                                            } catch (InvocationTargetException e) {
                                                throw e.getCause();
                                            }
                                        })));
    }

    @Test
    void aJournalThatIsCutShortOrDamagedLosesNothing() throws Exception {
        server.put("a", message("one"));
        fetch(Duration.ofDays(3));
        Path journal;
        try (Stream<Path> files = Files.list(dir.resolve("state"))) {
            journal = files.filter(f -> !f.toString().contains(".")).findFirst().orElseThrow();
        }
        Files.writeString(journal, "\u0000\u0001 junk\nhere u-ab", StandardOpenOption.APPEND);
        server.put("b", message("two"));
        fetch(Duration.ofDays(3));
        fetch(Duration.ofDays(3));

        assertThat(here()).containsExactly(message("one"), message("two"));
    }

    @Test
    void namesThatAreGivenAgainOrChangedOrMeantForTwoDoNoHarm() throws Exception {
        server.put("1", message("one"));
        server.put("2", message("two"));
        fetch(Duration.ZERO);
        server.put("1", message("three and more")); // the name of one that is gone
        fetch(Duration.ZERO);
        assertThat(here()).hasSize(3);

        server.put("x", message("four"));
        server.put("x", message("five"));
        fetch(Duration.ofDays(3));
        assertThat(here()).hasSize(5);
        fetch(Duration.ofDays(3));
        assertThat(here()).hasSize(5);

        server.rename(name -> "new-" + server.count("QUIT") + "-" + name.hashCode());
        server.put("y", message("six"));
        fetch(Duration.ofDays(3));
        assertThat(here()).hasSize(6);
    }

    @Test
    void aServerThatForgetsToDeleteBringsNothingTwice() throws Exception {
        server.forgetsToDelete = true;
        server.put("a", message("one"));
        fetch(Duration.ZERO);
        fetch(Duration.ZERO);
        server.forgetsToDelete = false;
        fetch(Duration.ZERO);

        assertThat(here()).hasSize(1);
        assertThat(server.names()).isEmpty();
    }

    @Test
    void aServerWhoseListIsEmptyForADayBringsNothingTwice() throws Exception {
        server.put("a", message("one"));
        fetch(Duration.ofDays(3));
        server.clear();
        now = NOON.plus(Duration.ofDays(1));
        fetch(Duration.ofDays(3));
        server.put("a", message("one"));
        fetch(Duration.ofDays(3));

        assertThat(here()).hasSize(1);
    }

    @Test
    void twoAtOnceDoNotFetchTheSame() throws Exception {
        server.put("a", message("one"));
        MessageStore second =
                proxy(
                        MessageStore.class,
                        store,
                        (name, then) -> {
                            if (name.equals("open")) {
                                assertThatThrownBy(() -> fetch(Duration.ZERO))
                                        .isInstanceOfSatisfying(
                                                MailException.class,
                                                e ->
                                                        assertThat(e.problem())
                                                                .isInstanceOf(Problem.Busy.class));
                            }
                            return then.call();
                        });
        assertThat(fetch(Duration.ZERO, second).fetched()).isEqualTo(1);
    }
}
