package hazel.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.smtp.Line.Ending;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class LineReaderTest {

    @Test
    void onlyCrlfEndsALineAndTheOthersAreToldApart() throws IOException {
        assertThat(lines("EHLO a\r\n\r\nb\nc\rd\r\ne", 100))
                .containsExactly(
                        new Line("EHLO a", Ending.CRLF),
                        new Line("", Ending.CRLF),
                        new Line("b", Ending.BARE_LF),
                        new Line("c", Ending.BARE_CR),
                        new Line("d", Ending.CRLF),
                        new Line("e", Ending.CLOSED));
    }

    @Test
    void twoCarriageReturnsAreABareOneAndALineEnd() throws IOException {
        assertThat(lines("a\r\r\nb\r\n", 100))
                .containsExactly(
                        new Line("a", Ending.BARE_CR),
                        new Line("", Ending.CRLF),
                        new Line("b", Ending.CRLF),
                        new Line("", Ending.CLOSED));
    }

    @Test
    void aLineAtItsLimitIsWholeAndOneBeyondIsCutAndSkipped() throws IOException {
        assertThat(lines("12345\r\n123456\r\nNOOP\r\n", 5))
                .containsExactly(
                        new Line("12345", Ending.CRLF),
                        new Line("12345", Ending.TOO_LONG),
                        new Line("NOOP", Ending.CRLF),
                        new Line("", Ending.CLOSED));
    }

    @Test
    void aLineWithoutEndIsAFloodAndKeepsNoMoreThanItsLimit() throws IOException {
        Line line = reader("x".repeat(1_000_000)).next(10);

        assertThat(line).isEqualTo(new Line("xxxxxxxxxx", Ending.FLOOD));
    }

    @Test
    void octetsThatAreNoUtf8BecomeTheReplacementCharacter() throws IOException {
        var in = new ByteArrayInputStream(new byte[] {'a', (byte) 0xff, '\r', '\n'});

        assertThat(new LineReader(in).next(10)).isEqualTo(new Line("a\uFFFD", Ending.CRLF));
    }

    @Test
    void whatWasSentAheadIsSeen() throws IOException {
        LineReader ahead = reader("STARTTLS\r\nMAIL");
        ahead.next(100);
        LineReader patient = reader("STARTTLS\r\n");
        patient.next(100);

        assertThat(ahead.hasMore()).isTrue();
        assertThat(patient.hasMore()).isFalse();
    }

    @Test
    void aLineForALogHoldsNoControlCharacter() {
        assertThat(new Line("\u001b[2Jx\u202e", Ending.CRLF)).hasToString("?[2Jx? (CRLF)");
    }

    private static LineReader reader(String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<Line> lines(String text, int limit) throws IOException {
        LineReader reader = reader(text);
        List<Line> lines = new ArrayList<>();
        do {
            lines.add(reader.next(limit));
        } while (!lines.getLast().isClosed());
        return lines;
    }
}
