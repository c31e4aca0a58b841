package hazel.compose;

import java.util.List;

/// The signature and the line that sets it off, `-- ` with its space (RFC 3676 section 4.3).
public final class Signature {

    static final String SEPARATOR = "-- ";

    private Signature() {}

    /// The text with the identity's signature beneath it, after an empty line. A signature that
    /// brings its own separator is not given a second one.
    public static String below(String text, Identity identity) {
        String signature = identity.signature().stripTrailing();
        if (signature.isEmpty()) {
            return text;
        }
        boolean bringsItsOwn = signature.equals("--") || signature.startsWith(SEPARATOR + "\n");
        String block = bringsItsOwn ? signature : SEPARATOR + "\n" + signature;
        String gap =
                text.isEmpty() || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
        return text + (text.isEmpty() ? "\n" : gap) + block + "\n";
    }

    /// The text without its signature: what stands before the last separator line. As it was where
    /// there is none.
    public static String dropped(String text) {
        List<String> lines = text.lines().toList();
        int at = lines.lastIndexOf(SEPARATOR);
        return at < 0 ? text : join(lines.subList(0, at));
    }

    /// The text under another identity: its signature changed where it still stands as it was put,
    /// and left alone where a person has altered it.
    public static String changed(String text, Identity from, Identity to) {
        String old = below("", from);
        return !old.isEmpty() && text.endsWith(old.substring(1))
                ? below(
                        text.substring(0, text.length() - old.length() + 1).stripTrailing() + "\n",
                        to)
                : from.signature().isBlank() ? below(text, to) : text;
    }

    private static String join(List<String> lines) {
        String text = String.join("\n", lines).stripTrailing();
        return text.isEmpty() ? "" : text + "\n";
    }
}
