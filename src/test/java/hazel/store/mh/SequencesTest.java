package hazel.store.mh;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.Flag;
import hazel.store.Marks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class SequencesTest {

    @Test
    void sequencesAreFlagsAndKeywords() {
        Sequences sequences =
                Sequences.of(
                        """
                        cur: 2
                        unseen: 3-5
                        flagged: 1 4
                        replied: 1
                        todo: 1-2
                        """);
        assertThat(sequences.marks(1))
                .isEqualTo(
                        new Marks(Set.of(Flag.SEEN, Flag.FLAGGED, Flag.ANSWERED), Set.of("todo")));
        assertThat(sequences.marks(2)).isEqualTo(new Marks(Set.of(Flag.SEEN), Set.of("todo")));
        assertThat(sequences.marks(4)).isEqualTo(new Marks(Set.of(Flag.FLAGGED), Set.of()));
        assertThat(sequences.marks(9)).isEqualTo(new Marks(Set.of(Flag.SEEN), Set.of()));
    }

    @Test
    void markingChangesOneMessageAndKeepsTheRest() {
        Sequences sequences = Sequences.of("cur: 5\nunseen: 3-7\ntodo: 5\n");

        sequences.mark(5, new Marks(Set.of(Flag.SEEN, Flag.FORWARDED), Set.of("later")));

        assertThat(sequences).hasToString("cur: 5\nunseen: 3-4 6-7\nforwarded: 5\nlater: 5\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'1 2 3', '1-3'",
        "'9 1-3 4', '1-4 9'",
        "'5-7 1-10', '1-10'",
        "'1-2 5-6 2-5', '1-6'",
        "'3-1 x 0 07 -4 4- 99999999999 8', '8'",
        "'1-2147483647 5', '1-2147483647'",
        "'2147483647', '2147483647'",
        "'', ''"
    })
    void rangesAreReadAndWrittenShort(String list, String written) {
        assertThat(Ranges.of(list)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "1-5, 3, '1-2 4-5'",
        "1-5, 1, 2-5",
        "1-5, 5, 1-4",
        "3, 3, ''",
        "3, 4, 3",
        "1-2147483647, 2147483647, 1-2147483646"
    })
    void aNumberIsTakenOutOfARange(String list, int number, String left) {
        Ranges ranges = Ranges.of(list);
        ranges.remove(number);
        assertThat(ranges).hasToString(left);
    }

    @Test
    void aLongLineMayGoOnInTheNext() {
        assertThat(Sequences.of("unseen: 1\n 2\n\t4\nno colon\n: 3\n"))
                .hasToString("unseen: 1-2 4\n");
    }
}
