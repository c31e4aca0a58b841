package hazel.mime;

import org.jsoup.nodes.Element;

import java.util.Locale;
import java.util.regex.Pattern;

/// Whether a sender took care that an element is not seen: preheaders, text against filters, words
/// in font size 0.
final class HtmlHidden {

    private static final Pattern HIDES =
            Pattern.compile(
                    "(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all"
                        + "|(?:font-size|opacity|max-height|max-width):(?:0+(?:\\.0+)?|0?\\.0\\d*|1px)"
                        + "(?:px|pt|em|rem|%)?(?=;|!|$))");

    private static final int LONGEST = 4096;

    private HtmlHidden() {}

    static boolean isHidden(Element element) {
        if (element.attributesSize() == 0) {
            return false;
        }
        if (element.hasAttr("hidden")) {
            return true;
        }
        String style = element.attr("style");
        if (style.isEmpty()) {
            return false;
        }
        var tight = new StringBuilder();
        style.chars().limit(LONGEST).filter(c -> c > ' ').forEach(c -> tight.append((char) c));
        return HIDES.matcher(tight.toString().toLowerCase(Locale.ROOT)).find();
    }
}
