package hazel.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.store.Change;
import hazel.store.IndexEntry;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// What the columns make of random mail is what [PlainIndex] makes of it.
class AgainstPlainTest {

    private static final Facts FACTS =
            new Facts(
                    Set.of(new Uid("u1"), new Uid("u7")),
                    Set.of("2@example.org", "t3@x"),
                    new MailboxRef("work", MailboxName.INBOX),
                    ZoneOffset.UTC,
                    _ -> "");

    @ParameterizedTest
    @EnumSource
    void everyOrderIsThePlainOne(Sort.Key key) {
        for (int seed = 0; seed < 150; seed++) {
            var mail = new RandomMail(seed, 5 + seed);
            List<IndexEntry> mails = mail.mails(seed);
            for (Sort.Direction direction : Sort.Direction.values()) {
                Sort sort = new Sort(key, direction);
                assertThat(lines(View.all(Mails.snapshot(mails), sort)))
                        .as("%s of seed %d", sort, seed)
                        .isEqualTo(PlainIndex.lines(mails, sort));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void soIsTheOrderOfManyMessages(Sort.Key key) {
        List<IndexEntry> mails = new RandomMail(7, 60_000).mails(40_000);
        Sort sort = new Sort(key, Sort.Direction.ASCENDING);

        assertThat(lines(View.all(Mails.snapshot(mails), sort)))
                .isEqualTo(PlainIndex.lines(mails, sort));
    }

    @Test
    void manyTextsAreOrderedByAllOfTheirOctets() {
        var random = new Random(3);
        List<IndexEntry> mails = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            String same = "the same for so long ".repeat(random.nextInt(4));
            mails.add(Mails.mail("u" + i, 0, "Ada", same + random.nextInt(30_000)));
        }
        Sort sort = new Sort(Sort.Key.SUBJECT, Sort.Direction.ASCENDING);

        assertThat(lines(View.all(Mails.snapshot(mails), sort)))
                .isEqualTo(PlainIndex.lines(mails, sort));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lunch",
                "Lunch",
                "\"e: lunch\"",
                "\"re: [list]\"",
                "from:ada",
                "from:Ada",
                "from:@example",
                "to:t3@x",
                "to:\"t1@x t2\"",
                "subject:ärger",
                "会議",
                "list:list1",
                "subject:/^re.*lunch/",
                "/[ab]$/",
                "/r.*lunch/",
                "/: L/",
                "to:/t1.*t2/",
                "to:/@x t3@/",
                "from:/ada*$/",
                "/ärger/",
                "/k+|o/",
                "is:unread",
                "is:tagged",
                "to:me",
                "from:me OR is:flagged",
                "-from:ada subject:a",
                "has:attachment larger:1K",
                "label:k1",
                "after:2001-09-20 before:2001-12-01",
                "id:<m3@example.org>",
                "NOT (is:deleted OR lunch)"
            })
    void aLimitFindsWhatIsFoundRowByRow(String text) {
        Query query = Query.of(Query.parse(text, LocalDate.of(2001, 10, 1))).orElseThrow();
        for (int count : new int[] {0, 1, 100, 20_000}) {
            Snapshot all = Mails.snapshot(new RandomMail(count, 50).mails(count));
            Snapshot some = all.apply(List.of(new Change.Gone(new Uid("u7"))));
            for (Snapshot snapshot : List.of(all, some)) {
                RowSet found = query.rows(snapshot, FACTS, Progress.UNWATCHED);
                assertThat(found)
                        .isEqualTo(
                                RowSet.where(snapshot, row -> query.matches(snapshot, row, FACTS)));
            }
        }
    }

    @Test
    void aLimitTellsHowFarItIsAndStopsWhenAsked() {
        Snapshot snapshot = Mails.snapshot(new RandomMail(1, 50).mails(300_000));
        Query query = Query.of(Query.parse("lunch", LocalDate.of(2001, 10, 1))).orElseThrow();
        List<Long> told = new ArrayList<>();
        Progress progress =
                (done, total) -> {
                    told.add(done * 100 / total);
                    if (done * 2 > total) {
                        throw new CancellationException("enough");
                    }
                };

        assertThatThrownBy(() -> query.rows(snapshot, FACTS, progress)).hasMessage("enough");
        assertThat(told).containsExactly(0L, 43L, 87L);
    }

    @Test
    void limitedThreadsAreThoseOfTheRest() {
        for (int seed = 0; seed < 100; seed++) {
            List<IndexEntry> mails = new RandomMail(seed, 40).mails(60);
            Snapshot snapshot = Mails.snapshot(mails);
            View view =
                    View.of(
                            snapshot,
                            Sort.DEFAULT,
                            RowSet.where(snapshot, row -> row % 3 != 0),
                            KeptUids.NONE);
            List<IndexEntry> rest = new ArrayList<>();
            for (int i = 0; i < mails.size(); i++) {
                if (i % 3 != 0) {
                    rest.add(mails.get(i));
                }
            }

            assertThat(lines(view)).isEqualTo(PlainIndex.lines(rest, Sort.DEFAULT));
        }
    }

    /// Whatever happens in a mailbox, the changes applied one after another lead to what reading it
    /// anew would show.
    @Test
    void changesLeadToWhatReadingAnewShows() {
        for (int seed = 0; seed < 60; seed++) {
            var mail = new RandomMail(seed, 80);
            var random = new Random(seed);
            Map<Uid, IndexEntry> truth = new LinkedHashMap<>();
            Snapshot snapshot = Snapshot.EMPTY;
            for (int step = 0; step < 40; step++) {
                List<Change> changes = new ArrayList<>();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    changes.add(happen(truth, mail, random));
                }
                snapshot = snapshot.apply(changes);
                assertSame(snapshot, truth);
            }
        }
    }

    @Test
    void soDoManyThatLeaveFewMessagesHere() {
        var mail = new RandomMail(11, 9_000);
        Map<Uid, IndexEntry> truth = new LinkedHashMap<>();
        mail.mails(12_000).forEach(each -> truth.put(each.uid(), each));
        Snapshot snapshot = Mails.snapshot(List.copyOf(truth.values()));
        for (int from = 0; from < 12_000; from += 1_500) {
            List<Change> changes = new ArrayList<>();
            for (int i = from; i < from + 1_400; i++) {
                truth.remove(new Uid("u" + i));
                changes.add(new Change.Gone(new Uid("u" + i)));
            }
            IndexEntry late = mail.mail(new Uid("late" + from));
            truth.put(late.uid(), late);
            changes.add(new Change.Arrived(late));
            snapshot = snapshot.apply(changes);
            assertSame(snapshot, truth);
        }
        assertThat(snapshot.rows()).isLessThan(4_000);
    }

    private static Change happen(Map<Uid, IndexEntry> truth, RandomMail mail, Random random) {
        Uid uid = new Uid("u" + random.nextInt(40));
        if (!truth.containsKey(uid) || random.nextInt(6) == 0) {
            IndexEntry entry = mail.mail(uid);
            truth.remove(uid);
            truth.put(uid, entry);
            return new Change.Arrived(entry);
        }
        if (random.nextInt(3) == 0) {
            truth.remove(uid);
            return new Change.Gone(uid);
        }
        var changed = new Change.Flagged(uid, mail.flags(), Set.of("k" + random.nextInt(3)));
        truth.computeIfPresent(uid, (_, e) -> e.withFlags(changed.flags(), changed.keywords()));
        return changed;
    }

    private static void assertSame(Snapshot snapshot, Map<Uid, IndexEntry> truth) {
        List<IndexEntry> mails = List.copyOf(truth.values());
        assertThat(snapshot.count()).isEqualTo(mails.size());
        assertThat(snapshot.unseenCount())
                .isEqualTo((int) mails.stream().filter(IndexEntry::isUnseen).count());
        View view = View.all(snapshot, Sort.DEFAULT);
        assertThat(lines(view)).isEqualTo(PlainIndex.lines(mails, Sort.DEFAULT));
        for (int position = 0; position < view.size(); position++) {
            int row = view.row(position);
            IndexEntry entry = truth.get(view.uid(position));
            assertThat(entry).isNotNull();
            assertThat(snapshot.find(entry.uid())).isEqualTo(row);
            assertThat(view.position(entry.uid())).isEqualTo(position);
            assertThat(described(snapshot, row)).isEqualTo(described(entry));
        }
    }

    private static List<Object> described(Snapshot snapshot, int row) {
        return List.of(
                snapshot.from(row),
                snapshot.fromAddress(row),
                snapshot.to(row),
                snapshot.toName(row),
                snapshot.subject(row),
                snapshot.listId(row),
                snapshot.messageId(row),
                snapshot.flags(row),
                snapshot.keywords(row),
                snapshot.size(row),
                snapshot.hasAttachment(row),
                snapshot.arrival(row));
    }

    private static List<Object> described(IndexEntry entry) {
        return List.of(
                entry.from(),
                entry.fromAddress(),
                entry.to(),
                entry.toName(),
                entry.subject(),
                entry.listId(),
                entry.messageId(),
                entry.flags(),
                entry.keywords(),
                entry.size(),
                entry.hasAttachment(),
                entry.arrival().getEpochSecond());
    }

    /// As [PlainIndex] has them.
    private static List<String> lines(View view) {
        List<String> lines = new ArrayList<>();
        for (int position = 0; position < view.size(); position++) {
            int depth = 0;
            for (int at = view.parent(position); at >= 0; at = view.parent(at)) {
                depth++;
            }
            lines.add(">".repeat(depth) + view.uid(position).value());
        }
        return lines;
    }
}
