package hazel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPartTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.b",
                "a+b",
                "\"a b\"",
                "\"..\"",
                "/G=Julius/S=Caesar/",
                "jörg",
                "o'neill",
                "a%b!c",
            })
    void whatServersTakeHasNoFault(String text) {
        assertThat(new LocalPart(text).fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ".a,   it begins with a dot",
        "a.,   a dot stands before the @",
        "a..b, it has two dots together",
        "a:b,  it holds a character",
        "a@b,  it holds a character",
    })
    void whatTheyMayRefuseIsSaid(String text, String begin) {
        assertThat(new LocalPart(text).fault().orElseThrow()).startsWith(begin);
    }

    @Test
    void itsLengthIsInOctets() {
        assertThat(new LocalPart("a".repeat(64)).fault()).isEmpty();
        assertThat(new LocalPart("a".repeat(65)).fault()).isPresent();
        assertThat(new LocalPart("ö".repeat(33)).fault())
                .contains("it has 66 octets before the @, and servers take 64");
    }

    @Test
    void aDetailFollowsThePlus() {
        assertThat(new LocalPart("ada+lists+x").detail()).contains("lists+x");
        assertThat(new LocalPart("ada").detail()).isEmpty();
        assertThat(new LocalPart("+ada").detail()).isEmpty();
        assertThat(new LocalPart("\"a+b\"").detail()).isEmpty();
    }
}
