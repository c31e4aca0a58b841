package hazel.store.imap;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.store.imap.Sequence.From;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes next of messages that are not here yet.
class SequenceTest {

    private final Sequence sequence = new Sequence(new long[] {1, 2, 3, 4, 5, 6, 7});

    @Test
    void theNewestComeFirst() {
        assertThat(sequence.next(3)).containsExactly(5L, 6L, 7L);
        assertThat(sequence.next(3)).containsExactly(2L, 3L, 4L);
        assertThat(sequence.next(3)).containsExactly(1L);
        assertThat(sequence.left()).isZero();
    }

    /// What the server does not name is not left out, and what it names twice or is here already
    /// does not come again.
    @Test
    void anotherOrderIsTakenFromBothEnds() {
        assertThat(sequence.next(1)).containsExactly(7L);
        sequence.arrange(new long[] {7, 3, 1, 99, 6, 6, 2}, From.BOTH_ENDS);
        assertThat(sequence.next(1)).containsExactly(3L);
        assertThat(sequence.next(2)).containsExactly(6L, 2L);
        assertThat(sequence.next(1)).containsExactly(1L);
        assertThat(sequence.left()).isEqualTo(2);
        assertThat(sequence.next(9)).containsExactly(4L, 5L);
        assertThat(sequence.left()).isZero();
    }

    @Test
    void threadsAreTakenFromTheNewest() {
        sequence.arrange(new long[] {4, 2, 6, 1, 7}, From.END);
        assertThat(sequence.next(2)).containsExactly(1L, 7L);
        sequence.byAge();
        assertThat(sequence.next(2)).containsExactly(5L, 6L);
        assertThat(sequence.next(9)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void anAnswerOfThreadsIsReadToItsEnd() {
        assertThat(Uids.threads("(2)(9 6 (4 23)(44 7 96))(5)(30 (31)(32))").orElseThrow())
                .containsExactly(2, 5, 30, 31, 32, 9, 6, 4, 23, 44, 7, 96);
        assertThat(Uids.threads("((3)(5))").orElseThrow()).containsExactly(3, 5);
        assertThat(Uids.threads("").orElseThrow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(2", "2)", "(2))(3)", "7", "(x)", "(2 (3)", "(-1)"})
    void whatIsNoSuchAnswerIsNone(String text) {
        assertThat(Uids.threads(text)).isEmpty();
    }
}
