package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

class MessageTextTest {

    private static String body(String message) {
        return MessageText.body(message.getBytes(UTF_8));
    }

    @Test
    void isTheTextOfEveryPartAndTheNamesOfAttachments() {
        assertThat(
                        body(
                                """
                                Subject: s
                                Content-Type: multipart/mixed; boundary=b

                                --b
                                Content-Type: text/html

                                <p>Read <a href="http://example.org">the report</a> today</p><script>no()</script>
                                --b
                                Content-Type: text/plain
                                Content-Disposition: attachment; filename="a.patch"

                                + more
                                --b
                                Content-Type: application/pdf; name="plan.pdf"
                                Content-Transfer-Encoding: base64

                                aGlkZGVu
                                --b
                                Content-Type: message/rfc822

                                From: Ada <ada@example.org>
                                Subject: =?utf-8?q?=C3=A4?=

                                inner
                                --b--
                                """))
                .isEqualTo(
                        """
                        Read the report  today
                        a.patch
                        + more
                        plan.pdf

                        From: Ada <ada@example.org>
                        Subject: ä

                        inner
                        """);
    }

    @Test
    void ofAlternativesThePlainOneIsTakenButForOneThatOnlyPointsToTheOther() {
        String both =
                """
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain

                %s
                --b
                Content-Type: text/html

                <p>%s</p>
                --b--
                """;

        assertThat(body(both.formatted("lunch at noon", "<b>lunch</b> at noon")))
                .isEqualTo("lunch at noon\n");
        assertThat(body(both.formatted("see the HTML", "lunch ".repeat(100))))
                .startsWith("see the HTML\n\nlunch lunch");
    }

    @Test
    void theHeaderStandsBeforeAnEmptyLine() {
        assertThat(MessageText.of("Subject: =?utf-8?q?=C3=A4?=\nX: y\n\nbody\n".getBytes(UTF_8)))
                .isEqualTo("Subject: ä\nX: y\n\nbody\n");
    }

    @Test
    void noMoreThanAMebiOfCharactersIsSearched() {
        assertThat(body("Subject: s\n\n" + "0123456 ".repeat(200_000))).hasSize(1 << 20);
    }
}
