package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

class ReadableTest {

    private static final String BOTH =
            """
            Content-Type: multipart/alternative; boundary=x

            --x

            plain
            --x
            Content-Type: text/html

            <p>html</p>
            --x--
            """;

    @Test
    void ofAlternativesThePreferredIsShown() {
        assertThat(shown(BOTH, Preference.PLAIN_FIRST)).isEqualTo("text [plain]");
        assertThat(shown(BOTH, Preference.HTML_FIRST)).isEqualTo("html <p>html</p>");
    }

    @Test
    void anEmptyPlainTextIsNotPreferred() {
        assertThat(shown(BOTH.replace("\nplain\n", "\n \n"), Preference.PLAIN_FIRST))
                .isEqualTo("html <p>html</p>");
    }

    @Test
    void anAttachmentInAnotherAlternativeIsKept() {
        String message =
                """
                Content-Type: multipart/alternative; boundary=x

                --x

                plain
                --x
                Content-Type: multipart/mixed; boundary=y

                --y
                Content-Type: text/html

                html
                --y
                Content-Type: application/pdf; name="a.pdf"

                %PDF
                --y--
                --x--
                """;
        assertThat(shown(message, Preference.PLAIN_FIRST))
                .isEqualTo("text [plain]; attachment a.pdf application/pdf 4");
    }

    @Test
    void relatedShowsItsRootAndSignedItsContent() {
        assertThat(
                        shown(
                                """
                                Content-Type: multipart/signed; boundary=x

                                --x
                                Content-Type: multipart/related; boundary=y; start="<r>"

                                --y
                                Content-Type: image/png
                                Content-ID: <i>

                                x
                                --y
                                Content-Type: text/html
                                Content-ID: <r>

                                html
                                --y--
                                --x
                                Content-Type: application/pgp-signature

                                sig
                                --x--
                                """,
                                Preference.PLAIN_FIRST))
                .isEqualTo("html html");
    }

    @Test
    void flowedTextIsJoinedAndTheSignatureFound() {
        byte[] message =
                "Content-Type: text/plain; format=flowed\n\n> said \n> so\n\none \ntwo\n-- \nAda\n"
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(Readable.of(message, MessageParser.parse(message), Preference.PLAIN_FIRST))
                .singleElement()
                .satisfies(block -> {
                    var text = (Block.Text) block;
                    assertThat(text.lines())
                            .containsExactly("> said so", "", "one two", "-- ", "Ada");
                    assertThat(text.signature()).isEqualTo(3);
                });
    }

    @Test
    void anEmbeddedMessageBeginsWithItsHeader() {
        assertThat(
                        shown(
                                "Content-Type: message/rfc822\n\n"
                                        + "Subject: inner\n"
                                        + "Content-Type: text/html\n\n"
                                        + "body\n",
                                Preference.PLAIN_FIRST))
                .isEqualTo("embedded inner; html body");
    }

    @Test
    void whatIsElsewhereIsNotFetchedAndWhatIsEncryptedStaysSo() {
        assertThat(
                        shown(
                                "Content-Type: message/external-body; access-type=URL;"
                                        + " URL=\"http://evil.example/\"\n\n"
                                        + "Content-Type: text/plain\n\n",
                                Preference.PLAIN_FIRST))
                .isEqualTo(
                        "notice This part is not in the message but elsewhere (URL:"
                                + " http://evil.example/). Nothing was fetched.");
        assertThat(
                        shown(
                                "Content-Type: multipart/encrypted; boundary=x\n\n"
                                        + "--x\n"
                                        + "Content-Type: application/pgp-encrypted\n\n"
                                        + "Version: 1\n"
                                        + "--x\n"
                                        + "Content-Type: application/octet-stream\n\n"
                                        + "xx\n"
                                        + "--x--\n",
                                Preference.PLAIN_FIRST))
                .isEqualTo(
                        "notice This message is encrypted.; attachment  application/pgp-encrypted"
                                + " 10; attachment  application/octet-stream 2");
    }

    @Test
    void troubleIsSaid() {
        assertThat(shown("Content-Type: multipart/mixed\n\nx\n", Preference.PLAIN_FIRST))
                .startsWith("notice This multipart/mixed could not be divided")
                .endsWith("text [x]");
        assertThat(shown("Content-Transfer-Encoding: x-odd\n\nx\n", Preference.PLAIN_FIRST))
                .isEqualTo("notice The encoding “x-odd” is unknown: shown as it stands.; text [x]");
        assertThat(
                        shown(
                                "Content-Type: text/plain; charset=no-such\n\nx\n",
                                Preference.PLAIN_FIRST))
                .isEqualTo("notice The charset “no-such” is unknown: guessed.; text [x]");
    }

    @Test
    void aReportShowsAllItsParts() {
        assertThat(
                        shown(
                                """
                                Content-Type: multipart/report; report-type=delivery-status; boundary=x

                                --x

                                sorry
                                --x
                                Content-Type: message/delivery-status

                                Action: failed
                                --x
                                Content-Type: text/rfc822-headers

                                Subject: gone
                                --x--
                                """,
                                Preference.PLAIN_FIRST))
                .isEqualTo("text [sorry]; text [Action: failed]; embedded gone");
    }

    private static String shown(String message, Preference preference) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return Readable.of(octets, MessageParser.parse(octets), preference).stream()
                .map(block ->
                        switch (block) {
                            case Block.Text text -> "text " + text.lines();
                            case Block.Html html -> "html " + html.html().strip();
                            case Block.Attachment a ->
                                    "attachment " + a.name() + " " + a.type() + " " + a.size();
                            case Block.Embedded e ->
                                    "embedded " + e.header().first("Subject").orElse("");
                            case Block.Notice notice -> "notice " + notice.text();
                        })
                .collect(Collectors.joining("; "));
    }
}
