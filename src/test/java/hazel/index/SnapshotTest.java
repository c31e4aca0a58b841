package hazel.index;

import static hazel.index.Mails.mail;
import static hazel.index.Mails.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

class SnapshotTest {

    @Test
    void givesBackWhatWasPutIn() {
        IndexEntry entry =
                mail("1", 3, "Zoë 🦊", "会議の議事録")
                        .withFlags(Set.of(Flag.FLAGGED, Flag.RECENT), Set.of("work"));
        Snapshot snapshot = snapshot(entry);

        assertThat(snapshot.from(0)).isEqualTo("Zoë 🦊");
        assertThat(snapshot.subject(0)).isEqualTo("会議の議事録");
        assertThat(snapshot.flags(0)).containsExactlyInAnyOrder(Flag.FLAGGED, Flag.RECENT);
        assertThat(snapshot.keywords(0)).containsExactly("work");
        assertThat(snapshot.date(0)).isEqualTo(entry.date().getEpochSecond());
        assertThat(snapshot.messageId(0)).isEqualTo(entry.messageId());
        assertThat(snapshot.find(new Uid("1"))).isZero();
        assertThat(snapshot.find(new Uid("2"))).isEqualTo(-1);
    }

    @Test
    void aSubjectOfAMillionCharactersIsCutBetweenCharacters() {
        Snapshot snapshot = snapshot(mail("1", 0, "A", "é".repeat(1_000_000)));

        assertThat(snapshot.subject(0)).hasSizeLessThan(10_000).matches("é+");
    }

    @Test
    void anOlderSnapshotIsNotTouchedByLaterOnes() {
        Snapshot first = snapshot(mail("1", 0, "A", "one"));
        Snapshot second = first.apply(List.of(new Change.Arrived(mail("2", 0, "B", "two"))));
        Snapshot third = first.apply(List.of(new Change.Arrived(mail("3", 0, "C", "three"))));

        assertThat(first.size()).isEqualTo(1);
        assertThat(second.subject(1)).isEqualTo("two");
        assertThat(third.subject(1)).isEqualTo("three");
    }

    /// Whatever happens in a mailbox, the changes applied one after another lead to what reading it
    /// anew would show.
    @Test
    void applyingChangesIsTheSameAsReadingAnew() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            Map<Uid, IndexEntry> truth = new LinkedHashMap<>();
            Snapshot snapshot = Snapshot.EMPTY;
            for (int step = 0; step < 30; step++) {
                List<Change> changes = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    changes.add(happen(truth, random));
                }
                snapshot = snapshot.apply(changes);
            }
            assertThat(described(snapshot))
                    .containsExactlyInAnyOrderElementsOf(
                            described(snapshot(List.copyOf(truth.values()))));
            assertThat(snapshot.unseenCount())
                    .isEqualTo((int) truth.values().stream().filter(IndexEntry::isUnseen).count());
        }
    }

    private static Change happen(Map<Uid, IndexEntry> truth, Random random) {
        Uid uid = new Uid("u" + random.nextInt(20));
        if (!truth.containsKey(uid)) {
            IndexEntry entry = mail(uid.value(), random.nextInt(9), "A", "s" + random.nextInt());
            truth.put(uid, entry);
            return new Change.Arrived(entry);
        }
        if (random.nextBoolean()) {
            truth.remove(uid);
            return new Change.Gone(uid);
        }
        Set<Flag> flags = random.nextBoolean() ? Set.of(Flag.SEEN) : Set.of(Flag.DELETED);
        Set<String> words = Set.of("k" + random.nextInt(3));
        truth.computeIfPresent(uid, (_, e) -> e.withFlags(flags, words));
        return new Change.Flagged(uid, flags, words);
    }

    private static List<String> described(Snapshot snapshot) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < snapshot.rows(); row++) {
            if (!snapshot.isHere(row)) {
                continue;
            }
            assertThat(snapshot.find(snapshot.uid(row))).isEqualTo(row);
            lines.add(
                    snapshot.uid(row)
                            + " "
                            + snapshot.subject(row)
                            + " "
                            + snapshot.flags(row)
                            + " "
                            + snapshot.keywords(row)
                            + " "
                            + snapshot.date(row));
        }
        return lines;
    }
}
