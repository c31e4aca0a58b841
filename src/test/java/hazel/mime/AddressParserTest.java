package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hazel.mail.Address;
import hazel.mail.MailException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;

class AddressParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a@b.c | a@b.c",
                "Mary Smith <mary@example.net> | Mary Smith <mary@example.net>",
                "\"Smith, Mary\" <mary@example.net>, x@y.z | Smith, Mary <mary@example.net> /"
                        + " x@y.z",
                "mary@example.net (Mary Smith) | Mary Smith <mary@example.net>",
                "A Group: a@b.c, D <d@e.f>; g@h.i | a@b.c / D <d@e.f> / g@h.i",
                "undisclosed-recipients:; | ~~",
                "=?utf-8?Q?Ad=C3=A1?= <a@b.c> | Adá <a@b.c>",
                "<@route.example,@two.example:a@b.c> | a@b.c",
                "a . b @ c . d | a.b@c.d",
                "\"a b\"@c.d | \"a b\"@c.d",
                "Mary mary@example.net | Mary <mary@example.net>",
                "\"unclosed <a@b.c> | \"unclosed <a@b.c>",
                "a@[192.0.2.1] | a@[192.0.2.1]",
                "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)> | Pete"
                        + " <pete@silly.test>",
                "a@b.c; d@e.f | a@b.c / d@e.f",
                "<a@b.c | a@b.c",
                "root | ~~",
                ",,,;;<>() | ~~"
            })
    void everyFormIsRead(String body, String addresses) {
        assertThat(read(body)).isEqualTo(addresses);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "=?utf-8?B?Y2VvQHBheXBhbC5leGFtcGxl?==?utf-8?Q?=00?=@evil.example | evil.example",
                "=?utf-8?B?Y2VvQHBheXBhbC5leGFtcGxlCgA=?=@evil.example | evil.example",
                "<=?utf-8?Q?ceo=40paypal.example=3E?=@evil.example> | evil.example",
                "\"ceo@paypal.example\" <m@evil.example> | evil.example",
                "m@evil.example (ceo@paypal.example) | evil.example",
                "\"ceo@paypal.example, \"@evil.example | evil.example",
                "ceo@paypal.example: m@evil.example; | evil.example"
            })
    void theDomainIsTheOneMailWouldGoTo(String body, String domain) {
        assertThat(AddressParser.parse(body))
                .singleElement()
                .extracting(Address::domain)
                .isEqualTo(domain);
    }

    @Test
    void controlsAreReplaced() {
        assertThat(AddressParser.parse("=?utf-8?Q?a=00=0Ab?= <c\u0000@d.e>"))
                .containsExactly(new Address("a\ufffd\ufffdb", "c\ufffd", "d.e"));
    }

    @Test
    void aHundredThousandOfAnythingIsRead() {
        assertThat(AddressParser.parse("a@b.c,".repeat(100_000))).hasSize(100_000);
        assertThat(AddressParser.parse("(".repeat(100_000))).isEmpty();
        assertThat(AddressParser.parse("\"".repeat(100_001))).isEmpty();
        assertThat(AddressParser.parse("<".repeat(100_000))).isEmpty();
        assertThat(AddressParser.parse("[".repeat(100_000))).isEmpty();
        assertThat(AddressParser.parse("(".repeat(100_000) + ")")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "mary | “mary” is no address: it has no name and domain with an @ between",
                "Mary Smith <mary@example.net | an address that begins with < ends with >",
                "\"Mary <mary@example.net> | a quotation mark is not closed",
                "a@b..c | the domain of “a@b..c” has a dot too many",
                "a@b@c.d | “a@b@c.d” has two @",
                "Mary mary@example.net | “Mary mary@example.net” holds a space: put the name in"
                        + " front of <the address>",
                "<a@b.c> <d@e.f> | two addresses are not divided by a comma"
            })
    void whatAPersonTypedWrongIsNamed(String typed, String sentence) {
        assertThatThrownBy(() -> AddressParser.parseStrict(typed))
                .isInstanceOf(MailException.class)
                .hasMessage(sentence);
    }

    @Test
    void whatAPersonTypedRightIsTaken() throws MailException {
        assertThat(AddressParser.parseStrict("Mary <mary@example.net>, Group: a@b.c;, x@y.z,"))
                .extracting(Address::addrSpec)
                .containsExactly("mary@example.net", "a@b.c", "x@y.z");
    }

    private static String read(String body) {
        return AddressParser.parse(body).stream()
                .map(Address::toString)
                .collect(Collectors.joining(" / "));
    }
}
