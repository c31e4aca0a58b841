package hazel.mime;

import static org.assertj.core.api.Assertions.assertThat;

import hazel.mime.RenderedHtml.Mark;

import org.junit.jupiter.api.Test;

import java.util.Set;

class HtmlTextTest {

    @Test
    void paragraphsAreWrappedWithABlankRowBetween() {
        assertThat(text("<p>the quick brown fox</p>\n<p>jumps</p>", 10))
                .isEqualTo("the quick\nbrown fox\n\njumps");
    }

    @Test
    void linksAreNumberedAndListedWithTheirRealTarget() {
        RenderedHtml html =
                HtmlText.render(
                        "Go <a href=\"http://evil.example/\">http://bank.example</a> now", 80);

        assertThat(html.text()).isEqualTo("Go http://bank.example[1] now");
        assertThat(html.links())
                .containsExactly(
                        new RenderedHtml.Link(1, "http://bank.example", "http://evil.example/"));
    }

    @Test
    void marksSayHowASpanLooks() {
        RenderedHtml html = HtmlText.render("<h1>Big</h1>a <b>b<i>c</i></b>", 80);

        assertThat(html.lines().getFirst().spans().getFirst().marks())
                .isEqualTo(Set.of(Mark.HEADING));
        assertThat(html.lines().getLast().spans().getLast())
                .isEqualTo(new RenderedHtml.Span("c", Set.of(Mark.BOLD, Mark.ITALIC), 0));
    }

    @Test
    void listsHaveBulletsAndNumbers() {
        assertThat(
                        text(
                                "<ul><li>one two three</li><li>four<ol"
                                        + " start=3><li>a</li><li>b</li></ol></li></ul>",
                                20))
                .isEqualTo("• one two three\n• four\n  3. a\n  4. b");
    }

    @Test
    void quotationsAreMarkedAndCounted() {
        RenderedHtml html =
                HtmlText.render("a<blockquote>b<blockquote>c</blockquote></blockquote>", 20);

        assertThat(html.text()).isEqualTo("a\n\n> b\n>\n> > c");
        assertThat(html.lines().getLast().quoteDepth()).isEqualTo(2);
    }

    @Test
    void preformattedTextKeepsItsSpaces() {
        assertThat(text("x<pre>  a   b\n    c</pre>y", 40)).isEqualTo("x\n\n  a   b\n    c\n\ny");
    }

    @Test
    void aTableOfDataIsAlignedWhereItFits() {
        String table =
                "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>3</td></tr><tr><td>Chocolate</td><td>12</td></tr></table>";
        assertThat(text(table, 40)).isEqualTo("Item       Price\nTea        3\nChocolate  12");
        assertThat(text(table, 12)).isEqualTo("Item\nPrice\nTea\n3\nChocolate\n12");
    }

    @Test
    void aTableThatOnlyPlacesThingsIsReadCellByCell() {
        assertThat(
                        text(
                                "<table"
                                    + " role=presentation><tr><td>a</td><td><p>b</p></td></tr></table>",
                                40))
                .isEqualTo("a\n\nb");
    }

    @Test
    void whatIsHiddenOrRunsIsNotShown() {
        assertThat(
                        text(
                                "<style>x{}</style><script>y()</script><div style='display:"
                                        + " none'>z</div><span"
                                        + " style=\"FONT-SIZE:0px;color:red\">w</span><p"
                                        + " hidden>v</p><div"
                                        + " style='max-height:0;overflow:hidden'>u</div><b"
                                        + " style='font-size:10px'>shown</b><!-- no -->",
                                40))
                .isEqualTo("shown");
    }

    @Test
    void imagesAreTheirWords() {
        assertThat(text("<img src=http://t.example/x.gif><img src=y alt='A cat'>", 40))
                .isEqualTo("[A cat]");
    }

    @Test
    void entitiesCannotBecomeControlCharacters() {
        assertThat(text("a&#27;[2J&#x9b;&#8238;b", 40)).isEqualTo("a␛[2J›[U+202E]b");
        assertThat(HtmlText.render("<a href='x&#10;y&#27;z'>t</a>", 40).links().getFirst().target())
                .isEqualTo("xyz");
    }

    @Test
    void aScriptIsNoLink() {
        assertThat(HtmlText.render("<a href=' JavaScript:x()'>t</a>", 40).links()).isEmpty();
    }

    @Test
    void nestingWithoutEndIsFlattened() {
        assertThat(text("<div>".repeat(100_000) + "deep", 40)).isEqualTo("deep");
        assertThat(text("<blockquote>".repeat(1000) + "deep", 40)).endsWith("deep");
        assertThat(text("<table><tr><td>".repeat(5000) + "deep", 40)).endsWith("deep");
        assertThat(text("<b><i>".repeat(20_000) + "deep", 40)).isEqualTo("deep");
    }

    @Test
    void tooMuchIsCutAndSaidSo() {
        assertThat(text("word ".repeat(500_000), 40))
                .startsWith("word word")
                .contains("[The rest is not shown");
        assertThat(text("<p>a</p>".repeat(100_000), 40)).endsWith("[The rest is not shown.]");
        assertThat(text("a<img src='data:image/png;base64," + "A".repeat(5_000_000) + "'>b", 40))
                .isEqualTo("ab");
    }

    @Test
    void nothingIsNothing() {
        assertThat(text("", 40)).isEmpty();
        assertThat(text("<", 40)).isEqualTo("<");
    }

    private static String text(String html, int columns) {
        return HtmlText.render(html, columns).text();
    }
}
