package hazel.text;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;

import jakarta.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class HarmlessTest {

    @Test
    void controlCharactersBecomePictures() {
        assertThat(Harmless.line("a\u001b[2Jb\u0007\u007f\0")).isEqualTo("a␛[2Jb␇␡␀");
        assertThat(Harmless.line("a\tb\r\nc")).isEqualTo("a b␍␊c");
        assertThat(Harmless.line("a\u009b2Jb\u0085")).isEqualTo("a\ufffd2Jb\ufffd");
    }

    @Test
    void halvesOfSurrogatePairsAndNonCharactersAreReplaced() {
        assertThat(Harmless.line("a\ud83db\ude00")).isEqualTo("a\ufffdb\ufffd");
        assertThat(Harmless.line("a\ufffe\ufff9b")).isEqualTo("a\ufffd\ufffdb");
    }

    @Test
    void bidirectionalOverridesAreShown() {
        assertThat(Harmless.line("invoice\u202efdp.exe")).isEqualTo("invoice[U+202E]fdp.exe");
        assertThat(Harmless.line("\u2066x\u2069")).isEqualTo("[U+2066]x[U+2069]");
        assertThat(Harmless.line("a\u2028b")).isEqualTo("a\u2424b");
    }

    @Test
    void directionMarksStayOnlyAmongRightToLeftLetters() {
        assertThat(Harmless.line("a\u200eb\u200fc\u061cd")).isEqualTo("abcd");
        assertThat(Harmless.line("שלום\u200f!")).isEqualTo("שלום\u200f!");
    }

    @Test
    void whatOnlyHidesIsLeftOut() {
        assertThat(Harmless.line("pay\u200bpal\u2060\ufeff\u00ad")).isEqualTo("paypal");
        assertThat(Harmless.line("a\ufe0f\ufe01b")).isEqualTo("ab");
        assertThat(Harmless.line("x" + Character.toString(0xe0041) + "y")).isEqualTo("xy");
        assertThat(Harmless.line("is\u200cAdmin\u200d")).isEqualTo("isAdmin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grüße aus Köln",
                "会議の議事録",
                "می\u200cخواهم",
                "👨‍👩‍👧 👍🏽 ❤️ 🇩🇪 1️⃣",
                "क्‍ष",
                "ภาษาไทย ก็ นี้",
                "Nguye\u0302\u0303n",
                "שָׁלוֹם",
                "한국어",
                "naïve – “quoted” … ½ €"
            })
    void textOfLivingScriptsIsUntouched(String text) {
        assertThat(Harmless.line(text)).isEqualTo(text);
    }

    @Test
    void aTowerOfAccentsIsCutDown() {
        assertThat(Harmless.line("Z" + "\u0301".repeat(10_000)).length())
                .isEqualTo(1 + Harmless.MARKS);
    }

    @Test
    void aBlockIsDividedAtEveryKindOfLineEndAndItsTabsExpanded() {
        assertThat(Harmless.block("a\r\nb\nc\rd")).containsExactly("a", "b", "c", "d");
        assertThat(Harmless.block("a\tb\n\tc\n1234567\t8\n世\tx"))
                .containsExactly("a       b", "        c", "1234567 8", "世      x");
        assertThat(Harmless.block("a\n\n")).containsExactly("a", "");
        assertThat(Harmless.block("")).isEmpty();
    }

    @Test
    void noNaughtyStringReachesTheTerminal() throws IOException {
        try (var reader =
                Json.createReader(
                        Files.newInputStream(Corpus.path("vectors/naughty-strings.json")))) {
            for (var value : reader.readObject().getJsonArray("cases")) {
                assertClean(Harmless.line(value.asJsonObject().getString("s")));
            }
        }
    }

    @Test
    void noBidirectionalLineReordersAnything() throws IOException {
        try (var reader =
                Json.createReader(Files.newInputStream(Corpus.path("vectors/bidi-lines.json")))) {
            for (var value : reader.readObject().getJsonArray("cases")) {
                String line = Harmless.line(value.asJsonObject().getString("line"));
                assertClean(line);
                assertThat(line).doesNotContain("\u200b");
            }
        }
    }

    @Test
    void noTerminalSequenceSurvives() throws IOException {
        for (Path file : Corpus.files("terminal-escapes")) {
            String text = new String(Corpus.read(file), StandardCharsets.ISO_8859_1);
            Harmless.block(text).forEach(HarmlessTest::assertClean);
        }
    }

    private static void assertClean(String line) {
        assertThat(
                        line.codePoints()
                                .noneMatch(c ->
                                        c < ' '
                                                || (c >= 0x7f && c < 0xa0)
                                                || (c >= 0x202a && c <= 0x202e)
                                                || (c >= 0x2066 && c <= 0x2069)
                                                || (c >= 0xd800 && c <= 0xdfff)))
                .as(line)
                .isTrue();
    }
}
