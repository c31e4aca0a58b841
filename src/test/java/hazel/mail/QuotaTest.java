package hazel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotaTest {

    @Test
    void eachResourceIsReadAndSaid() {
        assertThat(Quota.parse("\"User quota\" (STORAGE 3277 1048576 MESSAGE 95 100 X-WORDS 1 2)"))
                .extracting(Quota::toString, Quota::isNearlyUsed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("3.2 of 1,024.0 MiB used", false),
                        org.assertj.core.groups.Tuple.tuple("95 of 100 messages used", true),
                        org.assertj.core.groups.Tuple.tuple("x-words: 1 of 2 used", false));
    }

    @Test
    void whatIsNoQuotaIsNone() {
        assertThat(Quota.parse("\"\" ()")).isEmpty();
        assertThat(Quota.parse("\"(\"")).isEmpty();
        assertThat(Quota.parse("")).isEmpty();
        assertThat(Quota.parse("\"\" (STORAGE 99999999999999999999 1)")).isEmpty();
    }
}
