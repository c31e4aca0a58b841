package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Part;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

class ContentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base64 | aGVsbG8= | hello",
                "base64 | aGVs*bG8 | hello",
                "base64 | aGVs= bG8= | hello",
                "quoted-printable | a=20b=3D=zz= | a b==zz",
                "quoted-printable | a=C3=bc | aü",
                "7bit | a=20b | a=20b",
                "x-no-such | a=20b | a=20b"
            })
    void transferEncodingsAreTakenOff(String encoding, String body, String text) {
        assertThat(text("Content-Transfer-Encoding: " + encoding + "\n\n" + body)).isEqualTo(text);
    }

    @Test
    void softBreaksJoinLinesAndSpacesAtTheirEndsGo() {
        assertThat(text("Content-Transfer-Encoding: quoted-printable\n\na=\r\nb  \r\nc= \nd\n"))
                .isEqualTo("ab\ncd\n");
    }

    @Test
    void theBeginningOfATextIsWholeLinesOfIt() {
        byte[] message =
                "Content-Type: text/plain; charset=utf-8\n\nää\nöö\nüü\n"
                        .getBytes(StandardCharsets.UTF_8);
        Part part = MessageParser.parse(message);

        // Eight octets, of which the last begins a line of its own.
        assertThat(Content.beginning(message, part, 4))
                .isEqualTo(new Content.Beginning("ää\n", false));
        assertThat(Content.beginning(message, part, 100))
                .isEqualTo(new Content.Beginning("ää\nöö\nüü\n", true));
    }

    @Test
    void aTextWithoutLinesIsCutToItsFirstCharacters() {
        byte[] message = ("\n" + "a".repeat(100)).getBytes(StandardCharsets.UTF_8);

        assertThat(Content.beginning(message, MessageParser.parse(message), 4))
                .isEqualTo(new Content.Beginning("aaaa", false));
    }

    @Test
    void uuencodeIsDecoded() {
        assertThat(text("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n#86)C\n`\nend\n"))
                .isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "iso-8859-1, windows-1252, “quoted” – €5",
        "gb2312, GB18030, 朱镕基",
        "ks_c_5601-1987, x-windows-949, 똠방각하",
        "shift_jis, windows-31j, 会議①",
        "utf-8, windows-1252, Grüße aus Köln",
        "x-unknown, UTF-8, Grüße",
        "us-ascii, windows-1252, Grüße aus Köln",
        "windows-1251, windows-1251, Привет",
        "utf-16le, UTF-16LE, hello",
        "koi8-r, KOI8-R, Привет"
    })
    void labelsMeanWhatPeopleMeanByThem(String label, String written, String text) {
        assertThat(
                        text(
                                "Content-Type: text/plain; charset=" + label + "\n\n",
                                text.getBytes(Charset.forName(written))))
                .isEqualTo(text);
    }

    @Test
    void textWithoutALabelIsGuessed() {
        String head = "Content-Type: text/plain\n\n";
        String russian = "Съешь же ещё этих мягких французских булок, да выпей чаю";
        assertThat(text(head, russian.getBytes(Charset.forName("KOI8-R")))).isEqualTo(russian);
        assertThat(text(head, "Grüße".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("Grüße");
        assertThat(text(head, "Grüße".getBytes(StandardCharsets.UTF_8))).isEqualTo("Grüße");
        assertThat(text(head, "\ufeffhi".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("hi");
    }

    @Test
    void utf7IsRead() {
        assertThat(
                        text(
                                "Content-Type: text/plain; charset=utf-7\n\n"
                                        + "Hi Mom -+Jjo--! A+ImIDkQ. 1 +- 1 + x"))
                .isEqualTo("Hi Mom -☺-! A≢Α. 1 + 1 + x");
    }

    @Test
    void everyLabelAtAllIsSurvived() {
        for (String label :
                new String[] {
                    "\u0000",
                    "../../etc",
                    "x-imap4-modified-utf7",
                    "java.lang.String",
                    "cp037",
                    "ü",
                    "{}"
                }) {
            assertThat(text("Content-Type: text/plain; charset=\"" + label + "\"\n\nhello"))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "report.pdf | report.pdf",
                "../../etc/passwd | passwd",
                "C:\\Windows\\x.exe | x.exe",
                "/etc/ | attachment",
                ". | attachment",
                ".. | attachment",
                "-rf | rf",
                ".bashrc | bashrc",
                "con.txt | _con.txt",
                "COM1 | _COM1",
                "a\u202efdp.exe | afdp.exe",
                "a`id`$(x).txt | a_id__(x).txt",
                "日本語.txt | 日本語.txt",
                "x. | x",
                "~~ | attachment"
            })
    void fileNamesAreMadeHarmless(String suggested, String name) {
        assertThat(FileNames.harmless(suggested, "")).isEqualTo(name);
    }

    @Test
    void aLongNameKeepsItsExtension() {
        String name = FileNames.harmless("ü".repeat(300) + ".pdf", "x");
        assertThat(name).endsWith("ü.pdf");
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(200);
        assertThat(FileNames.harmless("\u0000/\n", "part 2")).isEqualTo("part 2");
    }

    @Test
    void theOutlineShowsWhatIsThere() {
        byte[] message =
                "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhi\n--x\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n"
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(Outline.of(MessageParser.parse(message)))
                .containsExactly(
                        "-       multipart/mixed              7bit                100",
                        "1       text/plain                   7bit                  2",
                        "2       application/pdf              base64                2  a.pdf");
        assertThat(Outline.size(12_000)).isEqualTo("12K");
        assertThat(Outline.size(3_500_000)).isEqualTo("3.3M");
    }

    private static String text(String message) {
        return text(message, new byte[0]);
    }

    private static String text(String head, byte[] body) {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] message = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, message, start.length, body.length);
        Part part = MessageParser.parse(message);
        return Content.text(message, part);
    }
}
