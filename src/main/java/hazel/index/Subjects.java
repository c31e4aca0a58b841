package hazel.index;

import java.util.Locale;
import java.util.Set;

/// The base subject of RFC 5256 section 2.1: without what replies, forwards and mailing lists put
/// before it, in the languages they do it in.
public final class Subjects {

    private static final Set<String> PREFIXES =
            Set.of(
                    "re", "fwd", "fw", "aw", "antw", "sv", "vs", "vb", "wg", "tr", "rv", "enc",
                    "res", "odp", "ref", "回复", "转发", "答复");

    /// No colon of a beginning is further from its start.
    static final int LONGEST_PREFIX = 10;

    private Subjects() {}

    public static String base(String subject) {
        return subject.substring(start(subject)).stripTrailing().toLowerCase(Locale.ROOT);
    }

    /// Where the base begins.
    static int start(String subject) {
        String rest = subject.strip();
        int before;
        do {
            before = rest.length();
            rest = afterBracket(afterPrefix(rest)).strip();
        } while (rest.length() < before && !rest.isEmpty());
        return subject.stripTrailing().length() - rest.length();
    }

    /// Whether it looks like an answer to something.
    public static boolean isReply(String subject) {
        String stripped = subject.strip();
        return afterPrefix(afterBracket(stripped).strip()).length()
                < afterBracket(stripped).strip().length();
    }

    /// After `Re:`, `Re[2]:`, `AW :`, or the same.
    private static String afterPrefix(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon > LONGEST_PREFIX) {
            return text;
        }
        String word = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        int bracket = word.indexOf('[');
        if (bracket > 0 && word.endsWith("]")) {
            word = word.substring(0, bracket);
        }
        return PREFIXES.contains(word) ? text.substring(colon + 1) : text;
    }

    /// After `[list]`, where something follows it.
    private static String afterBracket(String text) {
        int end = text.startsWith("[") ? text.indexOf(']') : -1;
        return end > 0 && end < 40 && !text.substring(end + 1).isBlank()
                ? text.substring(end + 1)
                : text;
    }
}
