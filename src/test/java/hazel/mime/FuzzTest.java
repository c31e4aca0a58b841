package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Opens messages with random damage, the same at each run.
class FuzzTest {

    private static final String MESSAGE =
            """
            From: "A, b" (c) <a@b.c>, =?utf-8?Q?=C3=BC?= <d@e.f>, g: h@i;
            To: x@y
            Date: Tue, 24 Nov 2026 09:05:00 +0100
            Subject: =?gb2312?B?xOO6ww==?= =?utf-7?Q?+Jjo-?=
            References: <a@b> <c@d>
            Content-Type: multipart/mixed; boundary*0*=utf-8''%78; boundary*1=y

            --xy
            Content-Type: text/html; charset=iso-2022-jp
            Content-Transfer-Encoding: quoted-printable

            <table><tr><td>a<td>=1B$B<tr><td><a href=3Dx>b</a><td style=3D"display:none">c</table><pre>=09d</pre>
            --xy
            Content-Type: text/plain; format=flowed; delsp=yes
            Content-Disposition: attachment; filename*=utf-16''%FE%FF%00a

            > a\s
            > b
            --xy
            Content-Type: message/rfc822

            Content-Type: multipart/alternative; boundary="z"

            --z
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --z--
            --xy--
            """;

    private static final List<String> SPICE =
            List.of(
                    "\u0000",
                    "\u001b[2J",
                    "=?",
                    "?=",
                    "--xy",
                    "\r",
                    "\n",
                    "\n\n",
                    "\r\n ",
                    ";",
                    "\"",
                    "\\",
                    "(",
                    "<",
                    "*0*=",
                    "%",
                    "=",
                    "+",
                    "\u009b",
                    "\ud83d",
                    "<table>",
                    "&#27;",
                    "base64",
                    "multipart/",
                    "message/rfc822",
                    "charset=utf-16");

    @Test
    void damagedLiteralsAreShownWithoutControlCharacters() {
        damage(MESSAGE.getBytes(StandardCharsets.UTF_8), new Random(4), 3000);
    }

    @Test
    void damagedMessagesOfOthersAreShownWithoutControlCharacters() throws IOException {
        var random = new Random(5);
        for (Path file : Corpus.files("mime")) {
            if (Files.size(file) < 20_000) {
                damage(Corpus.read(file), random, 10);
            }
        }
    }

    private static void damage(byte[] message, Random random, int rounds) {
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = damaged(message, random);
            assertThat(CorpusTest.open(damaged))
                    .as(() -> new String(damaged, StandardCharsets.ISO_8859_1))
                    .noneMatch(CorpusTest::hasControl);
        }
    }

    private static byte[] damaged(byte[] message, Random random) {
        byte[] octets = message.clone();
        for (int n = 1 + random.nextInt(6); n > 0 && octets.length > 1; n--) {
            int at = random.nextInt(octets.length);
            switch (random.nextInt(4)) {
                case 0 -> octets[at] = (byte) random.nextInt(256);
                case 1 ->
                        octets =
                                Arrays.copyOf(
                                        octets, Math.max(1, octets.length - random.nextInt(40)));
                case 2 -> octets = spliced(octets, at, SPICE.get(random.nextInt(SPICE.size())));
                default -> {
                    int from = random.nextInt(octets.length);
                    int length = Math.min(random.nextInt(60), octets.length - Math.max(at, from));
                    System.arraycopy(octets, from, octets, at, length);
                }
            }
        }
        return octets;
    }

    private static byte[] spliced(byte[] octets, int at, String spice) {
        byte[] middle = spice.getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = new byte[octets.length + middle.length];
        System.arraycopy(octets, 0, result, 0, at);
        System.arraycopy(middle, 0, result, at, middle.length);
        System.arraycopy(octets, at, result, at + middle.length, octets.length - at);
        return result;
    }
}
