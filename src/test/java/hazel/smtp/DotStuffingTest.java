package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

class DotStuffingTest {

    @Test
    void aDotAtTheStartOfALineIsDoubledAndNoOther() throws IOException {
        assertThat(written(".a\r\nb.c\r\n..\r\n.\r\n"))
                .isEqualTo("..a\r\nb.c\r\n...\r\n..\r\n.\r\n");
    }

    @Test
    void everyLineEndIsWrittenAsCrlf() throws IOException {
        assertThat(written("a\nb\rc\r\nd\n\r\n.\re"))
                .isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\n..\r\ne\r\n.\r\n");
    }

    @Test
    void anEmptyMessageIsADotAlone() throws IOException {
        assertThat(written("")).isEqualTo(".\r\n");
        assertThat(text(read(".\r\n", 100))).isEmpty();
    }

    @Test
    void readingTakesTheDotsOffAndLeavesTheNextCommand() throws IOException {
        var in = reader("Subject: x\r\n\r\n..x\r\n.y\r\n...\r\n.\r\nQUIT\r\n");

        assertThat(text(DotStuffing.read(in, 100)))
                .isEqualTo("Subject: x\r\n\r\n.x\r\ny\r\n..\r\n");
        assertThat(in.next(100)).isEqualTo(new Line("QUIT", Line.Ending.CRLF));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        String message = ".\r\n..\r\n\r\na\r\n.b\r\n";

        assertThat(text(read(written(message), 100))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\r\nMAIL", "a\n.\nMAIL", "a\r\n.\nMAIL", "a\r.\r\nMAIL", "a\r.\rMAIL",
                "a\r\n.\rMAIL", "a\r\r\n.\r\nMAIL", "a\r\n.\r\r\nMAIL", "\n.\r\n", ".\n"
            })
    void noOtherEndingEndsAMessage(String smuggled) throws IOException {
        assertThat(read(smuggled, 100)).isEqualTo(new Received.BareLineEnd());
    }

    @Test
    void aMessageThatIsTooLargeIsReadToItsEnd() throws IOException {
        var in = reader("123456\r\n123456\r\n.\r\nRSET\r\n");

        assertThat(DotStuffing.read(in, 10)).isEqualTo(new Received.TooLarge(16));
        assertThat(in.next(100)).isEqualTo(new Line("RSET", Line.Ending.CRLF));
    }

    @Test
    void theLimitItselfIsAllowed() throws IOException {
        assertThat(text(read("12345678\r\n.\r\n", 10))).isEqualTo("12345678\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r\n", "a\r\n.", "a\r\n..\r\n"})
    void aMessageCutShortWasNotReceived(String cut) throws IOException {
        assertThat(read(cut, 100)).isEqualTo(new Received.Cut());
    }

    @Test
    void aMessageFarBeyondTheLimitIsGivenUp() throws IOException {
        assertThat(read("x".repeat(100) + "\r\n.\r\n", 10)).isEqualTo(new Received.Cut());
    }

    @Test
    void theLongestLineAndTheEighthBitAreTold() throws IOException {
        assertThat(read("..1234\r\n\u00e9\r\n.\r\n", 100))
                .isInstanceOfSatisfying(
                        Received.Complete.class,
                        c -> {
                            assertThat(c.longestLine()).isEqualTo(5);
                            assertThat(c.eightBit()).isTrue();
                        });
    }

    @Test
    void sizeCountsLineEndsAsTwoOctetsAndNoStuffing() {
        assertThat(DotStuffing.size(".a\nb\r\nc".getBytes(ISO_8859_1))).isEqualTo(4 + 3 + 3);
        assertThat(DotStuffing.needs8bit("caf\u00e9".getBytes(ISO_8859_1))).isTrue();
        assertThat(DotStuffing.needs8bit("cafe".getBytes(ISO_8859_1))).isFalse();
    }

    private static String written(String message) throws IOException {
        var out = new ByteArrayOutputStream();
        DotStuffing.write(message.getBytes(ISO_8859_1), out);
        return out.toString(ISO_8859_1);
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static Received read(String text, long limit) throws IOException {
        return DotStuffing.read(reader(text), limit);
    }

    private static String text(Received received) {
        return received instanceof Received.Complete c
                ? new String(c.message(), ISO_8859_1)
                : "not complete: " + received;
    }
}
