package hazel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class ColumnsTest {

    @Test
    void widthCountsColumnsAndNotCharacters() {
        assertThat(Columns.width("Lunch?")).isEqualTo(6);
        assertThat(Columns.width("会議")).isEqualTo(4);
        assertThat(Columns.width("e\u0301")).isEqualTo(1);
        assertThat(Columns.width("😀")).isEqualTo(2);
        assertThat(Columns.width("")).isZero();
    }

    @Test
    void fitCutsWithAnEllipsisOrPads() {
        assertThat(Columns.fit("Lunch", 8)).isEqualTo("Lunch   ");
        assertThat(Columns.fit("Lunch", 5)).isEqualTo("Lunch");
        assertThat(Columns.fit("Lunch today", 8)).isEqualTo("Lunch t…");
        assertThat(Columns.fit("会議の議事録", 6)).isEqualTo("会議… ");
        assertThat(Columns.fit("Lunch", 1)).isEqualTo("…");
        assertThat(Columns.fit("Lunch", 0)).isEmpty();
    }

    @Test
    void fitRightPadsOnTheLeft() {
        assertThat(Columns.fitRight("12K", 5)).isEqualTo("  12K");
        assertThat(Columns.fitRight("123456", 5)).isEqualTo("1234…");
    }

    @Test
    void cutNeverDividesALetterFromItsAccent() {
        assertThat(Columns.cut("e\u0301e\u0301e\u0301", 2)).isEqualTo("e\u0301…");
        assertThat(Columns.cut("a👨‍👩‍👧b", 4)).isEqualTo("a…");
    }

    @Test
    void clustersJoinedAreTheTextAgain() {
        assertThat(Columns.clusters("ae\u0301🇩🇪x")).containsExactly("a", "e\u0301", "🇩🇪", "x");
    }

    @Test
    void whateverIsFittedHasExactlyTheWidthAsked() {
        var random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            String text = TextSamples.any(random);
            int columns = random.nextInt(30);
            assertThat(Columns.width(Columns.fit(text, columns))).as(text).isEqualTo(columns);
            assertThat(Columns.width(Columns.fitRight(text, columns))).as(text).isEqualTo(columns);
            assertThat(String.join("", Columns.clusters(text))).isEqualTo(text);
        }
    }
}
