package hazel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.store.maildir.MaildirStore;
import hazel.store.mbox.MboxStore;
import hazel.store.mh.MhStore;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What one process leaves for the next, in every local format.
class ResumeTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path root;

    enum Format {
        MAILDIR,
        MBOX,
        MH;

        MessageStore at(Path root) {
            return switch (this) {
                case MAILDIR -> MaildirStore.open(root.resolve("maildir"), Clock.systemUTC());
                case MBOX -> MboxStore.open(root.resolve("mbox"));
                case MH -> MhStore.open(root.resolve("mh"), Clock.systemUTC());
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsToldWhereNothingHappened(Format format) throws Exception {
        Mailbox first = mailbox(format);
        var reader = Reader.of(first);
        byte[] state = first.state().orElseThrow().octets();

        Mailbox next = reopened(format);

        assertThat(next.resume(ByteBuffer.wrap(state))).isTrue();
        assertThat(next.changes(Known.NOTHING)).isEmpty();
        for (Uid uid : reader.uids()) {
            assertThat(next.fetch(uid)).startsWith("From: ".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHappenedMeanwhileIsTold(Format format) throws Exception {
        Mailbox first = mailbox(format);
        var reader = Reader.of(first);
        byte[] state = first.state().orElseThrow().octets();
        List<Uid> uids = new ArrayList<>();
        reader.uids().forEach(uids::add);
        try (Mailbox other = reopened(format)) {
            other.changeFlags(List.of(uids.get(0)), FlagChange.adding(Flag.FLAGGED, Flag.SEEN));
            other.expunge(List.of(uids.get(1)), Progress.UNWATCHED);
            other.append(message("Three"), Set.of(Flag.SEEN), Set.of(), ARRIVAL);
        }

        Mailbox next = reopened(format);
        assertThat(next.resume(ByteBuffer.wrap(state))).isTrue();
        List<Change> changes = next.changes(reader);

        assertThat(changes)
                .hasSize(3)
                .contains(
                        new Change.Gone(uids.get(1)),
                        new Change.Flagged(uids.get(0), Set.of(Flag.FLAGGED, Flag.SEEN), Set.of()))
                .anyMatch(c ->
                        c instanceof Change.Arrived(var entry) && entry.subject().equals("Three"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSeenOnTheWayToSomethingElseIsStillTold(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        var reader = Reader.of(mailbox);
        Uid gone = reader.uids().iterator().next();
        try (Mailbox other = reopened(format)) {
            other.expunge(List.of(gone), Progress.UNWATCHED);
            other.append(message("Three"), Set.of(), Set.of(), ARRIVAL);
        }
        age();
        assertThatThrownBy(() -> mailbox.fetch(gone)).hasMessageContaining("no such message");

        Optional<MailboxState> state = mailbox.state();
        assertThat(told(reader.changes())).containsExactlyInAnyOrder("gone " + gone, "Three");
        Mailbox next = reopened(format);
        assertThat(state.isEmpty() || next.resume(ByteBuffer.wrap(state.get().octets()))).isTrue();
        assertThat(next.changes(Known.NOTHING)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatArrivesIsToldOnceHoweverItCame(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        var reader = Reader.of(mailbox);
        assertThat(reader.changes()).isEmpty();

        try (Mailbox other = reopened(format)) {
            other.append(message("Three"), Set.of(), Set.of(), ARRIVAL);
        }
        assertThat(told(reader.changes())).containsExactly("Three");
        mailbox.append(message("Four"), Set.of(), Set.of(), ARRIVAL);
        assertThat(told(reader.changes())).containsExactly("Four");
        assertThat(reader.changes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whateverHappensShowsInWhatMayBeWatched(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        List<Uid> uids = new ArrayList<>();
        Reader.of(mailbox).uids().forEach(uids::add);
        try (Mailbox other = reopened(format)) {
            for (Step step :
                    List.<Step>of(
                            () -> other.append(message("Three"), Set.of(), Set.of(), ARRIVAL),
                            () -> other.changeFlags(uids, FlagChange.adding(Flag.SEEN)),
                            () -> other.expunge(uids, Progress.UNWATCHED))) {
                age();
                List<FileTime> before = times(mailbox.watchable());
                step.run();
                assertThat(times(mailbox.watchable())).isNotEmpty().isNotEqualTo(before);
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static List<FileTime> times(List<Path> paths) throws Exception {
        List<FileTime> times = new ArrayList<>();
        for (Path each : paths) {
            times.add(Files.getLastModifiedTime(each));
        }
        return times;
    }

    private static List<String> told(List<Change> changes) {
        return changes.stream()
                .map(change ->
                        switch (change) {
                            case Change.Arrived(var entry) -> entry.subject();
                            case Change.Gone(var uid) -> "gone " + uid;
                            case Change.Flagged(var uid, var flags, _) -> flags + " " + uid;
                        })
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedStateIsNotTakenUp(Format format) throws Exception {
        Mailbox first = mailbox(format);
        Reader.of(first);
        byte[] state = first.state().orElseThrow().octets();

        for (int length = 0; length < state.length; length++) {
            byte[] damaged = Arrays.copyOf(state, length);
            Mailbox next = reopened(format);
            if (!next.resume(ByteBuffer.wrap(damaged))) {
                assertThat(next.changes(Known.NOTHING)).hasSize(2);
            } else {
                assertThat(damaged).as("a state cut to " + length).isEqualTo(state);
            }
        }
    }

    /// Formats whose states grow with the mailbox.
    @ParameterizedTest
    @EnumSource(names = {"MBOX", "MH"})
    void whatIsNewIsKeptByItself(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        append(mailbox, 100);
        age();
        MailboxState first = told(format, Known.NOTHING).state().orElseThrow();
        List<ByteBuffer> since = new ArrayList<>();
        Mailbox later = reopened(format);
        assertThat(later.resume(ByteBuffer.wrap(first.octets()))).isTrue();
        for (int round = 0; round < 3; round++) {
            MailboxState before = later.state().orElseThrow();
            try (Mailbox other = reopened(format)) {
                append(other, 1 + round);
            }
            age(round);
            assertThat(later.changes(knowing(102))).isNotEmpty();
            byte[] grown = later.state().orElseThrow().since(before).orElseThrow().octets();
            assertThat(grown.length).isLessThan(first.octets().length / 8);
            since.add(ByteBuffer.wrap(grown));
        }

        Mailbox next = reopened(format);
        assertThat(next.resume(ByteBuffer.wrap(first.octets()), since)).isTrue();
        assertThat(next.changes(Known.NOTHING)).isEmpty();
        assertThat(next.state().orElseThrow().octets())
                .isEqualTo(later.state().orElseThrow().octets());
    }

    @ParameterizedTest
    @EnumSource(names = {"MBOX", "MH"})
    void whatIsDamagedOfItIsFoundAgain(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        append(mailbox, 100);
        age();
        Mailbox later = told(format, Known.NOTHING);
        MailboxState before = later.state().orElseThrow();
        append(mailbox, 1);
        age(1);
        later.changes(knowing(102));
        byte[] grown = later.state().orElseThrow().since(before).orElseThrow().octets();

        for (int length = 0; length < grown.length; length++) {
            Mailbox next = reopened(format);
            ByteBuffer cut = ByteBuffer.wrap(grown, 0, length);
            assertThat(next.resume(ByteBuffer.wrap(before.octets()), List.of(cut))).isTrue();
            assertThat(next.changes(Known.NOTHING)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void muchThatIsNewIsNotKeptByItself(Format format) throws Exception {
        Mailbox mailbox = mailbox(format);
        append(mailbox, 30);
        age();
        Mailbox later = told(format, Known.NOTHING);
        MailboxState before = later.state().orElseThrow();
        append(mailbox, 3);
        age(1);
        later.changes(Known.NOTHING);

        assertThat(later.state().orElseThrow().since(before)).isEmpty();
    }

    private Mailbox told(Format format, Known known) throws Exception {
        Mailbox mailbox = reopened(format);
        mailbox.changes(known);
        return mailbox;
    }

    /// So many messages, none of which is there.
    private static Known knowing(int count) {
        return new Known() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public Optional<Marks> marks(Uid uid) {
                return Optional.empty();
            }

            @Override
            public Iterable<Uid> uids() {
                return Set.of();
            }
        };
    }

    private static void append(Mailbox mailbox, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            mailbox.append(message("More " + i), Set.of(), Set.of(), ARRIVAL);
        }
    }

    private Mailbox mailbox(Format format) throws Exception {
        MessageStore store = format.at(root);
        if (format != Format.MBOX) {
            Files.createDirectories(root.resolve(format.name().toLowerCase(java.util.Locale.ROOT)));
        }
        if (store.list().isEmpty() || format == Format.MAILDIR) {
            store.create(MailboxName.INBOX);
        }
        Mailbox mailbox = store.open(MailboxName.INBOX);
        for (String subject : List.of("One", "Two")) {
            mailbox.append(message(subject), Set.of(), Set.of(), ARRIVAL);
        }
        age();
        return reopened(format);
    }

    /// What changed this moment may change again under the same time; an hour ago is long ago.
    private void age() throws Exception {
        age(Instant.now().minus(Duration.ofHours(1)), _ -> true);
    }

    /// The same a few minutes later, where messages keep the times they have.
    private void age(int minutes) throws Exception {
        Instant then =
                Instant.now().minus(Duration.ofMinutes(50)).plus(Duration.ofMinutes(minutes));
        age(then, file -> !file.getFileName().toString().matches("[0-9]+.*"));
    }

    private void age(Instant then, Predicate<Path> chosen) throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : files.filter(chosen).toList()) {
                Files.setLastModifiedTime(each, FileTime.from(then));
            }
        }
    }

    private Mailbox reopened(Format format) throws Exception {
        return format.at(root).open(MailboxName.INBOX);
    }

    private static byte[] message(String subject) {
        return ("From: ada@example.org\nSubject: " + subject + "\n\nText.\n").getBytes(UTF_8);
    }
}
