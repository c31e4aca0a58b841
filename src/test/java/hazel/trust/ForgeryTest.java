package hazel.trust;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Headers made by hand, half of them honest: `cases.txt` has each with what is to be found.
class ForgeryTest {

    /// @param signs to be found, none of an honest one
    private record Case(String name, List<String> signs, String header) {}

    private static List<Case> cases() throws IOException {
        try (var in = ForgeryTest.class.getResourceAsStream("cases.txt")) {
            String all = new String(in.readAllBytes(), UTF_8);
            return Stream.of(all.split("(?m)^=== "))
                    .filter(s -> !s.isEmpty())
                    .map(ForgeryTest::read)
                    .toList();
        }
    }

    private static Case read(String text) {
        String title = text.lines().findFirst().orElseThrow();
        String signs = title.substring(0, title.indexOf(": "));
        return new Case(
                title,
                signs.equals("honest") ? List.of() : Arrays.asList(signs.split(", ")),
                text.substring(title.length() + 1) + "\n");
    }

    private static List<Sign> signs(String header) {
        return TraceTest.trace(header, Trusted.NOBODY).signs();
    }

    @TestFactory
    Stream<DynamicTest> eachHeaderHasTheSignsThatAreInItAndNoOthers() throws IOException {
        return cases().stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.name(),
                                () ->
                                        assertThat(signs(each.header()))
                                                .extracting(s ->
                                                        s.kind()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)
                                                                .replace('_', '-'))
                                                .containsExactlyElementsOf(each.signs())));
    }

    @Test
    void halfOfTheCasesAreHonest() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(cases().stream().filter(c -> c.signs().isEmpty()).count())
                .isEqualTo(cases().size() / 2);
    }

    @Test
    void aSignSaysWhatWasFound() {
        assertThat(
                        signs(
                                """
                                Received: from mail.bank.example (dsl-203-0-113-66.isp.example [203.0.113.66])
                                  by mx.example.net with ESMTP; Tue, 24 Nov 2026 10:00:05 +0000
                                From: "service@bank.example" <x@xn--exmple-4nf.org>
                                Message-ID: <1@example.org>

                                """))
                .extracting(Sign::text)
                .containsExactly(
                        "the client called itself mail.bank.example, and its address is that of a"
                                + " customer's line, dsl-203-0-113-66.isp.example",
                        "the author's name holds the address service@bank.example, and the address"
                                + " is x@xn--exmple-4nf.org",
                        "exаmple.org is written with letters that look like others; the DNS knows"
                                + " it as xn--exmple-4nf.org");
    }
}
