package hazel.relay.session;

import hazel.mail.Address;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads one `Reverse-path` or `Forward-path` to the letter of RFC 5321 section 4.1.2 (and RFC 6531
/// section 3.3 for letters beyond ASCII).
///
/// A source route, `<@one,@two:user@three>`, is read and left out, as appendix C says: what counts
/// is the mailbox at its end, and the policy sees only that. Lengths are those of section 4.5.3.1.
///
/// Holds its place in the text; used once.
public final class PathReader {

    private final String text;
    private int at;

    private PathReader(String text) {
        this.text = text;
    }

    /// A path and what stood after it.
    ///
    /// @param mailbox empty for the null path `<>`
    record Found(Optional<Address> mailbox, String rest) {}

    /// Empty where `text` does not begin with a path.
    static Optional<Found> read(String text) {
        return new PathReader(text).path();
    }

    private Optional<Found> path() {
        if (!take('<')) {
            return Optional.empty();
        }
        if (take('>')) {
            return Optional.of(new Found(Optional.empty(), text.substring(at)));
        }
        if (peek() == '@' && !sourceRoute()) {
            return Optional.empty();
        }
        String local = peek() == '"' ? quotedString() : dotString();
        if (local.isEmpty() || octets(local) > 64) {
            return Optional.empty();
        }
        // RFC 5321 section 4.1.1.3: postmaster may come without a domain.
        boolean alone = peek() == '>' && local.equalsIgnoreCase("postmaster");
        String domain = alone ? "localhost" : take('@') ? domain() : "";
        return domain.isEmpty() || !take('>')
                ? Optional.empty()
                : Optional.of(
                        new Found(Optional.of(new Address("", local, domain)), text.substring(at)));
    }

    private boolean sourceRoute() {
        do {
            if (!take('@') || domain().isEmpty()) {
                return false;
            }
        } while (take(','));
        return take(':');
    }

    private String dotString() {
        int from = at;
        while (at < text.length() && (isAtext(peek()) || peek() == '.')) {
            at++;
        }
        String local = text.substring(from, at);
        return local.startsWith(".") || local.endsWith(".") || local.contains("..") ? "" : local;
    }

    private String quotedString() {
        int from = at++;
        while (at < text.length() && peek() != '"') {
            if (peek() == '\\') {
                at++;
            }
            if (at >= text.length() || !isQuotable(peek())) {
                return "";
            }
            at++;
        }
        return take('"') ? text.substring(from, at) : "";
    }

    private String domain() {
        int from = at;
        if (take('[')) {
            while (at < text.length() && (isLetterOrDigit(peek()) || ":.-".indexOf(peek()) >= 0)) {
                at++;
            }
            return take(']') && at - from > 3 ? text.substring(from, at) : "";
        }
        while (at < text.length()
                && (isLetterOrDigit(peek())
                        || isBeyondAscii(peek())
                        || ".-".indexOf(peek()) >= 0)) {
            at++;
        }
        String domain = text.substring(from, at);
        return isDomain(domain) ? domain : "";
    }

    public static boolean isDomain(String domain) {
        if (octets(domain) > 255) {
            return false;
        }
        for (String label : domain.split("\\.", -1)) {
            if (label.isEmpty()
                    || octets(label) > 63
                    || label.startsWith("-")
                    || label.endsWith("-")) {
                return false;
            }
        }
        return true;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char c) {
        if (peek() != c || at >= text.length()) {
            return false;
        }
        at++;
        return true;
    }

    private static boolean isAtext(char c) {
        return isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0 || isBeyondAscii(c);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isQuotable(char c) {
        return (c >= ' ' && c <= '~') || isBeyondAscii(c);
    }

    /// Not C1 controls, not line separators, not the sign that the octets were no UTF-8, and none
    /// of the wide look-alikes of `@`, `.` and `,` that a later hop might fold into the real ones.
    private static boolean isBeyondAscii(char c) {
        return c >= 0xa0
                && c != 0xfffd
                && "\u2028\u2029\uff20\ufe6b\uff0e\uff0c\u3002\uff61".indexOf(c) < 0
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SPACE_SEPARATOR;
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
