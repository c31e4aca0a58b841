package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.Corpus;
import hazel.mail.MailException;
import hazel.mail.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class SevenBitTest {

    @Test
    void textIsQuotedAndSaysSo() throws Exception {
        assertThat(
                        encoded(
                                """
                                MIME-Version: 1.0
                                Content-Type: text/plain; charset=utf-8
                                Content-Transfer-Encoding: 8bit
                                Subject: x

                                grün = green\s
                                From here
                                .
                                """))
                .isEqualTo(
                        """
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: quoted-printable
                        Subject: x

                        gr=C3=BCn =3D green=20
                        =46rom here
                        =2E
                        """);
    }

    @Test
    void whatIsNoTextAndTextThatWouldGrowIsInBase64() throws Exception {
        assertThat(encoded("Content-Type: image/x; name=a\nMIME-Version: 1.0\n\né\n"))
                .isEqualTo(
                        "Content-Type: image/x; name=a\n"
                                + "MIME-Version: 1.0\n"
                                + "Content-Transfer-Encoding: base64\n\nw6kNCg==\n");
        String japanese = "会議の議事録".repeat(40) + "\n";
        assertThat(
                        encoded(
                                "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
                                        + japanese))
                .contains("Content-Transfer-Encoding: base64\n\n5Lya")
                .doesNotContain("\n\n\n");
    }

    @Test
    void aMessageWithoutMimeIsMadeOne() throws Exception {
        assertThat(encoded("Subject: x\n\nA café\n"))
                .isEqualTo(
                        """
                        Subject: x
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: quoted-printable

                        A caf=C3=A9
                        """);
        byte[] latin = "Subject: x\r\n\r\nabcd\u00e9\r\n".getBytes(ISO_8859_1);
        assertThat(text(SevenBit.of(latin))).contains("charset=unknown-8bit");
    }

    @Test
    void onlyThePartsThatNeedItChangeAndWhatHoldsThemIsSevenBit() throws Exception {
        assertThat(
                        encoded(
                                """
                                MIME-Version: 1.0
                                Content-Type: multipart/mixed; boundary=a
                                Content-Transfer-Encoding: 8bit

                                préamble
                                --a
                                Content-Transfer-Encoding: 8bit

                                plain
                                --a
                                Content-Type: message/rfc822
                                Content-Transfer-Encoding: 8bit

                                Subject: inner
                                MIME-Version: 1.0
                                Content-Type: multipart/alternative; boundary=b

                                --b
                                Content-Type: text/html; charset=utf-8

                                <p>é</p>
                                --b
                                Content-Type: application/octet-stream

                                éé
                                --b--
                                --a
                                Content-Type: image/png
                                Content-Transfer-Encoding: base64

                                AAAA
                                --a--
                                épilogue
                                """))
                .isEqualTo(
                        """
                        MIME-Version: 1.0
                        Content-Type: multipart/mixed; boundary=a
                        Content-Transfer-Encoding: 7bit

                        pr??amble
                        --a
                        Content-Transfer-Encoding: 7bit

                        plain
                        --a
                        Content-Type: message/rfc822
                        Content-Transfer-Encoding: 7bit

                        Subject: inner
                        MIME-Version: 1.0
                        Content-Type: multipart/alternative; boundary=b

                        --b
                        Content-Type: text/html; charset=utf-8
                        Content-Transfer-Encoding: quoted-printable

                        <p>=C3=A9</p>
                        --b
                        Content-Type: application/octet-stream
                        Content-Transfer-Encoding: base64

                        w6nDqQ==
                        --b--
                        --a
                        Content-Type: image/png
                        Content-Transfer-Encoding: base64

                        AAAA
                        --a--
                        ??pilogue
                        """);
    }

    @Test
    void textOfAHeaderBecomesWhatItsFieldHasForIt() throws Exception {
        assertThat(
                        encoded(
                                """
                                Received: from é by x; now
                                From: José <jose@example.net>
                                Subject: grün
                                Content-Type: text/plain; name="grün.txt"

                                plain
                                """))
                .isEqualTo(
                        """
                        Received: from ?? by x; now
                        From: =?utf-8?B?Sm9zw6k=?= <jose@example.net>
                        Subject: =?utf-8?B?Z3LDvG4=?=
                        Content-Type: text/plain; name*=utf-8''gr%C3%BCn.txt

                        plain
                        """);
        assertThat(refusal("From: <josé@example.net>\n\nplain\n"))
                .isEqualTo(
                        new Problem.NotPermitted(
                                "address",
                                "the from field of the message has an address with letters outside"
                                        + " ASCII, which takes SMTPUTF8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/signed; boundary=a\n\n--a\n\né\n--a\n\ns\n--a--\n",
                "Content-Type: multipart/encrypted; boundary=a\n\n--a\n\né\n--a\n\ns\n--a--\n",
                "Content-Type: multipart/mixed\n\né\n",
                "Content-Type: multipart/mixed; boundary=\"é\"\n\n--é\n\né\n--é--\n",
                "Content-Type: message/partial\n\né\n",
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\né\n",
                "Content-Transfer-Encoding: x-uuencode\n\né\n",
                "Content-Transfer-Encoding: base64\n\né\n"
            })
    void whatEncodingWouldBreakIsRefused(String message) {
        assertThat(refusal(message))
                .isInstanceOf(Problem.NotPermitted.class)
                .extracting(Problem::message)
                .asString()
                .startsWith("the message cannot be made 7-bit text for it: it ");
    }

    @Test
    void aSignedPartWithoutAnyIsNotTouched() throws Exception {
        String signed =
                "--a\n"
                        + "Content-Type: multipart/signed; boundary=b\n"
                        + "Content-Transfer-Encoding: 8bit\n\n"
                        + "--b\n"
                        + "Content-Transfer-Encoding: 8bit\n\n"
                        + "x\n"
                        + "--b\n\n"
                        + "s\n"
                        + "--b--\n";
        assertThat(
                        encoded(
                                "Content-Type: multipart/mixed; boundary=a\n\n"
                                        + signed
                                        + "--a\n\né\n--a--\n"))
                .contains(signed);
    }

    @Test
    void morePartsThanAreToldApartAreRefused() {
        String many = "--a\n\nx\n".repeat(MessageParser.PARTS) + "--a\n\né\n--a--\n";
        assertThat(refusal("Content-Type: multipart/mixed; boundary=a\n\n" + many).message())
                .contains("too many parts");
    }

    @Test
    void aSoftBreakMakesNoDelimiter() throws Exception {
        String line = "é" + "x".repeat(69) + "--a--y";
        byte[] out =
                bytes(
                        SevenBit.of(
                                crlf(
                                        "Content-Type: multipart/mixed; boundary=a\n\n--a\n\n"
                                                + line
                                                + "\n--a--\n")));
        assertThat(new String(out, UTF_8)).contains("=\r\n=2D-a--y");
        assertThat(leaves(out)).containsExactly(new String(line.getBytes(UTF_8), ISO_8859_1));
    }

    @Test
    void aMessageOfFiftyMegabytesIsNotCopied() throws Exception {
        byte[] big = new byte[50_000_000];
        Arrays.fill(big, (byte) 'x');
        for (int i = 98; i < big.length; i += 100) {
            big[i - 1] = (byte) 0xe9;
            big[i] = '\r';
            big[i + 1] = '\n';
        }
        big[0] = '\r';
        big[1] = '\n';
        SevenBit made = SevenBit.of(big);

        long before = allocated();
        assertThat(made.size()).isGreaterThan(big.length);
        assertThat(allocated() - before).isLessThan(1_000_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @MethodSource("hazel.Corpus#folders")
    void whatIsDecodedIsTheSameBeforeAndAfter(String folder) throws Exception {
        int same = 0;
        int refused = 0;
        for (Path file : Corpus.messages(folder)) {
            byte[] before = CrLf.normalized(Corpus.read(file));
            byte[] after;
            try {
                after = bytes(SevenBit.of(before));
            } catch (MailException e) {
                assertThat(e.problem()).isInstanceOf(Problem.NotPermitted.class);
                refused++;
                continue;
            }
            String name = file.getFileName().toString();
            assertThat(Charsets.isAscii(after, 0, after.length)).as(name).isTrue();
            assertThat((long) after.length).as(name).isEqualTo(SevenBit.of(before).size());
            assertThat(leaves(after)).as(name).isEqualTo(leaves(before));
            same++;
        }
        System.out.println(folder + ": " + same + " the same, " + refused + " refused");
        assertThat(same).isGreaterThan(refused);
    }

    /// The decoded octets of each part that has no others, one character an octet.
    private static List<String> leaves(byte[] message) {
        return MessageParser.parse(message)
                .walk()
                .filter(part -> part.children().isEmpty())
                .map(part -> new String(Content.octets(message, part), ISO_8859_1))
                .toList();
    }

    private static Problem refusal(String message) {
        return catchThrowableOfType(MailException.class, () -> SevenBit.of(crlf(message)))
                .problem();
    }

    private static String encoded(String message) throws Exception {
        return text(SevenBit.of(crlf(message))).replace("\r\n", "\n");
    }

    private static String text(SevenBit message) throws IOException {
        return new String(bytes(message), UTF_8);
    }

    private static byte[] bytes(SevenBit message) throws IOException {
        var out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }

    private static byte[] crlf(String text) {
        return text.replace("\n", "\r\n").getBytes(UTF_8);
    }
}
