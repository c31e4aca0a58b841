package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.mail.Address;
import hazel.text.Harmless;
import hazel.text.Wrap;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// Input made to take quadratic time, endless depth or all memory: each case is a million of
/// something and would not end in the life of a build if it were not linear.
class HostileTest {

    private static final int MANY = 1_000_000;

    @Test
    void encodedWordsWithoutEndAreText() {
        for (String piece :
                List.of("=?", "=?u?Q? ", "=?u?B? ", "=?u?Q?=", "=?utf-8?Q?=41 =?u?B?", "?=")) {
            String body = piece.repeat(MANY / 4);
            assertThat(Words.decode(body + "?=")).isNotEmpty();
            assertThat(Words.decode("=?utf-8?Q?=41?=" + body)).startsWith("A");
        }
        assertThat(Words.decode("=?utf-8?B?YQ?= ".repeat(MANY / 10))).hasSizeGreaterThan(MANY / 20);
    }

    @Test
    void punctuationInAddressesWithoutEndIsNothing() {
        for (String piece :
                List.of(
                        "[", "(", "<", "\"", "\\", ":", ";", "<\"", "(\"", "@", " @ ", "<@a:", "=?",
                        "((", ")(")) {
            String body = piece.repeat(MANY / piece.length());
            assertThat(AddressParser.parse(body + " a@b.c").size())
                    .as(piece)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void parametersWithoutEndAreRead() {
        for (String piece : List.of(";", ";x=", ";x=\"", ";x*0*=%41", ";x*", "=", ";\"")) {
            assertThat(Parameters.parse("a/b" + piece.repeat(MANY / 4)).value()).startsWith("a/b");
        }
    }

    @Test
    void headersWithoutEndAreBounded() {
        for (String piece :
                List.of(
                        "a:\n",
                        "a\n",
                        " \n",
                        "x: y\n \n",
                        ":\n",
                        "From \n",
                        "a: b\nbad line\n",
                        "\n")) {
            byte[] message = piece.repeat(MANY).getBytes(StandardCharsets.US_ASCII);
            assertThat(MessageParser.parse(message).header().fields())
                    .hasSizeLessThanOrEqualTo(HeaderParser.FIELDS);
            assertThat(TopScanner.scan(message, 0, message.length).subject()).isEmpty();
        }
    }

    @Test
    void htmlWithoutEndIsRendered() {
        for (String piece :
                List.of(
                        "<a href=x>",
                        "<table>",
                        "<table><tr><td>x",
                        "<b>",
                        "<font><p>",
                        "<a><b><div>",
                        "<ul><li>",
                        "<p><i>",
                        "&",
                        "<",
                        "<!--",
                        "<x y=",
                        "<select><option>",
                        "<svg><math>",
                        "<td>",
                        "</p>",
                        "<pre>\n",
                        "<blockquote>x",
                        "<img alt=y>",
                        "<br>")) {
            RenderedHtml html = HtmlText.render(piece.repeat(MANY / piece.length()), 60);
            assertThat(html.lines().size()).as(piece).isLessThanOrEqualTo(100_001);
        }
    }

    @Test
    void linesWithoutEndAreWrapped() {
        assertThat(Wrap.lines("x".repeat(MANY * 10), 80).size()).isEqualTo(MANY / 8);
        assertThat(Wrap.lines("世".repeat(MANY), 80).size()).isEqualTo(MANY / 40);
        assertThat(Wrap.lines(" ".repeat(MANY) + "x", 80).size()).isLessThan(4);
        assertThat(Harmless.line("e" + "\u0301".repeat(MANY))).hasSize(1 + 12);
        assertThat(Harmless.block("\t".repeat(MANY / 100))).hasSize(1);
    }

    @Test
    void nestedReferencesAndDatesWithoutEndAreBounded() {
        assertThat(MessageIds.parse("<".repeat(MANY))).isEmpty();
        assertThat(MessageIds.parse("<a@b>".repeat(MANY))).hasSize(1);
        assertThat(MessageIds.parse("a@b ".repeat(MANY))).hasSize(1);
        assertThat(Dates.parse("(".repeat(MANY))).isEmpty();
        assertThat(FileNames.harmless("../".repeat(MANY) + "a".repeat(MANY), "x")).hasSize(200);
    }

    @Test
    void theAddressThatCountsIsAlwaysShown() throws IOException {
        try (var reader =
                Json.createReader(Files.newInputStream(Corpus.path("hostile/expected.json")))) {
            for (var entry : reader.readObject().entrySet()) {
                JsonObject expected = entry.getValue().asJsonObject();
                byte[] message = Corpus.read(Corpus.path("hostile/" + entry.getKey()));
                TopOfMessage top = TopScanner.scan(message, 0, message.length);
                if (expected.containsKey("must_show_address")) {
                    assertThat(top.fromAddress())
                            .as(entry.getKey())
                            .isEqualTo(expected.getString("must_show_address"));
                }
                if (expected.containsKey("real_domain")) {
                    assertThat(Address.parse(top.fromAddress()).map(Address::domain))
                            .as(entry.getKey())
                            .contains(expected.getString("real_domain"));
                }
                if (expected.containsKey("must_not_claim")) {
                    assertThat(Harmless.line(top.from() + top.fromAddress()))
                            .as(entry.getKey())
                            .doesNotContain(expected.getString("must_not_claim"));
                }
            }
        }
    }

    @Test
    void everySuggestedNameBecomesOneHarmlessComponent() throws IOException {
        for (var file : Corpus.files("hostile")) {
            byte[] message = Corpus.read(file);
            MessageParser.parse(message)
                    .walk()
                    .limit(100)
                    .flatMap(p -> p.fileName().stream())
                    .map(name -> FileNames.harmless(name, "part"))
                    .forEach(name ->
                            assertThat(name)
                                    .as(file.toString())
                                    .isNotEmpty()
                                    .doesNotStartWith(".")
                                    .doesNotStartWith("-")
                                    .doesNotContain("/", "\\", "\u202e", "\n", "\0"));
        }
    }
}
