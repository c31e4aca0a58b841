package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.Corpus;
import hazel.mail.Part;
import hazel.text.Harmless;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens all the mail nobody here wrote, as a reader would.
class CorpusTest {

    /// How long a message took, for the report.
    record Took(String name, long millis) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mime",
                "hostile",
                "bounces",
                "spam-html",
                "dkim",
                "openpgp",
                "smime",
                "tnef"
            })
    void everyMessageOpensAndShowsNoControlCharacter(String folder) throws IOException {
        var slowest = new ArrayList<Took>();
        for (Path file : Corpus.files(folder)) {
            String name = file.getFileName().toString();
            if (name.equals("expected.json")) {
                continue;
            }
            byte[] message = Corpus.read(file);
            long start = System.nanoTime();
            List<String> shown = open(message);
            slowest.add(new Took(name, (System.nanoTime() - start) / 1_000_000));
            assertThat(shown).as(name).noneMatch(CorpusTest::hasControl);
        }
        slowest.sort((a, b) -> Long.compare(b.millis(), a.millis()));
        System.out.println(
                folder
                        + ": "
                        + slowest.size()
                        + " messages, slowest "
                        + slowest.subList(0, Math.min(8, slowest.size())));
        assertThat(slowest).isNotEmpty();
    }

    /// All that a screen would show of a message.
    static List<String> open(byte[] message) {
        var shown = new ArrayList<String>();
        TopOfMessage top = TopScanner.scan(message, 0, message.length);
        shown.add(Harmless.line(top.subject()));
        shown.add(Harmless.line(top.from()));
        shown.add(Harmless.line(top.to()));
        Part root = MessageParser.parse(message);
        root.header().fields().stream()
                .limit(500)
                .forEach(f -> shown.add(Harmless.line(Words.decode(f.body()))));
        root.header()
                .all("From")
                .forEach(b ->
                        AddressParser.parse(b)
                                .forEach(a -> shown.add(Harmless.line(a.toString()))));
        root.header()
                .all("To")
                .forEach(b ->
                        AddressParser.parse(b)
                                .forEach(a -> shown.add(Harmless.line(a.toString()))));
        shown.addAll(Outline.of(root));
        for (Preference preference : Preference.values()) {
            for (Block block : Readable.of(message, root, preference)) {
                switch (block) {
                    case Block.Text text -> shown.addAll(text.lines());
                    case Block.Html html -> {
                        RenderedHtml rendered = HtmlText.render(html.html(), 80);
                        rendered.lines().forEach(l -> shown.add(l.text()));
                        rendered.links().forEach(l -> shown.add(l.text() + " " + l.target()));
                    }
                    case Block.Attachment attachment -> {
                        shown.add(attachment.name());
                        shown.add(attachment.type());
                        shown.add(
                                FileNames.harmless(
                                        attachment.part().fileName().orElse(""), "part"));
                    }
                    case Block.Embedded embedded ->
                            embedded.header()
                                    .first("Subject")
                                    .ifPresent(s -> shown.add(Harmless.line(s)));
                    case Block.Notice notice -> shown.add(notice.text());
                }
            }
        }
        return shown;
    }

    static boolean hasControl(String line) {
        return line.chars()
                .anyMatch(c ->
                        c < ' '
                                || (c >= 0x7f && c < 0xa0)
                                || (c >= 0x202a && c <= 0x202e)
                                || (c >= 0x2066 && c <= 0x2069));
    }
}
