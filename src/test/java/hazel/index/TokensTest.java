package hazel.index;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.index.Query.Match.Words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Harvest Supper, 7 p.m.       | harvest supper 7 p m
                    ada@example.org              | ada example org
                    don't re-use foo_bar         | don t re use foo bar
                    ÄRGER über Crème Brûlée      | arger uber creme brulee
                    Straße Łódź Æther İstanbul   | strasse lodz aether istanbul
                    ﬁle ２０２６ Ⅷ                | file 2026 viii
                    Ελληνικός ΛΌΓΟΣ              | ελληνικοσ λογοσ
                    Съёмка Йод                   | съемка иод
                    שָׁלוֹם                        | שלום
                    السَّلامُ عليكـم               | السلام عليكم
                    हिन्दी में                      | हिन्दी में
                    会議の件2026年                | 会 議 の 件 2026 年
                    サーバ ｻｰﾊﾞ                   | サ ー バ サ ー バ
                    パ―パ が                      | パ パ が
                    안녕 하세요                   | 안 녕 하 세 요
                    สวัสดี                        | ส ว ั ส ด ี
                    party 🎂!👩‍👩‍👧               | party 🎂 👩 👩 👧
                    𝒏² x̄ café                    | n2 x cafe
                    re\u00adsume \u200bzero      | resume zero
                    --- !?                       | ''
                    """)
    void dividesEveryScript(String text, String tokens) {
        assertThat(Tokens.of(text)).isEqualTo(tokens);
    }

    @Test
    void aLongWordIsCutInTheTextAndInWhatIsTyped() {
        String word = "0123456789abcdef".repeat(10);

        assertThat(Tokens.of(word)).isEqualTo("0123456789abcdef".repeat(4));
        assertThat(Words.of(word).orElseThrow().isIn("x " + word)).isTrue();
        assertThat(Tokens.of("é".repeat(63) + "ﬃ")).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    harvest           | The Harvests begin       | true
                    harvest supper    | a harvest: supper's on   | true
                    harvest supper    | supper, then harvest     | false
                    arvest            | harvest                  | false
                    Élan              | elands                   | true
                    to                | tomorrow                 | false
                    to                | to-morrow                | true
                    to*               | tomorrow                 | true
                    議                | 会議                     | true
                    会議              | 会の議                   | false
                    打ち合わせ        | 打ち合 わせ              | true
                    v2                | v2.1                     | true
                    """)
    void findsWordsAndTheirBeginnings(String typed, String text, boolean isFound) {
        assertThat(Words.of(typed).orElseThrow().isIn(text)).isEqualTo(isFound);
    }

    @Test
    void whatHoldsNoWordIsNone() {
        assertThat(Words.of("!?")).isEmpty();
    }

    @Test
    void anyCharactersAreTaken() {
        var text = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
            text.appendCodePoint(c);
        }
        assertThat(Tokens.of(text.toString()))
                .doesNotContain("  ")
                .isEqualTo(Tokens.of(text.toString()).strip());
    }
}
