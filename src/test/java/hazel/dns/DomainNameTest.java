package hazel.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "example.org., example.org",
        "_dmarc.example.org, _dmarc.example.org",
        // RFC 5891 section 4.4 and its predecessor: another domain than grsse-lva
        "grüße.example, xn--gre-6ka8l.example",
        "GRÜSSE.example, xn--grsse-lva.example",
        "faß.de, xn--fa-hia.de",
        "βόλος.example, xn--nxasmm1c.example",
        "münchen.example, xn--mnchen-3ya.example",
        "例え.example, xn--r8jz45g.example",
        "例え。example, xn--r8jz45g.example"
    })
    void aNameIsWrittenAsTheDnsHasIt(String typed, String name) {
        assertThat(DomainName.parse(typed)).contains(DomainName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "a b",
                "a\u0000b",
                "ada@example.org",
                "exa\u001bmple",
                "*.example.org",
                "a/b"
            })
    void whatIsNoNameIsNone(String typed) {
        assertThat(DomainName.parse(typed)).isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(DomainName.parse("a".repeat(63) + ".example")).isPresent();
        assertThat(DomainName.parse("a".repeat(64) + ".example")).isEmpty();
        assertThat(DomainName.parse("ß".repeat(60) + ".example")).isEmpty();
        assertThat(DomainName.parse("abcdefg.".repeat(32) + "example")).isEmpty();
    }

    @Test
    void anAddressHasANameInReverse() {
        assertThat(DomainName.reverse(address("131.111.8.57")).text())
                .isEqualTo("57.8.111.131.in-addr.arpa");
        assertThat(DomainName.reverse(address("2001:db8::567:89ab")).text())
                .isEqualTo(
                        "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
        assertThat(DomainName.listed(address("192.0.2.99"), DomainName.of("list.example")).text())
                .isEqualTo("99.2.0.192.list.example");
    }

    @Test
    void aDotInALabelDividesNothing() {
        assertThat(DomainName.of("a\\.b.example").labels()).containsExactly("a\\.b", "example");
        assertThat(DomainName.of("a\\.b.example").parent()).isEqualTo(DomainName.of("example"));
    }

    @Test
    void aNameLiesWithinThoseAboveIt() {
        DomainName mail = DomainName.of("mail.example.org");
        assertThat(mail.isWithin(DomainName.of("example.org"))).isTrue();
        assertThat(mail.isWithin(DomainName.of("ample.org"))).isFalse();
        assertThat(mail.upwards())
                .extracting(DomainName::text)
                .containsExactly("mail.example.org", "example.org", "org");
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "fe80:0:0:1:0:0:0:2, fe80:0:0:1::2",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "192.0.2.1, 192.0.2.1",
        "[192.0.2.1], 192.0.2.1",
        "[IPv6:2001:db8::1], 2001:db8::1"
    })
    void addressesAreReadAndWritten(String typed, String written) {
        assertThat(Addresses.text(address(typed))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.2", "192.0.2", "192.0.2.256", "example.org", "::g", "a:b", ":"})
    void whatIsNoAddressIsNone(String typed) {
        assertThat(Addresses.parse(typed)).isEmpty();
    }

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
