package hazel.text;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.text.Flowed.DelSp;
import hazel.text.Flowed.Paragraph;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FlowedTest {

    @Test
    void linesThatEndInASpaceGoOn() {
        assertThat(Flowed.decode("one \ntwo\nthree\n", DelSp.NO))
                .containsExactly(new Paragraph(0, "one two"), new Paragraph(0, "three"));
    }

    @Test
    void delspTakesTheSpaceAway() {
        assertThat(Flowed.decode("Donau \ndampf\n", DelSp.YES))
                .containsExactly(new Paragraph(0, "Donaudampf"));
    }

    @Test
    void stuffingIsRemovedAndQuotesAreCounted() {
        assertThat(Flowed.decode(" From here\n>> said \n>> more\n", DelSp.NO))
                .containsExactly(new Paragraph(0, "From here"), new Paragraph(2, "said more"));
    }

    @Test
    void aParagraphEndsWhereTheDepthChangesAndAtTheSignature() {
        assertThat(Flowed.decode("> a \n>> b\nc \n-- \nAda\n", DelSp.NO))
                .containsExactly(
                        new Paragraph(1, "a "),
                        new Paragraph(2, "b"),
                        new Paragraph(0, "c "),
                        new Paragraph(0, "-- "),
                        new Paragraph(0, "Ada"));
    }

    @Test
    void encodingBreaksAfterSpacesAndStuffs() {
        assertThat(
                        Flowed.encode(
                                List.of(
                                        new Paragraph(0, "the quick brown fox"),
                                        new Paragraph(0, "From here"),
                                        new Paragraph(1, "said so"),
                                        new Paragraph(0, "-- ")),
                                12))
                .containsExactly("the quick ", "brown fox", " From here", "> said so", "-- ");
    }

    @Test
    void whatIsEncodedIsDecodedTheSame() {
        var random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            var paragraphs = new ArrayList<Paragraph>();
            for (int n = random.nextInt(6); n > 0; n--) {
                paragraphs.add(
                        new Paragraph(random.nextInt(3), TextSamples.any(random).stripTrailing()));
            }
            String body =
                    String.join("\n", Flowed.encode(paragraphs, 20 + random.nextInt(60))) + "\n";
            assertThat(Flowed.decode(paragraphs.isEmpty() ? "" : body, DelSp.NO))
                    .as(body)
                    .isEqualTo(paragraphs);
        }
    }
}
