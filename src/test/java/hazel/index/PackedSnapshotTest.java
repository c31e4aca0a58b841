package hazel.index;

import static hazel.index.Mails.mail;
import static hazel.index.Mails.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.Sort;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class PackedSnapshotTest {

    private static final Snapshot SNAPSHOT =
            snapshot(
                            mail("lunch", 0, "Ada", "Lunch?"),
                            mail("yes", 1, "Zoë 🦊", "Re: Lunch?", "lunch"),
                            mail("where", 2, "Alan", "Re: Lunch?", "lunch", "yes"),
                            mail("other", 2, "Edsger", "会議の議事録"))
                    .apply(
                            List.of(
                                    new Change.Flagged(
                                            new Uid("yes"), Set.of(Flag.SEEN), Set.of("work")),
                                    new Change.Gone(new Uid("other")),
                                    new Change.Arrived(mail("late", 3, "Grace", "Late"))));
    private static final View VIEW = View.of(SNAPSHOT, Sort.DEFAULT, _ -> true, Set.of());

    @TempDir private Path directory;

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        Path file = written(new PackedSnapshot(SNAPSHOT, Optional.of(VIEW)));

        PackedSnapshot read = read(file);

        assertThat(described(read.view().orElseThrow())).isEqualTo(described(VIEW));
        assertThat(read.view().orElseThrow().sort()).isEqualTo(Sort.DEFAULT);
        assertThat(read.snapshot().find(new Uid("late"))).isNotNegative();
        assertThat(read.snapshot().find(new Uid("other"))).isEqualTo(-1);
    }

    @Test
    void aSnapshotReadFromAFileGoesOnAsAnyOther() throws IOException {
        Snapshot read = read(written(new PackedSnapshot(SNAPSHOT, Optional.empty()))).snapshot();
        List<Change> changes =
                List.of(
                        new Change.Arrived(mail("again", 4, "Ada", "Re: Lunch?", "where")),
                        new Change.Gone(new Uid("late")));

        View then = View.of(read.apply(changes), Sort.DEFAULT, _ -> true, Set.of());

        assertThat(described(then))
                .isEqualTo(
                        described(
                                View.of(
                                        SNAPSHOT.apply(changes),
                                        Sort.DEFAULT,
                                        _ -> true,
                                        Set.of())));
    }

    @Test
    void messagesThatAreGoneAreLeftOut() throws IOException {
        Snapshot few =
                SNAPSHOT.apply(
                        List.of(
                                new Change.Gone(new Uid("lunch")),
                                new Change.Gone(new Uid("late"))));
        View view = View.all(few, Sort.DEFAULT);

        PackedSnapshot read = read(written(new PackedSnapshot(few, Optional.of(view))));

        assertThat(read.snapshot().rows()).isEqualTo(2);
        assertThat(described(read.view().orElseThrow())).isEqualTo(described(view));
        assertThat(read.snapshot().find(new Uid("yes"))).isNotNegative();
        assertThat(read.snapshot().find(new Uid("late"))).isEqualTo(-1);
    }

    @Test
    void anEmptyMailboxIsKeptToo() throws IOException {
        Path file = written(new PackedSnapshot(View.EMPTY.snapshot(), Optional.of(View.EMPTY)));

        assertThat(read(file).view().orElseThrow().size()).isZero();
    }

    @Test
    void oneBehindAnotherIsReadFromWhereItBegins() throws IOException {
        Path file = directory.resolve("two");
        Snapshot first = snapshot(mail("1", 0, "Ada", "one"));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            new PackedSnapshot(first, Optional.empty()).writeTo(channel);
            new PackedSnapshot(SNAPSHOT, Optional.of(VIEW)).writeTo(channel);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            assertThat(PackedSnapshot.readFrom(channel).snapshot().count()).isEqualTo(1);
            assertThat(PackedSnapshot.readFrom(channel).snapshot().count()).isEqualTo(4);
            assertThat(channel.position()).isEqualTo(channel.size());
        }
    }

    @Test
    void aFileWithAnyOctetChangedIsRefused() throws IOException {
        Path file = written(new PackedSnapshot(SNAPSHOT, Optional.of(VIEW)));
        byte[] octets = Files.readAllBytes(file);
        for (int at = 0; at < octets.length; at++) {
            for (int wrong : new int[] {0xff, octets[at] ^ 1}) {
                if (octets[at] != (byte) wrong) {
                    byte[] damaged = octets.clone();
                    damaged[at] = (byte) wrong;
                    assertRefused(damaged);
                }
            }
        }
    }

    @Test
    void aFileThatWasCutShortIsRefused() throws IOException {
        byte[] octets =
                Files.readAllBytes(written(new PackedSnapshot(SNAPSHOT, Optional.of(VIEW))));
        for (int length = 0; length < octets.length; length++) {
            assertRefused(Arrays.copyOf(octets, length));
        }
    }

    private void assertRefused(byte[] octets) throws IOException {
        Path file = directory.resolve("damaged");
        Files.write(file, octets);
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class);
    }

    private Path written(PackedSnapshot packed) throws IOException {
        Path file = directory.resolve("snapshot");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            packed.writeTo(channel);
        }
        return file;
    }

    private static PackedSnapshot read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return PackedSnapshot.readFrom(channel);
        }
    }

    private static List<String> described(View view) {
        List<String> lines = new ArrayList<>();
        Snapshot snapshot = view.snapshot();
        for (int i = 0; i < view.size(); i++) {
            int row = view.row(i);
            lines.add(
                    String.join(
                            " ",
                            view.tree(i) + view.uid(i),
                            snapshot.from(row),
                            snapshot.fromAddress(row),
                            snapshot.to(row),
                            snapshot.toName(row),
                            snapshot.subject(row),
                            snapshot.messageId(row).toString(),
                            snapshot.flags(row).toString(),
                            snapshot.keywords(row).toString(),
                            Long.toString(snapshot.date(row)),
                            Long.toString(snapshot.size(row))));
        }
        return lines;
    }
}
