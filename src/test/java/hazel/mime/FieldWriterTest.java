package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.MediaType;
import hazel.mail.MessageId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class FieldWriterTest {

    private static final List<String> SCRIPTS =
            List.of(
                    "plain",
                    "Größe",
                    "Ελλάδα",
                    "Жанна",
                    "日本語の件名",
                    "עברית",
                    "العربية",
                    "हिन्दी",
                    "😀👩‍👩‍👧",
                    "=?utf-8?Q?no?=",
                    "\"quoted\"",
                    "back\\slash",
                    "a,b;c:d<e>@(f)",
                    "x".repeat(80),
                    "é".repeat(90),
                    "two  blanks",
                    "three   blanks");
    private static final List<String> INJECTED =
            List.of(
                    "\r\nBcc: thief@evil.example",
                    "\n",
                    "\r",
                    "\u0000",
                    "\u001b[2J",
                    "\u0085",
                    "\u2028",
                    "\t");

    private static String text(Random random, List<String> words) {
        var out = new StringBuilder();
        for (int n = random.nextInt(8); n >= 0; n--) {
            out.append(words.get(random.nextInt(words.size())))
                    .append(random.nextBoolean() ? " " : "");
        }
        return out.toString();
    }

    private static String body(String field) {
        return HeaderParser.parse(field.getBytes(UTF_8), 0, field.getBytes(UTF_8).length)
                .fields()
                .getFirst()
                .body();
    }

    /// One field, every line of it ended, folded and short, nothing but printable ASCII in it.
    private static void isOneField(String field) {
        assertThat(field).endsWith("\r\n");
        String[] lines = field.substring(0, field.length() - 2).split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).hasSizeLessThanOrEqualTo(998).matches("[ -~]*[!-~][ -~]*");
            assertThat(lines[i].startsWith(" ")).isEqualTo(i > 0);
            if (lines[i].contains("=?utf-8?")) {
                assertThat(lines[i]).as("RFC 2047 section 2").hasSizeLessThanOrEqualTo(76);
            }
        }
    }

    @Test
    void whateverTheSubjectItComesBack() throws Exception {
        var random = new Random(5322);
        for (int round = 0; round < 2_000; round++) {
            String text = text(random, SCRIPTS);
            String field = FieldWriter.unstructured("Subject", text);
            isOneField(field);
            assertThat(Words.decode(body(field))).isEqualTo(FieldWriter.clean(text));
        }
    }

    @Test
    void noTextBecomesASecondField() throws Exception {
        var random = new Random(2047);
        List<String> all = new ArrayList<>(SCRIPTS);
        all.addAll(INJECTED);
        for (int round = 0; round < 2_000; round++) {
            String text = text(random, all);
            isOneField(FieldWriter.unstructured("Subject", text));
            isOneField(
                    FieldWriter.parameters(
                            "Content-Disposition",
                            "attachment",
                            new TreeMap<>(Map.of("filename", text))));
            isOneField(FieldWriter.contentType(new MediaType(text, text, Map.of(text, text))));
        }
    }

    @Test
    void anyListOfAddressesComesBack() throws Exception {
        var random = new Random(822);
        for (int round = 0; round < 500; round++) {
            List<Address> addresses = new ArrayList<>();
            for (int n = random.nextInt(12); n >= 0; n--) {
                String name = FieldWriter.clean(text(random, SCRIPTS));
                addresses.add(new Address(name, "u" + n, "example.org"));
            }
            String field = FieldWriter.addresses("To", addresses);
            isOneField(field);
            assertThat(AddressParser.parse(body(field))).isEqualTo(addresses);
        }
    }

    @Test
    void anAddressReadFromGarbageIsWrittenAsOneAddressOrRefused() {
        var random = new Random(6532);
        String signs = "ab@.,;:<>()\"\\[] \u00e9\u2003=?'%!";
        for (int round = 0; round < 20_000; round++) {
            var garbage = new StringBuilder();
            for (int n = 3 + random.nextInt(25); n > 0; n--) {
                garbage.append(signs.charAt(random.nextInt(signs.length())));
            }
            for (Address address : AddressParser.parse(garbage.toString())) {
                assertThat(mailboxes(address)).as(garbage.toString()).isBetween(0, 1);
            }
        }
    }

    /// As many addresses as are read where this one was written; none where it was refused.
    private static int mailboxes(Address address) {
        try {
            return AddressParser.parse(body(FieldWriter.addresses("To", List.of(address)))).size();
        } catch (MailException _) {
            return 0;
        }
    }

    @Test
    void aLocalPartWithSpecialsIsQuotedAndADomainWithThemRefused() throws Exception {
        assertThat(FieldWriter.addresses("To", List.of(new Address("", "a, b@c", "example.org"))))
                .isEqualTo("To: \"a, b@c\"@example.org\r\n");
        assertThat(FieldWriter.addresses("To", List.of(new Address("", "\"a b\"", "example.org"))))
                .isEqualTo("To: \"a b\"@example.org\r\n");
        assertThat(FieldWriter.addresses("To", List.of(new Address("", "a..b", "[192.0.2.1]"))))
                .isEqualTo("To: a..b@[192.0.2.1]\r\n");
        assertThatThrownBy(() ->
                        FieldWriter.addresses("To", List.of(new Address("", "a", "x>, <b@y"))))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("not a domain");
    }

    @Test
    void anyFileNameComesBack() throws Exception {
        var random = new Random(2231);
        // the reader takes an encoded word in a file name for one, as too many programs send it
        List<String> words = SCRIPTS.stream().filter(w -> !w.startsWith("=?")).toList();
        for (int round = 0; round < 1_000; round++) {
            String name = FieldWriter.clean(text(random, words));
            String field =
                    FieldWriter.parameters(
                            "Content-Disposition",
                            "attachment",
                            new TreeMap<>(Map.of("filename", name)));
            isOneField(field);
            byte[] message = (field + "\r\nx\r\n").getBytes(UTF_8);
            assertThat(MessageParser.parse(message).fileName()).contains(name);
        }
    }

    @Test
    void aNameIsQuotedOrEncodedNeverBoth() throws Exception {
        assertThat(
                        FieldWriter.addresses(
                                "To",
                                List.of(
                                        new Address("Ada, Countess", "a", "example.org"),
                                        new Address("Größe, \"X\"", "b", "example.org"),
                                        new Address("Ada King", "c", "example.org"))))
                .isEqualTo(
                        """
                        To: "Ada, Countess" <a@example.org>, =?utf-8?B?R3LDtsOfZSwgIlgi?=\r
                         <b@example.org>, Ada King <c@example.org>\r
                        """);
    }

    @Test
    void encodedWordsNeverDivideACharacter() throws Exception {
        assertThat(FieldWriter.unstructured("Subject", "日本語の件名がとても長くて一行に入らない場合の折り返し"))
                .isEqualTo(
                        """
                        Subject: =?utf-8?B?5pel5pys6Kqe44Gu5Lu25ZCN44GM44Go44Gm44KC6ZW344GP44Gm?=\r
                         =?utf-8?B?5LiA6KGM44Gr5YWl44KJ44Gq44GE5aC05ZCI44Gu5oqY44KK6L+U44GX?=\r
                        """);
    }

    @Test
    void aLongFileNameGoesInNumberedPieces() throws Exception {
        assertThat(
                        FieldWriter.parameters(
                                "Content-Disposition",
                                "attachment",
                                new TreeMap<>(
                                        Map.of("filename", "über " + "x".repeat(60) + ".pdf"))))
                .isEqualTo(
                        """
                        Content-Disposition: attachment;\r
                         filename*0*=utf-8''%C3%BCber%20xxxxxxxxxxxxxxxxxxxxxxxxxxx;\r
                         filename*1*=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.pdf\r
                        """);
    }

    @Test
    void identifiersAreFoldedBetweenEachOther() throws Exception {
        assertThat(
                        FieldWriter.ids(
                                "References",
                                List.of(
                                        new MessageId("a".repeat(40) + "@example.org"),
                                        new MessageId("b".repeat(40) + "@example.org"))))
                .isEqualTo(
                        "References: <"
                                + "a".repeat(40)
                                + "@example.org>\r\n <"
                                + "b".repeat(40)
                                + "@example.org>\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Y", "X:", "X\r\nBcc", "É", "X\u0000"})
    void aNameThatIsNoFieldNameIsRefused(String name) {
        assertThatThrownBy(() -> FieldWriter.unstructured(name, "x"))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("not a header field name");
    }

    @Test
    void whatNoLineCanCarryIsRefusedAndNotCut() {
        var address = new Address("", "a".repeat(1000), "example.org");
        assertThatThrownBy(() -> FieldWriter.addresses("To", List.of(address)))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("more than a line of mail can carry");
    }
}
