package hazel.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.Field;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.MessageId;
import hazel.mail.Part;
import hazel.mime.Content;
import hazel.mime.MessageParser;
import hazel.mime.WireForm;
import hazel.mime.Words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class DraftWriterTest {

    private static final Address ADA = new Address("Ada", "ada", "example.org");
    private static final Address BOB = new Address("Bob", "bob", "example.com");
    private static final Stamp STAMP =
            new Stamp(OffsetDateTime.parse("2026-11-24T10:00:00+01:00"), "t0k3n");
    private static final Draft DRAFT =
            Draft.blank(Identity.of(ADA))
                    .withTo(List.of(BOB))
                    .withSubject("Hi")
                    .withBody("Hello.\n");
    private static final List<String> INJECTED =
            List.of(
                    "\r\nBcc: thief@evil.example\r\n\r\n",
                    "\n",
                    "\r",
                    "\u0000",
                    "\u001b]0;x\u0007");

    @TempDir Path dir;

    private static String wire(Draft draft) throws MailException {
        return new String(DraftWriter.plain().write(draft, STAMP).wire(), UTF_8);
    }

    private static String header(String message) {
        return message.substring(0, message.indexOf("\r\n\r\n") + 2);
    }

    private static List<String> names(String message) {
        return MessageParser.parse(message.getBytes(UTF_8)).header().fields().stream()
                .map(Field::name)
                .toList();
    }

    /// What holds for every message: CR only before LF, no NUL, no line over 998 octets, 7 bits.
    private static void isFitForTheWire(byte[] message) {
        String text = new String(message, ISO_8859_1);
        assertThat(text).endsWith("\r\n");
        for (String line : text.split("\r\n", -1)) {
            assertThat(line).hasSizeLessThanOrEqualTo(998);
            assertThat(line.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0 || c > 0x7f))
                    .as(line)
                    .isTrue();
        }
    }

    @Test
    void aSmallMessageReadsLikeThis() throws Exception {
        assertThat(wire(DRAFT))
                .isEqualTo(
                        """
                        Date: Tue, 24 Nov 2026 10:00:00 +0100
                        From: Ada <ada@example.org>
                        To: Bob <bob@example.com>
                        Subject: Hi
                        Message-ID: <t0k3n@example.org>
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=us-ascii
                        Content-Transfer-Encoding: 7bit

                        Hello.
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void anAttachmentWithALongForeignNameReadsLikeThis() throws Exception {
        var attachment =
                Attachment.of(new byte[] {0, 1, 2}, MediaType.of("image", "png"), "Übersicht.png");
        assertThat(wire(DRAFT.attach(attachment)))
                .endsWith(
                        """
                        MIME-Version: 1.0
                        Content-Type: multipart/mixed; boundary="=_0_t0k3n"
                        Content-Transfer-Encoding: 7bit

                        --=_0_t0k3n
                        Content-Type: text/plain; charset=us-ascii
                        Content-Transfer-Encoding: 7bit

                        Hello.

                        --=_0_t0k3n
                        Content-Type: image/png
                        Content-Transfer-Encoding: base64
                        Content-Disposition: attachment; filename*=utf-8''%C3%9Cbersicht.png

                        AAEC

                        --=_0_t0k3n--
                        """
                                .replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "one\n",
                ".\n",
                "..\n.\n",
                "From here\n",
                ">From\n",
                "ends in blank \n",
                "tab\t\n",
                "-- \nAda\n",
                "a=b\n",
                "=3D\n",
                "lone\rcr\n",
                "bell\u0007\n",
                "nul\u0000x\n",
                "Größe\n",
                "日本語\n",
                "😀\n",
                "\u2028\n",
                "\u0085\n",
                "Subject: no\n\nBcc: no\n",
                "--=_0_t0k3n\n",
                "\n\n\n",
                " indented\n",
                "> quoted\n>> twice\n"
            })
    void everyTextComesBackAsItWas(String body) throws Exception {
        byte[] wire = DraftWriter.plain().write(DRAFT.withBody(body), STAMP).wire();
        if (!body.isEmpty()) {
            isFitForTheWire(wire);
        }
        Part part = MessageParser.parse(wire);
        assertThat(new String(Content.octets(wire, part), UTF_8).replace("\r\n", "\n"))
                .isEqualTo(part.mediaType().parameter("format").isPresent() ? " " + body : body);
    }

    @Test
    void theEncodingIsTheSimplestThatCarriesTheText() throws Exception {
        assertThat(wire(DRAFT.withBody("x\n"))).contains("-Encoding: 7bit");
        assertThat(wire(DRAFT.withBody("Größe, sonst nichts weiter\n")))
                .contains("-Encoding: quoted-printable");
        assertThat(wire(DRAFT.withBody("日本語日本語\n"))).contains("-Encoding: base64");
        assertThat(wire(DRAFT.withBody("x".repeat(2000)))).contains("-Encoding: quoted-printable");
        assertThat(wire(DRAFT.withBody("word ".repeat(40) + "end\n"))).contains("format=flowed");
        byte[] eight =
                new DraftWriter(WireForm.EIGHT_BIT, "")
                        .write(DRAFT.withBody("日本語\n"), STAMP)
                        .wire();
        assertThat(new String(eight, UTF_8)).contains("-Encoding: 8bit").endsWith("\r\n日本語\r\n");
    }

    @Test
    void randomTextsComeBack() throws Exception {
        var random = new Random(2045);
        String signs = "ab .=\n\r\t\u0000F\u00e9\u65e5>-";
        for (int round = 0; round < 1_000; round++) {
            var body = new StringBuilder();
            for (int n = random.nextInt(400); n > 0; n--) {
                body.append(
                        random.nextInt(20) == 0
                                ? "From "
                                : signs.charAt(random.nextInt(signs.length())));
            }
            body.append(" \n");
            byte[] wire = DraftWriter.plain().write(DRAFT.withBody(body.toString()), STAMP).wire();
            isFitForTheWire(wire);
            // a blank at the end of a line forbids flowing, so the text comes back to the letter;
            // quoted-printable keeps a lone CR, base64 is for text without
            String back = new String(Content.octets(wire, MessageParser.parse(wire)), UTF_8);
            assertThat(back).isEqualTo(body.toString().replace("\n", "\r\n"));
        }
    }

    @Test
    void nothingTypedBecomesAFieldOfItsOwn() throws Exception {
        List<String> expected =
                List.of(
                        "Date",
                        "From",
                        "To",
                        "Subject",
                        "Message-ID",
                        "Organization",
                        "User-Agent",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        for (String bad : INJECTED) {
            Attachment attachment =
                    Attachment.of(
                                    new byte[] {1},
                                    new MediaType("image" + bad, "png", Map.of("n" + bad, bad)),
                                    "a" + bad + "b")
                            .withDescription("d" + bad + "e")
                            .inline("id" + bad + "x");
            Draft draft =
                    DRAFT.withSubject("s" + bad + "t")
                            .withExtraFields(List.of(new Field("Organization", "o" + bad + "p")))
                            .attach(attachment);
            byte[] wire =
                    new DraftWriter(WireForm.SEVEN_BIT, "Hazel" + bad).write(draft, STAMP).wire();
            isFitForTheWire(wire);
            assertThat(names(new String(wire, UTF_8))).isEqualTo(expected);
            Part part = MessageParser.parse(wire).children().getLast();
            assertThat(part.header().fields())
                    .extracting(Field::name)
                    .containsExactly(
                            "Content-Type",
                            "Content-Transfer-Encoding",
                            "Content-Disposition",
                            "Content-Description",
                            "Content-ID");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bcc",
                "From",
                "MIME-Version",
                "content-type",
                "Resent-To",
                "Received",
                "A B"
            })
    void aFieldOfOurOwnMakingCannotBeGiven(String name) {
        Draft draft = DRAFT.withExtraFields(List.of(new Field(name, "x")));
        assertThatThrownBy(() -> wire(draft)).isInstanceOf(MailException.class);
    }

    @Test
    void hiddenRecipientsAreInTheEnvelopeAndOurOwnCopyAndNowhereElse() throws Exception {
        Draft draft = DRAFT.withTo(List.of()).withBcc(List.of(BOB));
        Outgoing sent = DraftWriter.plain().write(draft, STAMP);
        assertThat(new String(sent.wire(), UTF_8))
                .contains("To: undisclosed-recipients:;\r\n")
                .doesNotContainIgnoringCase("bcc")
                .doesNotContain("bob");
        assertThat(new String(sent.filedCopy(), UTF_8))
                .contains("\r\nBcc: Bob <bob@example.com>\r\n");
        assertThat(sent.envelope().forwardPaths())
                .extracting(Address::addrSpec)
                .containsExactly("bob@example.com");
    }

    @Test
    void senderIsWrittenOnlyWhereItSaysMore() throws Exception {
        assertThat(wire(DRAFT.withSender(Optional.of(ADA)))).doesNotContain("Sender:");
        assertThat(wire(DRAFT.withSender(Optional.of(BOB))))
                .contains("Sender: Bob <bob@example.com>\r\n");
    }

    @Test
    void aLongThreadKeepsItsFirstAndItsLastMessages() throws Exception {
        List<MessageId> thread =
                new ArrayList<>(
                        IntStream.range(0, 500)
                                .mapToObj(n -> new MessageId("m" + n + "@example.com"))
                                .toList());
        thread.add(new MessageId("m499@example.com"));
        thread.add(new MessageId("x".repeat(990)));
        thread.add(new MessageId("m\u00e9@example.com"));
        String references =
                MessageParser.parse(
                                wire(DRAFT.inThread(Optional.of(thread.getLast()), thread))
                                        .getBytes(UTF_8))
                        .header()
                        .first("References")
                        .orElseThrow();
        assertThat(references)
                .startsWith("<m0@example.com> <m480@example.com>")
                .endsWith("<m498@example.com> <m499@example.com>");
    }

    @Test
    void anIdentifierNoLineCanCarryDoesNotForbidTheAnswer() throws Exception {
        var id = new MessageId("x".repeat(997));
        assertThat(wire(DRAFT.inThread(Optional.of(id), List.of(id))))
                .doesNotContain("In-Reply-To")
                .doesNotContain("References");
    }

    @Test
    void aMessageSentAgainHasItsNewFieldsAboveAndIsElseUntouched() throws Exception {
        byte[] original =
                "Received: x\nBcc: hidden@example.net,\n other@example.net\nResent-To: old@example.net\nSubject: s\n\nBcc: kept\n"
                        .getBytes(UTF_8);
        Draft draft =
                DRAFT.withKind(DraftKind.RESEND)
                        .withBcc(List.of(new Address("", "dan", "example.org")))
                        .attach(
                                Attachment.of(
                                        original, MediaType.of("message", "rfc822"), "m.eml"));
        assertThat(wire(draft))
                .isEqualTo(
                        """
                        Resent-Date: Tue, 24 Nov 2026 10:00:00 +0100
                        Resent-From: Ada <ada@example.org>
                        Resent-To: Bob <bob@example.com>
                        Resent-Message-ID: <t0k3n@example.org>
                        Received: x
                        Resent-To: old@example.net
                        Subject: s

                        Bcc: kept
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void tenMegabytesOfAnythingComeBack() throws Exception {
        byte[] octets = new byte[10 << 20];
        new Random(10).nextBytes(octets);
        Path file = Files.write(dir.resolve("big.bin"), octets);
        byte[] wire = DraftWriter.plain().write(DRAFT.attach(Attachment.of(file)), STAMP).wire();
        Part part = MessageParser.parse(wire).children().getLast();
        assertThat(Content.octets(wire, part)).isEqualTo(octets);
    }

    @Test
    void theSubjectComesBackWhateverItIs() throws Exception {
        for (String subject :
                List.of("Größe", "=?utf-8?Q?x?=", "x".repeat(3000), "日本".repeat(200))) {
            String header = header(wire(DRAFT.withSubject(subject)));
            isFitForTheWire(header.getBytes(UTF_8));
            String body =
                    MessageParser.parse(header.getBytes(UTF_8))
                            .header()
                            .first("Subject")
                            .orElseThrow();
            assertThat(Words.decode(body)).isEqualTo(subject);
        }
    }
}
