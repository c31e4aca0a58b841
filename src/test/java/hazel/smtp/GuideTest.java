package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class GuideTest {

    private static final Capabilities CLEAR =
            new Capabilities(Map.of("STARTTLS", "", "AUTH", "PLAIN"));
    private static final Capabilities SECURED = new Capabilities(Map.of("AUTH", "PLAIN"));
    private static final Reply YES = Reply.of(250);
    private static final Reply NO = Reply.of(550);

    @Test
    void theUsualOrderLeadsToAMessageThatIsSent() {
        Guide guide = Guide.greeted(/* isSecure= */ false);
        assertThat(guide.next()).isEqualTo("EHLO");
        guide = guide.after("EHLO", YES, CLEAR);
        assertThat(guide.next()).isEqualTo("STARTTLS");
        guide = guide.after("STARTTLS", Reply.of(220), Capabilities.NONE);
        assertThat(guide.next()).as("what was offered in clear is forgotten").isEqualTo("EHLO");
        guide = guide.after("EHLO", YES, SECURED);
        assertThat(guide.next()).isEqualTo("AUTH");
        guide = guide.after("AUTH", Reply.of(235), SECURED);
        assertThat(guide.next()).isEqualTo("MAIL");
        guide = guide.after("MAIL", YES, SECURED);
        assertThat(guide.next()).isEqualTo("RCPT");
        guide = guide.after("RCPT", YES, SECURED);
        assertThat(guide.next()).isEqualTo("DATA");
        assertThat(guide.after("RSET", YES, SECURED).next()).isEqualTo("MAIL");
        assertThat(guide.after("DATA", YES, SECURED).next()).isEqualTo("QUIT");
    }

    @Test
    void whatIsRefusedLeadsNowhere() {
        Guide ready = Guide.greeted(true).after("EHLO", YES, Capabilities.NONE);
        assertThat(ready.next()).isEqualTo("MAIL");
        assertThat(ready.after("MAIL", NO, Capabilities.NONE)).isEqualTo(ready);
        assertThat(ready.after("NOOP", YES, Capabilities.NONE)).isEqualTo(ready);
        assertThat(Guide.greeted(true).after("RSET", YES, Capabilities.NONE).next())
                .isEqualTo("EHLO");
    }
}
