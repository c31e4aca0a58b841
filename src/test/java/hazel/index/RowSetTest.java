package hazel.index;

import static hazel.index.Mails.mail;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Change;
import hazel.store.Flag;
import hazel.store.Uid;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class RowSetTest {

    private static final Snapshot FOUR =
            Mails.snapshot(
                    mail("a", 0, "Ada", "one"),
                    mail("b", 0, "Ada", "two"),
                    mail("c", 0, "Ada", "three"),
                    mail("d", 0, "Ada", "four"));

    @Test
    void setsAreJoinedAndDivided() {
        RowSet ab = RowSet.of(FOUR, 1, 0);
        RowSet bc = RowSet.of(FOUR, 1, 2);

        assertThat(ab.with(bc).uids()).containsExactly(uid("a"), uid("b"), uid("c"));
        assertThat(ab.without(bc).uids()).containsExactly(uid("a"));
        assertThat(ab.among(bc).uids()).containsExactly(uid("b"));
        assertThat(RowSet.all(FOUR).without(RowSet.all(FOUR)).isEmpty()).isTrue();
        assertThat(ab.has(0)).isTrue();
        assertThat(ab.has(2)).isFalse();
    }

    @Test
    void setsWithTheSameMessagesAreTheSameHoweverTheyAreKept() {
        RowSet ab = RowSet.of(FOUR, 0, 1);

        assertThat(ab).isEqualTo(RowSet.of(FOUR, 1, 0));
        assertThat(ab).isEqualTo(KeptUids.of(List.of(uid("b"), uid("a"), uid("b"))));
        assertThat((Object) ab.kept()).isEqualTo(ab).hasSameHashCodeAs(ab);
        assertThat((Object) ab).isNotEqualTo(RowSet.of(FOUR, 0, 2));
        assertThat((Object) RowSet.none(FOUR)).isEqualTo(KeptUids.NONE);
    }

    @Test
    void aMessageThatIsGoneIsNoLongerInTheSet() {
        Snapshot three = FOUR.apply(List.of(new Change.Gone(uid("b"))));

        assertThat(RowSet.all(FOUR).in(three).uids()).containsExactly(uid("a"), uid("c"), uid("d"));
        assertThat(RowSet.of(three, 0, 1).uids()).containsExactly(uid("a"));
        assertThat(RowSet.all(three).size()).isEqualTo(3);
    }

    @Test
    void oneThatCameAgainUnderItsUidStillIs() {
        Snapshot again = FOUR.apply(List.of(new Change.Arrived(mail("b", 5, "Ada", "again"))));

        assertThat(RowSet.of(FOUR, 0, 1).in(again).uids()).containsExactly(uid("a"), uid("b"));
    }

    @Test
    void asetIsGoodForAnEarlierSnapshotToo() {
        Snapshot five = FOUR.apply(List.of(new Change.Arrived(mail("e", 5, "Ada", "five"))));

        assertThat(RowSet.of(five, 3, 4).in(FOUR).uids()).containsExactly(uid("d"));
    }

    @Test
    void aKeptSetIsFoundInAMailboxThatWasReadAnew() {
        Snapshot anew = Mails.snapshot(mail("d", 0, "Ada", "four"), mail("a", 0, "Ada", "one"));

        assertThat(RowSet.of(FOUR, 0, 1, 3).kept().in(anew).uids())
                .containsExactly(uid("d"), uid("a"));
        assertThat(RowSet.of(FOUR, 0, 1, 3).in(anew).uids()).containsExactly(uid("d"), uid("a"));
    }

    @Test
    void rowsThatMoveTogetherTakeTheirTagsAlong() {
        var builder = Snapshot.builder();
        IntStream.range(0, 10_000).forEach(i -> builder.add(mail("m" + i, 0, "Ada", "x")));
        Snapshot many = builder.build();
        RowSet tagged = RowSet.where(many, row -> row % 1_000 == 999);
        List<Change> gone = new ArrayList<>();
        IntStream.range(0, 8_000).forEach(i -> gone.add(new Change.Gone(uid("m" + i))));

        Snapshot few = many.apply(gone);

        assertThat(few.rows()).isEqualTo(2_000);
        assertThat(tagged.in(few).uids()).containsExactly(uid("m8999"), uid("m9999"));
    }

    @Test
    void messagesAreDividedByFlagsAndKeywords() {
        Snapshot flagged =
                FOUR.apply(
                        List.of(
                                new Change.Flagged(uid("a"), Set.of(Flag.SEEN), Set.of("work")),
                                new Change.Flagged(uid("c"), Set.of(Flag.SEEN), Set.of("work")),
                                new Change.Flagged(uid("d"), Set.of(Flag.SEEN), Set.of())));

        assertThat(RowSet.all(flagged).alike().stream().map(RowSet::uids))
                .containsExactlyInAnyOrder(
                        List.of(uid("b")), List.of(uid("a"), uid("c")), List.of(uid("d")));
    }

    private static Uid uid(String value) {
        return new Uid(value);
    }
}
