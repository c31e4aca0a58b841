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

        assertThat(next.resume(state)).isTrue();
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
        assertThat(next.resume(state)).isTrue();
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
        assertThat(state.isEmpty() || next.resume(state.get().octets())).isTrue();
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
            if (!next.resume(damaged)) {
                assertThat(next.changes(Known.NOTHING)).hasSize(2);
            } else {
                assertThat(damaged).as("a state cut to " + length).isEqualTo(state);
            }
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
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (Stream<Path> files = Files.walk(root)) {
            for (Path each : files.toList()) {
                Files.setLastModifiedTime(each, then);
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
