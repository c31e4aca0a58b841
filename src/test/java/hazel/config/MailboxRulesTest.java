package hazel.config;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.config.MailboxRules.Rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.stream.Stream;

class MailboxRulesTest {

    private static MailboxRules sorting(String... patternsAndSorts) {
        return new MailboxRules(
                Stream.of(patternsAndSorts)
                        .map(written -> written.split("=", 2))
                        .map(pair ->
                                new Rule(
                                        pair[0],
                                        Optional.of(pair[1]).filter(s -> !s.isEmpty()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "work/Lists/java,   work, Lists/java,  true",
        "work/Lists/java,   home, Lists/java,  false",
        "Lists/java,        home, Lists/java,  true",
        "work/*,            work, Lists/java,  true",
        "work/*,            home, Lists/java,  false",
        "*/java,            work, Lists/java,  true",
        "*/java,            work, Lists/javac, false",
        "work/L*/*a,        work, Lists/java,  true",
        "work/L*x*a,        work, Lists/java,  false",
        "*,                 work, INBOX,       true",
        "INBOX,             work, INBOX/a,     false",
        "'',                work, INBOX,       false",
    })
    void aPatternFitsANameWithItsAccountOrAlone(
            String pattern, String account, String mailbox, boolean fits) {
        assertThat(sorting(pattern + "=date").sort(account, mailbox).isPresent()).isEqualTo(fits);
    }

    @Test
    void theMoreParticularHoldsAndWhatItLeavesOpenTheOthersSay() {
        var rules = sorting("*=thread", "work/*=date", "work/Lists/*=", "work/Lists/java=size");

        assertThat(rules.sort("work", "Lists/java")).contains("size");
        assertThat(rules.sort("work", "Lists/c")).contains("date");
        assertThat(rules.sort("home", "INBOX")).contains("thread");
    }

    @Test
    void noPatternTakesLong() {
        var rules = sorting("*a".repeat(200) + "b=date");

        assertThat(rules.sort("work", "a".repeat(5_000))).isEmpty();
    }
}
