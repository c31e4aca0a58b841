package hazel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

class WrapTest {

    @Test
    void rowsEndAtSpaces() {
        assertThat(Wrap.lines("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
        assertThat(Wrap.lines("the quick", 9)).containsExactly("the quick");
        assertThat(Wrap.lines("", 9)).containsExactly("");
    }

    @Test
    void aWordLongerThanARowIsCut() {
        assertThat(Wrap.lines("abcdefghij xy", 4)).containsExactly("abcd", "efgh", "ij", "xy");
    }

    @Test
    void wideTextBreaksAnywhereButNotBeforeAFullStop() {
        assertThat(Wrap.lines("会議の議事録です", 6)).containsExactly("会議の", "議事録", "です");
        assertThat(Wrap.lines("会議の。", 6)).containsExactly("会議", "の。");
    }

    @Test
    void theIndentOfALineStays() {
        assertThat(Wrap.lines("    one two", 8)).containsExactly("    one", "two");
    }

    @Test
    void nothingIsLostAndNoRowIsTooWide() {
        var random = new Random(2);
        for (int i = 0; i < 3000; i++) {
            String text = TextSamples.any(random);
            int columns = 8 + random.nextInt(30);
            List<String> rows = Wrap.lines(text, columns);
            assertThat(String.join("", rows).replace(" ", "")).isEqualTo(text.replace(" ", ""));
            assertThat(rows).as(text).allMatch(row -> Columns.width(row) <= columns);
            List<String> clusters = Columns.clusters(text.replace(" ", ""));
            assertThat(
                            rows.stream()
                                    .flatMap(r -> Columns.clusters(r.replace(" ", "")).stream())
                                    .toList()
                                    .size())
                    .isGreaterThanOrEqualTo(clusters.size());
        }
    }
}
