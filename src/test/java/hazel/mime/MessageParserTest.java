package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Part;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class MessageParserTest {

    @Test
    void aMessageWithoutMimeIsOnePlainPart() {
        Part root = parse("Subject: x\n\nhello\n");

        assertThat(outline(root)).isEqualTo("1 text/plain [hello]");
        assertThat(root.encoding()).isEqualTo("7bit");
    }

    @Test
    void partsAreNumberedAsImapNumbersThem() {
        Part root =
                parse(
                        """
                        Content-Type: multipart/mixed; boundary=A

                        preamble
                        --A
                        Content-Type: multipart/alternative; boundary="B"

                        --B

                        plain
                        --B
                        Content-Type: text/html

                        <p>html
                        --B--
                        --A
                        Content-Type: message/rfc822

                        Subject: inner
                        Content-Type: multipart/mixed; boundary=C

                        --C

                        one
                        --C--
                        --A
                        Content-Type: message/rfc822

                        Subject: plain inner

                        two
                        --A--
                        epilogue
                        """);

        assertThat(outline(root))
                .isEqualTo(
                        """
                         multipart/mixed
                        1 multipart/alternative
                        1.1 text/plain [plain]
                        1.2 text/html [<p>html]
                        2 message/rfc822
                        2.TEXT multipart/mixed
                        2.1 text/plain [one]
                        3 message/rfc822
                        3.1 text/plain [two]\
                        """);
    }

    @Test
    void aBoundaryThatBeginsLikeAnotherIsNotThatOne() {
        Part root =
                parse(
                        """
                        Content-Type: multipart/mixed; boundary=abc

                        --abcdef

                        not a part
                        --abc\s\s

                        a part
                        --abc-- x
                        still in it
                        --abc--
                        """);

        assertThat(root.children()).hasSize(1);
        assertThat(text(root.children().getFirst())).isEqualTo("a part\n--abc-- x\nstill in it");
    }

    @Test
    void aMultipartWithoutBoundaryHasNoChildren() {
        assertThat(parse("Content-Type: multipart/mixed\n\n--x\n\na\n").children()).isEmpty();
        assertThat(parse("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\na\n").children())
                .isEmpty();
        assertThat(parse("Content-Type: multipart/mixed; boundary=y\n\n--x\n\na\n").children())
                .isEmpty();
    }

    @Test
    void aMissingCloseDelimiterEndsThePartWithTheMessage() {
        Part root = parse("Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x\n\nb\n");

        assertThat(outline(root))
                .isEqualTo(" multipart/mixed\n1 text/plain [a]\n2 text/plain [b\n]");
    }

    @Test
    void partsOfADigestAreMessages() {
        Part root =
                parse(
                        "Content-Type: multipart/digest; boundary=x\n\n"
                                + "--x\n\n"
                                + "Subject: a\n\n"
                                + "hi\n"
                                + "--x--\n");

        assertThat(outline(root))
                .isEqualTo(" multipart/digest\n1 message/rfc822\n1.1 text/plain [hi]");
    }

    @Test
    void lineEndsOfEveryKindAreTaken() {
        for (String end : new String[] {"\r\n", "\n", "\r"}) {
            Part root =
                    parse(
                            String.join(
                                    end,
                                    "Content-Type: multipart/mixed; boundary=x",
                                    "",
                                    "--x",
                                    "",
                                    "a",
                                    "--x--",
                                    ""));
            assertThat(outline(root)).isEqualTo(" multipart/mixed\n1 text/plain [a]");
        }
    }

    @Test
    void namesAreDecodedWhateverTheirEncoding() {
        assertThat(name("attachment; filename*=UTF-8''%61.%C3%A4")).isEqualTo("a.ä");
        assertThat(name("attachment; filename*0=\"one\"; filename*2=three; filename*1=two"))
                .isEqualTo("onetwothree");
        assertThat(
                        name(
                                "attachment; filename*1*=%C3%A4; filename*0*=utf-8'de'%61;"
                                        + " filename*2=\" x\""))
                .isEqualTo("aä x");
        assertThat(name("attachment; filename=\"=?utf-8?B?w6Q=?=.txt\"")).isEqualTo("ä.txt");
        assertThat(name("attachment; filename=no quotes here.txt")).isEqualTo("no quotes here.txt");
        assertThat(name("attachment; filename=\"a \\\"b\\\" c:\\d\"")).isEqualTo("a \"b\" c:\\d");
        assertThat(name("attachment; filename=\"..;/x\"; size=1")).isEqualTo("..;/x");
    }

    @Test
    void anInvalidTypeIsPlainText() {
        assertThat(parse("Content-Type: garbage\n\nx").mediaType()).hasToString("text/plain");
        assertThat(parse("Content-Type: text\n\nx").mediaType()).hasToString("text/plain");
        assertThat(parse("Content-Type: a/b/c\n\nx").mediaType()).hasToString("text/plain");
    }

    @Test
    void nestingWithoutEndStopsAtTheLimit() {
        var message = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(parse(message.toString()).walk()).hasSize(MessageParser.DEPTH + 1);
        assertThat(parse("Content-Type: message/rfc822\n\n".repeat(10_000)).walk())
                .hasSize(MessageParser.DEPTH + 1);
    }

    @Test
    void partsWithoutEndStopAtTheLimit() {
        Part root =
                parse(
                        "Content-Type: multipart/mixed; boundary=x\n\n"
                                + "--x\n\na\n".repeat(50_000));

        assertThat(root.walk()).hasSize(MessageParser.PARTS);
    }

    private static String name(String disposition) {
        return parse("Content-Disposition: " + disposition + "\n\n").fileName().orElseThrow();
    }

    private static Part parse(String message) {
        last = message.getBytes(StandardCharsets.UTF_8);
        return MessageParser.parse(last);
    }

    private static byte[] last = {};

    private static String text(Part part) {
        return new String(last, part.bodyStart(), part.encodedSize(), StandardCharsets.UTF_8)
                .replace("\r\n", "\n");
    }

    private static String outline(Part root) {
        return String.join(
                "\n",
                root.walk()
                        .map(p ->
                                p.number()
                                        + " "
                                        + p.mediaType()
                                        + (p.children().isEmpty()
                                                ? " ["
                                                        + (text(p).equals("hello\n")
                                                                ? "hello"
                                                                : text(p))
                                                        + "]"
                                                : ""))
                        .toList());
    }
}
