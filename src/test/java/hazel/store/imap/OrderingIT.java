package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.Dovecot;
import hazel.store.IndexEntry;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.Sort;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Headers come in by the order in which somebody looks at them, where the server can tell it.
class OrderingIT {

    private static final int COUNT = 1800;

    /// Message `i` answers message `i - FAR`.
    private static final int FAR = 900;

    private static Optional<Dovecot> dovecot = Optional.empty();

    @TempDir private Path home;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        dovecot = Optional.of(Dovecot.start("imap", ""));
        List<NewMessage> all = new ArrayList<>();
        for (int i = 1; i <= COUNT; i++) {
            String text =
                    """
                    From: Person %2$04d <p%2$04d@example.org>
                    Subject: %2$04d
                    Date: Mon, 6 Jul 2026 10:00:00 +0000
                    Message-ID: <%1$d@example.org>
                    References: <%3$d@example.org>

                    %1$d
                    """
                            .formatted(i, i * 719 % COUNT, i > FAR ? i - FAR : i + 10_000);
            all.add(
                    new NewMessage(
                            text.getBytes(US_ASCII),
                            Marks.NONE,
                            Instant.parse("2026-07-06T10:00:00Z").plusSeconds(i)));
        }
        ImapHome.at(dovecot.get(), directory.resolve("there")).in("INBOX", m -> m.appendAll(all));
    }

    @AfterAll
    static void stop() throws Exception {
        if (dovecot.isPresent()) {
            dovecot.get().close();
        }
    }

    /// What was here after each piece, by the numbers of messages.
    private List<Set<Integer>> pieces(Sort order, String missing) throws Exception {
        List<Set<Integer>> pieces = new ArrayList<>();
        try (var lesser =
                new LesserServer(dovecot.orElseThrow().port(), Set.of(missing.split(" ")))) {
            ImapHome here = ImapHome.ada(lesser.port(), home.resolve("here"));
            try (ImapAccount account = here.account();
                    Replica replica = account.replica();
                    Engine engine = account.connect(replica, SyncState.Listener.NONE)) {
                engine.ordered(_ -> order);
                for (long mailbox : engine.list()) {
                    engine.between(() -> pieces.add(numbers(replica, mailbox)));
                    engine.sync(mailbox);
                }
            }
        }
        assertThat(pieces.getLast()).hasSize(COUNT);
        return pieces;
    }

    private static Set<Integer> numbers(Replica replica, long mailbox)
            throws hazel.mail.MailException {
        return replica.ask(() -> {
            Set<Integer> numbers = new TreeSet<>();
            replica.messages()
                    .all(
                            mailbox,
                            message -> {
                                IndexEntry entry = message.entry();
                                String id = entry.messageId().orElseThrow().value();
                                numbers.add(Integer.valueOf(id.replaceFirst("@.*", "")));
                            });
            return numbers;
        });
    }

    private static Set<Integer> without(Set<Integer> all, Set<Integer> those) {
        Set<Integer> left = new TreeSet<>(all);
        left.removeAll(those);
        return left;
    }

    private static int rank(int number) {
        return number * 719 % COUNT;
    }

    @ParameterizedTest
    @CsvSource({"SUBJECT, NONE", "FROM, NONE", "FROM, SORT=DISPLAY"})
    void bothEndsOfAnotherOrderComeFirst(Sort.Key key, String missing) throws Exception {
        var pieces = pieces(new Sort(key, Sort.Direction.ASCENDING), missing);
        Set<Integer> second = without(pieces.get(1), pieces.get(0));
        Set<Integer> third = without(pieces.get(2), pieces.get(1));
        Set<Integer> rest = without(pieces.getLast(), pieces.get(2));
        int least = rest.stream().mapToInt(OrderingIT::rank).min().orElseThrow();
        int greatest = rest.stream().mapToInt(OrderingIT::rank).max().orElseThrow();
        assertThat(second).hasSize(400).allMatch(i -> rank(i) < least);
        assertThat(third).hasSize(400).allMatch(i -> rank(i) > greatest);
    }

    @Test
    void threadsComeWhole() throws Exception {
        var pieces = pieces(Sort.DEFAULT, "NONE");
        Set<Integer> second = without(pieces.get(1), pieces.get(0));
        assertThat(second).hasSize(400);
        assertThat(second.stream().filter(i -> i > FAR))
                .isNotEmpty()
                .allMatch(i -> pieces.get(1).contains(i - FAR));
    }

    @ParameterizedTest
    @CsvSource({"SUBJECT, SORT SORT=DISPLAY", "THREAD, THREAD=REFERENCES", "ARRIVAL, NONE"})
    void elseTheNewestComeFirst(Sort.Key key, String missing) throws Exception {
        var pieces = pieces(new Sort(key, Sort.Direction.ASCENDING), missing);
        Set<Integer> rest = without(pieces.getLast(), pieces.get(1));
        assertThat(pieces.get(1)).hasSize(500).allMatch(i -> i > COUNT - 500);
        assertThat(rest).allMatch(i -> i <= COUNT - 500);
    }
}
