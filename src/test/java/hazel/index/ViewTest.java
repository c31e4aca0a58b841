package hazel.index;

import static hazel.index.Mails.mail;
import static hazel.index.Mails.snapshot;
import static hazel.index.Mails.with;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Sort;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

class ViewTest {

    private static final IndexEntry LUNCH = mail("lunch", 0, "Ada", "Lunch?");
    private static final IndexEntry YES = mail("yes", 1, "Grace", "Re: Lunch?", "lunch");
    private static final IndexEntry WHERE = mail("where", 2, "Alan", "Re: Lunch?", "lunch", "yes");
    private static final IndexEntry NO = mail("no", 3, "Barbara", "Lunch? No.", "lunch");
    private static final IndexEntry OTHER = mail("other", 2, "Edsger", "Another matter");

    @Test
    void threadsAreDrawnAsTreesTheNewestLast() {
        assertThat(drawn(threads(LUNCH, YES, WHERE, NO, OTHER)))
                .isEqualTo(
                        """
                        other
                        lunch
                        ├─>yes
                        │ └─>where
                        └─>no
                        """);
    }

    @Test
    void theSameForestComesOfAnyOrderOfArrival() {
        List<IndexEntry> mails = new ArrayList<>(List.of(LUNCH, YES, WHERE, NO, OTHER));
        String expected = drawn(threads(mails.toArray(IndexEntry[]::new)));
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(mails, new Random(seed));
            assertThat(drawn(threads(mails.toArray(IndexEntry[]::new)))).isEqualTo(expected);
        }
    }

    @Test
    void answersToAMessageThatIsNotHereStayTogether() {
        assertThat(drawn(threads(YES, NO, OTHER)))
                .isEqualTo(
                        """
                        other
                        yes
                        └─>no
                        """);
    }

    @Test
    void anAnswerThatNamesNothingIsThreadedByItsSubject() {
        IndexEntry bare = mail("bare", 4, "Old Program", "AW: Lunch?");
        assertThat(drawn(threads(LUNCH, bare, OTHER)))
                .isEqualTo(
                        """
                        other
                        lunch
                        └─>bare
                        """);
    }

    @Test
    void hostileReferencesEndInSomeForest() {
        View view =
                threads(
                        mail("a", 1, "A", "x", "b"),
                        mail("b", 2, "B", "x", "a"),
                        mail("self", 3, "C", "x", "self"),
                        mail("self", 4, "D", "x"),
                        mail("c", 5, "E", "x", "d", "c", "d"));

        assertThat(view.size()).isEqualTo(5);
    }

    @Test
    void aChainOfAHundredThousandIsNoTrouble() {
        List<IndexEntry> chain = new ArrayList<>();
        chain.add(mail("m0", 0, "A", "x"));
        for (int i = 1; i < 100_000; i++) {
            chain.add(mail("m" + i, 0, "A", "Re: x", "m" + (i - 1)));
        }
        View view = View.of(snapshot(chain), Sort.DEFAULT, _ -> true, Set.of());

        assertThat(view.size()).isEqualTo(100_000);
        assertThat(view.tree(50_000)).startsWith("… ");
    }

    @Test
    void aFoldedThreadIsOneLineThatSaysHowMany() {
        Snapshot snapshot = snapshot(LUNCH, with(YES, Flag.SEEN), NO, OTHER);
        View view = View.of(snapshot, Sort.DEFAULT, _ -> true, Set.of(LUNCH.uid()));

        assertThat(drawn(view)).isEqualTo("other\nlunch\n");
        assertThat(view.isFolded(1)).isTrue();
        assertThat(view.threadSize(1)).isEqualTo(3);
        assertThat(view.unseenInThread(1)).isEqualTo(2);
        assertThat(view.position(NO.uid())).isEqualTo(1);
    }

    @Test
    void movesAlongThreadsAndUnseenMessages() {
        Snapshot snapshot =
                snapshot(
                        with(LUNCH, Flag.SEEN),
                        with(YES, Flag.SEEN),
                        WHERE,
                        NO,
                        with(OTHER, Flag.SEEN));
        View view = View.of(snapshot, Sort.DEFAULT, _ -> true, Set.of());

        assertThat(view.firstUnseen()).isEqualTo(3);
        assertThat(view.nextUnseen(3)).isEqualTo(4);
        assertThat(view.nextUnseen(4)).isEqualTo(-1);
        assertThat(view.previousUnseen(4)).isEqualTo(3);
        assertThat(view.nextThread(0)).isEqualTo(1);
        assertThat(view.previousThread(3)).isZero();
        assertThat(view.parent(3)).isEqualTo(2);
        assertThat(view.subthread(2)).containsExactly(YES.uid(), WHERE.uid());
        assertThat(view.subjectRepeats(2)).isTrue();
        assertThat(view.subjectRepeats(4)).isFalse();
    }

    @Test
    void sortsByEveryKeyBothWays() {
        assertThat(sorted("from")).containsExactly("lunch", "where", "no", "other", "yes");
        assertThat(sorted("reverse-from")).containsExactly("yes", "other", "no", "where", "lunch");
        assertThat(sorted("size")).startsWith("lunch", "yes").endsWith("no");
        assertThat(sorted("subject")).containsExactly("other", "lunch", "yes", "where", "no");
        assertThat(sorted("date")).startsWith("lunch", "yes").endsWith("no");
        assertThat(Sort.parse("colour")).isEmpty();
    }

    private static List<String> sorted(String sort) {
        View view =
                View.of(
                        snapshot(LUNCH, YES, WHERE, NO, OTHER),
                        Sort.parse(sort).orElseThrow(),
                        _ -> true,
                        Set.of());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < view.size(); i++) {
            ids.add(view.uid(i).value());
        }
        return ids;
    }

    @Test
    void aLimitLeavesOutRowsAndThreadsTheRest() {
        Snapshot snapshot = snapshot(LUNCH, YES, WHERE, NO, OTHER);
        View view =
                View.of(
                        snapshot,
                        Sort.DEFAULT,
                        row -> snapshot.subject(row).startsWith("Re:"),
                        Set.of());

        assertThat(drawn(view)).isEqualTo("yes\n└─>where\n");
        assertThat(view.position(new Uid("lunch"))).isEqualTo(-1);
    }

    private static View threads(IndexEntry... mails) {
        return View.of(snapshot(mails), Sort.DEFAULT, _ -> true, Set.of());
    }

    private static String drawn(View view) {
        var text = new StringBuilder();
        for (int i = 0; i < view.size(); i++) {
            text.append(view.tree(i)).append(view.uid(i)).append('\n');
        }
        return text.toString();
    }
}
