package hazel.mime;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/// HTML laid out as text for a terminal.
///
/// Nothing is fetched and nothing runs: scripts, styles and frames are dropped, images become the
/// words that stand for them, links are listed with the targets they really have. What the sender
/// hid is not shown.
///
/// Limits: 128 levels, deeper ones are flattened; 2 Mi characters after embedded `data:` images are
/// taken out, with a notice where something is missing.
public final class HtmlText {

    private static final int LONGEST = 2 << 20;

    private static final int DEPTH = 128;

    /// The shortest `data:` address that is taken out before parsing.
    private static final int DATA = 256;

    private HtmlText() {}

    /// @param columns of the screen; fewer than 10 count as 10
    public static RenderedHtml render(String html, int columns) {
        String lean = withoutData(html);
        boolean cut = lean.length() > LONGEST;
        Document document =
                Jsoup.parse(
                        cut ? lean.substring(0, LONGEST) : lean,
                        "",
                        Parser.htmlParser().setMaxDepth(DEPTH));
        var layout = new HtmlLayout(Math.max(10, columns));
        layout.walk(document.body());
        if (cut) {
            layout.notice(
                    "[The rest is not shown: this HTML has "
                            + Outline.size(html.length())
                            + " characters.]");
        }
        return layout.result();
    }

    /// Images written out in the text itself are most of a large message and none of its words.
    private static String withoutData(String html) {
        int at = html.indexOf("data:");
        if (at < 0) {
            return html;
        }
        var out = new StringBuilder();
        int done = 0;
        while (at >= 0) {
            int end = at + 5;
            while (end < html.length() && isOfData(html.charAt(end))) {
                end++;
            }
            if (end - at >= DATA) {
                out.append(html, done, at);
                done = end;
            }
            at = html.indexOf("data:", end);
        }
        return out.append(html, done, html.length()).toString();
    }

    private static boolean isOfData(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '+' && c <= ';')
                || (c >= 'A' && c <= 'Z')
                || c == '='
                || c == '%'
                || c == '_';
    }
}
