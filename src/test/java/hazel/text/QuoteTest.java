package hazel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {

    @Test
    void depthCountsEveryStyleAlike() {
        assertThat(Quote.depth("own words")).isZero();
        assertThat(Quote.depth("> said")).isEqualTo(1);
        assertThat(Quote.depth("> > said")).isEqualTo(2);
        assertThat(Quote.depth(">>> said")).isEqualTo(3);
        assertThat(Quote.depth("a > b")).isZero();
    }

    @Test
    void prefixAndRestAreTheLine() {
        assertThat(Quote.prefix("> > said")).isEqualTo("> > ");
        assertThat(Quote.rest("> > said")).isEqualTo("said");
        assertThat(Quote.prefix("said")).isEmpty();
        assertThat(Quote.rest(">  two spaces")).isEqualTo(" two spaces");
    }

    @Test
    void addingQuotesOnceMore() {
        assertThat(Quote.add("said")).isEqualTo("> said");
        assertThat(Quote.add("> said")).isEqualTo(">> said");
        assertThat(Quote.add("")).isEqualTo(">");
    }
}
