package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mail.Field;
import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;

class HeaderTest {

    @Test
    void fieldsAreUnfoldedAndEndAtTheEmptyLine() {
        assertThat(fields("Subject: one\r\n two\r\nX-Y : z\r\n\r\nBody: no\r\n"))
                .containsExactly(new Field("Subject", "one two"), new Field("X-Y", "z"));
    }

    @Test
    void aLineThatIsNoFieldEndsTheHeaderUnlessItPlainlyGoesOn() {
        assertThat(fields("Subject: a\nHello there,\nNote: x\n"))
                .containsExactly(new Field("Subject", "a"));
        assertThat(fields("Subject: a\nnot folded\nTo: b@c\n\n"))
                .containsExactly(new Field("Subject", "a"), new Field("To", "b@c"));
    }

    @Test
    void theLineOfAMailboxFileIsPassedOver() {
        assertThat(fields("From ada Mon Jan  1\nSubject: a\n\n"))
                .containsExactly(new Field("Subject", "a"));
    }

    @Test
    void raw8BitTextIsUtf8OrElseLatin() {
        byte[] utf8 = "Subject: Grüße\n\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "Subject: Grüße\n\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(HeaderParser.parse(utf8, 0, utf8.length).first("subject")).contains("Grüße");
        assertThat(HeaderParser.parse(latin, 0, latin.length).first("subject")).contains("Grüße");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | plain",
                "=?utf-8?Q?Gr=C3=BC=C3=9Fe?= | Grüße",
                "=?utf-8?q?a_b?= c | a b c",
                "=?utf-8?Q?a?=  =?utf-8?Q?b?= | ab",
                "=?utf-8?B?w7w=?=x | üx",
                "=?utf-8?B?4o?= =?utf-8?B?KsIQ==?= | €!",
                "=?utf-8?Q?=C3?= =?utf-8?Q?=BC?= | ü",
                "=?iso-8859-1*de?Q?=FC?= | ü",
                "=?no-such?Q?=C3=BC?= | ü",
                "=?gb2312?B?xOO6ww==?= | 你好",
                "=?utf-8?Q?a b?= | a b",
                "=?utf-8?X?a?= | =?utf-8?X?a?=",
                "=?utf-8?Q?open | =?utf-8?Q?open",
                "=?? | =??"
            })
    void encodedWordsAreDecodedAndRepaired(String body, String text) {
        assertThat(Words.decode(body)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Tue, 24 Nov 2026 09:05:00 +0100 | 2026-11-24T09:05:00+01:00",
                "24 Nov 26 09:05 EST | 2026-11-24T09:05:00-05:00",
                "Fri, 21 Nov 97 09:55:06 -0600 (CST) | 1997-11-21T09:55:06-06:00",
                "Thu, 13\tFeb 1969 23:32:54 -0330 | 1969-02-13T23:32:54-03:30",
                "Thu Nov 24 09:05:00 2026 | 2026-11-24T09:05:00Z",
                "2026-11-24T09:05:00+01:00 | 2026-11-24T09:05:00+01:00",
                "2026-11-24T09:05:00Z | 2026-11-24T09:05:00Z",
                "24-Nov-2026 09:05:00 GMT+0200 | 2026-11-24T09:05:00+02:00",
                "Tue, 24 Nov 2026 09:05:60 +0000 | 2026-11-24T09:05:59Z",
                "Tue, 24 Nov 2026 9:05:00 PM -0800 | 2026-11-24T21:05:00-08:00",
                "1 Jan 2026 00:00:00 +9999 | 2026-01-01T00:00:00Z"
            })
    void datesOfEveryAgeAreRead(String body, String date) {
        assertThat(Dates.parse(body)).contains(OffsetDateTime.parse(date));
    }

    @ParameterizedTest
    @CsvSource({
        "yesterday",
        "31 Feb 2026 00:00:00 +0000",
        "Tue 99 Nov 2026",
        "(((((",
        "Nov",
        "99999999999 Nov 2026"
    })
    void whatIsNoDateIsNone(String body) {
        assertThat(Dates.parse(body)).isEmpty();
    }

    @Test
    void datesAreWrittenAsTheStandardHasThem() {
        assertThat(Dates.format(OffsetDateTime.parse("2026-11-04T09:05:00+01:00")))
                .isEqualTo("Wed, 4 Nov 2026 09:05:00 +0100");
        assertThat(Dates.format(OffsetDateTime.parse("2026-11-04T09:05:00Z")))
                .isEqualTo("Wed, 4 Nov 2026 09:05:00 +0000");
    }

    @Test
    void identifiersStandBetweenBrackets() {
        assertThat(MessageIds.parse("<a@b> (x) <c @d>,<a@b>"))
                .containsExactly(new MessageId("a@b"), new MessageId("c@d"));
        assertThat(MessageIds.parse("a@b c@d"))
                .containsExactly(new MessageId("a@b"), new MessageId("c@d"));
        assertThat(MessageIds.parse("<<a@b>")).containsExactly(new MessageId("a@b"));
        assertThat(MessageIds.parse("nothing <> here")).isEmpty();
    }

    @Test
    void ofManyReferencesBothEndsAreKept() {
        var body = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            body.append("<").append(i).append("@x>\r\n ");
        }
        byte[] message =
                ("References: " + body + "\r\nIn-Reply-To: <99999@x>\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);

        List<MessageId> ids = TopScanner.scan(message, 0, message.length).references();

        assertThat(ids).hasSize(200);
        assertThat(ids.getFirst()).isEqualTo(new MessageId("0@x"));
        assertThat(ids.getLast()).isEqualTo(new MessageId("99999@x"));
    }

    @Test
    void theTopOfAMessageIsReadInOnePass() {
        byte[] message =
                """
                Received: from somewhere
                DATE: Tue, 24 Nov 2026 09:05:00 +0100
                From: =?utf-8?Q?Ad=C3=A1?= <ada@example.org>
                To: Grace <grace@example.org>, b@example.org
                Cc: c@example.org
                Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
                 again
                Message-ID: <1@example.org>
                References: <0@example.org>
                In-Reply-To: <0@example.org>
                List-Id: The list <list.example.org>
                Content-Type: multipart/mixed; boundary=x

                Subject: not this
                """
                        .getBytes(StandardCharsets.UTF_8);

        TopOfMessage top = TopScanner.scan(message, 0, message.length);

        assertThat(top.date())
                .contains(OffsetDateTime.parse("2026-11-24T09:05:00+01:00").toInstant());
        assertThat(top.from()).isEqualTo("Adá");
        assertThat(top.fromAddress()).isEqualTo("ada@example.org");
        assertThat(top.to()).isEqualTo("grace@example.org b@example.org c@example.org");
        assertThat(top.toName()).isEqualTo("Grace");
        assertThat(top.subject()).isEqualTo("Grüße again");
        assertThat(top.messageId()).contains(new MessageId("1@example.org"));
        assertThat(top.references()).containsExactly(new MessageId("0@example.org"));
        assertThat(top.listId()).isEqualTo("list.example.org");
        assertThat(top.hasAttachment()).isTrue();
    }

    @Test
    void nothingAtAllHasAnEmptyTop() {
        TopOfMessage top = TopScanner.scan(new byte[0], 0, 0);

        assertThat(top.subject()).isEmpty();
        assertThat(top.date()).isEmpty();
        assertThat(top.messageId()).isEmpty();
    }

    private static List<Field> fields(String header) {
        byte[] octets = header.getBytes(StandardCharsets.UTF_8);
        return HeaderParser.parse(octets, 0, octets.length).fields();
    }
}
