package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyWordsTest {

    /// As Postfix, Exim, Sendmail, Exchange, qmail, Courier and the bundled relay say it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "554 5.7.1 <victim@far.test>: Relay access denied",
                "550 relay not permitted",
                "550 5.7.1 <victim@far.test>... Relaying denied. Proper authentication required.",
                "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
                "530 5.7.0 Authentication required",
                "550 5.7.1 Relaying denied: log in first",
                "513 Relaying denied.",
            })
    void whoIsNotLoggedInIsToldWhatHelps(String reply) {
        assertThat(ReplyWords.remedy(reply).orElseThrow())
                .startsWith("the server passes mail on only for its own users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 <bob@far.test>: no such user",
                "451 4.7.1 relay access denied for now",
                "554 5.7.1 Spam",
                "250 2.0.0 relayed, not denied",
                "",
            })
    void whatIsRefusedForAnotherReasonIsNot(String reply) {
        assertThat(ReplyWords.remedy(reply)).isEmpty();
    }
}
