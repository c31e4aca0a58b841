package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.store.ResumeTest.Format;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Many messages at once, in every local format and from each into each.
class ManyTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path root;

    static Stream<Arguments> pairs() {
        return Arrays.stream(Format.values())
                .flatMap(from -> Arrays.stream(Format.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void moreThanAreWrittenTogetherMoveAsTheyAre(Format from, Format to) throws Exception {
        Mailbox source = mailbox(from, "one");
        List<Uid> uids = fill(source, 300);
        Set<Letters.Held> before = new HashSet<>(Letters.in(source));
        Mailbox target = mailbox(to, "other");

        List<Mailbox.Moved> moved = source.move(uids, target, Progress.UNWATCHED);

        assertThat(moved.stream().map(Mailbox.Moved::from)).containsExactlyElementsOf(uids);
        assertThat(new HashSet<>(Letters.in(target))).hasSize(300).isEqualTo(before);
        assertThat(Letters.in(source)).isEmpty();
        for (Mailbox.Moved each : moved) {
            assertThat(target.find(each.to())).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void movingThatIsStoppedTellsWhatMovedAndLeavesTheRest(Format from, Format to)
            throws Exception {
        Mailbox source = mailbox(from, "one");
        List<Uid> uids = fill(source, 5);
        List<Letters.Held> before = Letters.in(source);
        Mailbox target = mailbox(to, "other");

        List<Mailbox.Moved> moved = source.move(uids, target, stoppingAfter(2));

        assertThat(moved.stream().map(Mailbox.Moved::from))
                .containsExactly(uids.get(0), uids.get(1));
        assertThat(Letters.in(target)).hasSize(2);
        assertThat(Letters.in(source)).hasSize(3);
        List<Letters.Held> after = new ArrayList<>(Letters.in(source));
        after.addAll(Letters.in(target));
        assertThat(after).containsExactlyInAnyOrderElementsOf(before);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aCopyHasMarksOfItsOwn(Format from, Format to) throws Exception {
        Mailbox source = mailbox(from, "one");
        List<Uid> uids = fill(source, 3);
        List<Letters.Held> before = Letters.in(source);
        Mailbox target = mailbox(to, "other");

        List<Mailbox.Moved> copied = source.copy(uids, target, Progress.UNWATCHED);
        assertThat(Letters.in(target)).containsExactlyInAnyOrderElementsOf(before);
        target.changeFlags(
                copied.stream().map(Mailbox.Moved::to).toList(), FlagChange.adding(Flag.FLAGGED));
        target.expunge(List.of(copied.getFirst().to()), Progress.UNWATCHED);

        assertThat(Letters.in(source)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(Letters.in(target))
                .hasSize(2)
                .allMatch(held -> held.flags().contains(Flag.FLAGGED));
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatAreGoneArePassedOver(Format format) throws Exception {
        Mailbox mailbox = mailbox(format, "one");
        List<Uid> uids = fill(mailbox, 6);
        try (Mailbox other = mailbox(format, "one")) {
            assertThat(other.expunge(uids.subList(0, 4), Progress.UNWATCHED)).hasSize(4);
        }

        List<Change> changes = mailbox.changeFlags(uids, FlagChange.adding(Flag.FLAGGED));
        assertThat(changes.stream().map(Change::uid)).containsExactly(uids.get(4), uids.get(5));
        assertThat(mailbox.expunge(uids, Progress.UNWATCHED))
                .containsExactly(uids.get(4), uids.get(5));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoppedAtOnceChangesNothing(Format format) throws Exception {
        Mailbox mailbox = mailbox(format, "one");
        List<Uid> uids = fill(mailbox, 3);
        List<Letters.Held> before = Letters.in(mailbox);

        FlagChange change = FlagChange.adding(Flag.FLAGGED);
        assertThat(mailbox.changeFlags(uids, change, stoppingAfter(0))).isEmpty();
        assertThat(mailbox.expunge(uids, stoppingAfter(0))).isEmpty();
        assertThat(Letters.in(mailbox)).containsExactlyInAnyOrderElementsOf(before);
    }

    @ParameterizedTest
    @EnumSource
    void namesAreInTheOrderOfTheMessages(Format format) throws Exception {
        Mailbox mailbox = mailbox(format, "one");
        List<Uid> uids = fill(mailbox, 20);

        for (int i = 0; i < uids.size(); i++) {
            assertThat(mailbox.find(uids.get(i)).orElseThrow().subject()).isEqualTo("Letter " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageHandedOverIsReadBeforeTheRest(Format format) throws Exception {
        fill(mailbox(format, "one"), 300);
        Mailbox mailbox = mailbox(format, "one");

        List<Uid> told = new ArrayList<>();
        List<String> read = new ArrayList<>();
        mailbox.scan(entry -> told.add(entry.uid()), (_, _) -> readLast(mailbox, told, read));
        readLast(mailbox, told, read);

        assertThat(told).hasSize(300);
        assertThat(read).isNotEmpty();
        for (String each : read) {
            String[] lines = each.split("\n");
            assertThat(lines[3]).isEqualTo(lines[1].replace("Subject: Letter", "From") + " on.");
        }
    }

    /// While the mailbox is scanned; it says nothing where nothing was handed over yet.
    private static void readLast(Mailbox mailbox, List<Uid> told, List<String> read) {
        try {
            if (!told.isEmpty()) {
                mailbox.fetchWhereSeen(told.getLast())
                        .ifPresent(octets -> read.add(new String(octets, UTF_8)));
            }
        } catch (MailException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Progress stoppingAfter(int steps) {
        int[] left = {steps};
        return (_, _) -> {
            if (left[0]-- <= 0) {
                left[0] = 0;
                throw new CancellationException("enough");
            }
        };
    }

    /// Of one kind and in one place it is one mailbox, however often it is opened.
    private Mailbox mailbox(Format format, String place) throws Exception {
        Path at = root.resolve(place);
        Files.createDirectories(at);
        if (format != Format.MBOX) {
            Files.createDirectories(at.resolve(format.name().toLowerCase(Locale.ROOT)));
        }
        MessageStore store = format.at(at);
        boolean isThere =
                switch (format) {
                    case MAILDIR -> Files.exists(at.resolve("maildir/cur"));
                    case MBOX, MH -> !store.list().isEmpty();
                };
        if (!isThere) {
            store.create(MailboxName.INBOX);
        }
        return store.open(MailboxName.INBOX);
    }

    private static List<Uid> fill(Mailbox mailbox, int count) throws Exception {
        return mailbox.appendAll(
                IntStream.range(0, count)
                        .mapToObj(i ->
                                new NewMessage(
                                        letter(i),
                                        new Marks(
                                                i % 2 == 0 ? Set.of(Flag.SEEN) : Set.of(),
                                                i % 3 == 0 ? Set.of("work") : Set.of()),
                                        ARRIVAL.plusSeconds(i)))
                        .toList());
    }

    private static byte[] letter(int number) {
        return ("From: ada@example.org\nSubject: Letter %d\n\nFrom %d on.\n"
                        .formatted(number, number))
                .getBytes(UTF_8);
    }
}
