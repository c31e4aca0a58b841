package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

class ReplyTest {

    @Test
    void oneLineWithAnEnhancedStatus() throws Exception {
        assertThat(read("550 5.1.1 <x@y>: No such user\r\n"))
                .isEqualTo(Reply.enhanced(550, "5.1.1", "<x@y>: No such user"));
    }

    @Test
    void severalLinesKeepTheirOrderAndLoseTheirStatus() throws Exception {
        assertThat(read("452-4.2.2 Mailbox full\r\n452 4.2.2 Try later\r\n"))
                .isEqualTo(Reply.enhanced(452, "4.2.2", "Mailbox full", "Try later"));
    }

    @Test
    void aStatusThatOnlyBeginsAlikeStays() throws Exception {
        assertThat(read("550-5.1.10 one\r\n550 5.1.1 two\r\n").lines())
                .containsExactly("5.1.10 one", "two");
    }

    @Test
    void aStatusOfAnotherClassThanTheCodeIsText() throws Exception {
        assertThat(read("250 5.1.1 odd\r\n")).isEqualTo(Reply.of(250, "5.1.1 odd"));
    }

    @Test
    void aCodeAloneIsAReply() throws Exception {
        assertThat(read("250\r\n")).isEqualTo(Reply.of(250));
        assertThat(read("354 \r\n")).isEqualTo(Reply.of(354, ""));
    }

    /// As each server says it; those that say none have none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    250 OK id=1vQ4kL-00000000Abc-2XyZ                         | 1vQ4kL-00000000Abc-2XyZ
                    250 OK id=10sPdr-00034H-00                                | 10sPdr-00034H-00
                    250 2.0.0 Ok: queued as 4dMTJ63Xfnz2y                     | 4dMTJ63Xfnz2y
                    250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4B1C22F3A | 4B1C22F3A
                    250 2.0.0 5AUMeLm8012345 Message accepted for delivery    | 5AUMeLm8012345
                    250 2.0.0 3c5c1a2b Message accepted for delivery          | 3c5c1a2b
                    250 2.6.0 <x@y> [InternalId=4711, Hostname=a.example] 1 bytes Queued mail for delivery | 4711
                    250 ok 1700000000 qp 4711                                 | qp 4711
                    250 2.0.0 OK  1700000000 d2e1a72fcca58-7f2.99 - gsmtp     | d2e1a72fcca58-7f2.99
                    250 Message Queued (6A1B2C3D-0000-4E5F.1)                 | 6A1B2C3D-0000-4E5F.1
                    250 Ok 0100018b1c2d3e4f-5a6b7c8d-000000                   | 0100018b1c2d3e4f-5a6b7c8d-000000
                    250 2.0.0 OK                                              |
                    250 Message accepted for delivery                         |
                    250 OK, queued                                            |
                    451 4.3.0 queued as 4B1C22F3A, perhaps                    |
                    """)
    void theIdInTheServersLogIsMadeOut(String said, String id) throws Exception {
        assertThat(read(said.strip() + "\r\n").queueId()).isEqualTo(Optional.ofNullable(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "25\r\n",
                "250x\r\n",
                "150 a\r\n",
                "650 a\r\n",
                "\u0662\u0665\u0660 a\r\n",
                "\r\n",
                "250-a\r\n550 b\r\n",
                "250 a\n",
                "250 a\rb\r\n",
                "HTTP/1.1 400 Bad Request\r\n"
            })
    void whatIsNoReplyIsAProblemOfProtocol(String garbage) {
        assertThat(problem(garbage)).isInstanceOf(Problem.Protocol.class);
    }

    @Test
    void aFloodOfLinesIsCut() {
        assertThat(problem("250-x\r\n".repeat(100_000)).message())
                .isEqualTo("mx.test does not keep to SMTP: a reply has more than 200 lines");
    }

    @Test
    void anEndlessLineIsCut() {
        assertThat(problem("250 " + "x".repeat(500_000)).message())
                .isEqualTo(
                        "mx.test does not keep to SMTP: a line of its reply is longer than 4096");
    }

    @Test
    void aClosedConnectionIsTemporary() {
        assertThat(problem("250-a\r\n"))
                .isEqualTo(new Problem.Unreachable("mx.test", "mx.test closed the connection"));
    }

    @Test
    void garbageIsQuotedWithoutItsControlCharacters() {
        assertThat(problem("\u001b]0;x\u0007\r\n").message())
                .isEqualTo("mx.test does not keep to SMTP: this is no SMTP reply: \"?]0;x?\"");
    }

    @Test
    void textFromElsewhereCannotMakeASecondReply() {
        Reply echo = Reply.enhanced(501, "5.5.4", "bad: a\r\n250 OK\u001b[0m");

        assertThat(echo.lines()).containsExactly("bad: a??250 OK?[0m");
        assertThat(new String(echo.wire(), UTF_8)).isEqualTo("501 5.5.4 bad: a??250 OK?[0m\r\n");
    }

    @Test
    void aServerWritesTheStatusOnEveryLine() {
        assertThat(new String(Reply.enhanced(550, "5.7.1", "No", "Really").wire(), UTF_8))
                .isEqualTo("550-5.7.1 No\r\n550 5.7.1 Really\r\n");
    }

    @Test
    void theClassesAreTold() {
        assertThat(Reply.of(354).isPositive()).isTrue();
        assertThat(Reply.of(451).isTransient()).isTrue();
        assertThat(Reply.of(550).isPermanent()).isTrue();
        assertThat(Reply.of(550).isPositive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5.1", "5.1.1.1", "3.1.1", "5.1000.1", "5.1.x", " 5.1.1"})
    void whatIsNoEnhancedStatusIsNotRead(String text) {
        assertThat(EnhancedStatus.parse(text)).isEmpty();
    }

    private static Reply read(String text) throws MailException, IOException {
        return Reply.read(
                new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8))), "mx.test");
    }

    private static Problem problem(String text) {
        return catchThrowableOfType(MailException.class, () -> read(text)).problem();
    }
}
