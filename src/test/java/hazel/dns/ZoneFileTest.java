package hazel.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;

class ZoneFileTest {

    private static final String TOP =
            """
            $ORIGIN errors.example.
            $TTL 1h
            @    SOA ns hostmaster ( 2026112901 ; serial
                     3600 900 604800 300 )
                 NS  ns
            ns   A   192.0.2.53
            mail 300 IN A 192.0.2.5
            smtp CNAME mail
            text TXT "no ; address ( here"
            """;

    private static final int LINES = (int) TOP.lines().count();

    private static List<Finding> check(String lines) {
        return ZoneFile.check(DomainName.of("errors.example"), TOP + lines);
    }

    private static String found(String lines) {
        return check(lines).stream()
                .map(f -> (f.line() - LINES) + " " + f.fault().word())
                .collect(Collectors.joining(", "));
    }

    @Test
    void aZoneWithoutErrorsHasNone() {
        assertThat(
                        check(
                                """
                                @ MX 10 mail
                                  MX 20 mail.errors.example.
                                  MX 30 elsewhere.example.
                                @ TXT ( "v=spf1 mx"
                                        " -all" )
                                a.b A 192.0.2.6
                                c MX 5 a.b
                                sub NS ns.sub
                                ns.sub A 192.0.2.54
                                d MX 5 mx.sub
                                *.wild A 192.0.2.7
                                e MX 5 any.wild
                                f MX 0 .
                                _25._tcp.mail TLSA 3 1 1 00
                                g CAA 0 issue "ca.example"
                                """))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x MX mail.errors.example. | 1 no-preference",
                "x MX mail 10 | 1 no-preference",
                "x MX 10 mail.errors.example | 1 final-dot-missing",
                "x MX 10 mx.elsewhere.example | 1 final-dot-missing",
                "mail.errors.example A 192.0.2.5 | 1 final-dot-missing",
                "x CNAME www.errors.example | 1 final-dot-missing",
                "x SRV 0 1 993 mail.errors.example | 1 final-dot-missing",
                "x MX 10 smtp | 1 mx-is-alias",
                "x MX 10 nosuch | 1 mx-does-not-exist",
                "x MX 10 text | 1 mx-without-address",
                "x MX 10 192.0.2.25 | 1 mx-is-address",
                "x MX 10 192.0.2.25. | 1 mx-is-address",
                "x NS 192.0.2.25 | 1 mx-is-address",
                "x NS text | 1 name-server-without-address",
                "smtp A 192.0.2.9 | -1 alias-with-other-data",
                "mail A 192.0.2.5 | 1 duplicate",
                "x A 192.0.2.256 | 1 zone-syntax",
                "x FOO bar | 1 zone-syntax",
                "x | 1 zone-syntax",
                "$FOO | 1 zone-syntax",
                "$TTL | 1 zone-syntax",
                "$INCLUDE other.zone | 1 zone-syntax",
                "x A 10.0.0.1 | ",
            })
    void eachErrorIsFoundInItsLine(String line, String expected) {
        assertThat(found(line + "\n")).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void severalRecordsMayBeWrongTogether() {
        assertThat(found("x MX 0 .\nx MX 10 mail\n")).isEqualTo("1 null-mx-not-alone");
        assertThat(found("x TXT \"v=spf1 -all\"\nx TXT \"v=spf1 mx -all\"\n"))
                .isEqualTo("1 spf-several");
        assertThat(found("x TXT \"v=spf1 include:x.errors.example -all\"\n"))
                .isEqualTo("1 spf-too-many-lookups");
    }

    @Test
    void theSentenceSaysWhatToWrite() {
        assertThat(check("x MX mail.errors.example.\n").getFirst().text())
                .isEqualTo(
                        "the MX record of x.errors.example has no preference; no name server takes"
                                + " it. Expected 'MX 10 mail.errors.example.'");
        assertThat(check("x A 192.0.2.256\n").getFirst().text())
                .isEqualTo("the A record of x.errors.example: Invalid address: 192.0.2.256");
    }

    @Test
    void anOriginMayChangeAndIsFoundAtTheTop() {
        assertThat(ZoneFile.zone("; a zone\n$TTL 1\n$ORIGIN Errors.Example.\n"))
                .contains(DomainName.of("errors.example"));
        assertThat(ZoneFile.zone("@ A 192.0.2.1\n")).isEmpty();
        assertThat(
                        found(
                                "$ORIGIN sub\n"
                                        + "host A 192.0.2.8\n"
                                        + "x MX 10 host\n"
                                        + "$ORIGIN errors.example.\n"
                                        + "y MX 1 host\n"))
                .isEqualTo("5 mx-does-not-exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")))",
                "\"",
                "\\",
                "x MX (\n\n\n",
                "\u0000\u001b[31m A \u0007",
                "@ TXT \"",
                "x MX 99999 mail",
                "x MX -1 mail",
                "$ORIGIN",
                "$ORIGIN ..",
                "a..b A 1.2.3.4",
                "x TXT ",
                "x TLSA 3 1 1 zz",
                "x MX 10 a..b."
            })
    void damagedFilesAreLookedThroughToTheirEnd(String text) {
        assertThat(ZoneFile.check(DomainName.of("errors.example"), text + "\n" + TOP)).isNotNull();
        assertThat(ZoneFile.check(DomainName.of("errors.example"), TOP + text)).isNotNull();
    }
}
