package hazel.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Pattern;

/// What stands before the `@`, as RFC 5321 section 4.1.2 and RFC 6531 section 3.3 have it. What it
/// means, only the server of its domain knows.
///
/// @param text as written, quoted where it was quoted
public record LocalPart(String text) {

    /// In octets (RFC 5321 section 4.5.3.1.1).
    public static final int LONGEST = 64;

    /// RFC 5322 section 3.2.3, with RFC 6532 section 3.2.
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10ffff}-]+";

    private static final Pattern DOT_ATOM = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");

    public int octets() {
        return text.getBytes(UTF_8).length;
    }

    public boolean isQuoted() {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    }

    /// Whether each server on the way has to know SMTPUTF8 (RFC 6531).
    public boolean isInternational() {
        return text.chars().anyMatch(c -> c > 0x7e);
    }

    /// What stands after the first plus, which on many servers is the user's own to choose (RFC
    /// 5233 section 1).
    public Optional<String> detail() {
        int plus = text.indexOf('+');
        return plus > 0 && !isQuoted() ? Optional.of(text.substring(plus + 1)) : Optional.empty();
    }

    /// Why servers may refuse it, as a clause; empty where they have no reason.
    public Optional<String> fault() {
        if (octets() > LONGEST) {
            return Optional.of(
                    "it has " + octets() + " octets before the @, and servers take " + LONGEST);
        }
        if (isQuoted() || DOT_ATOM.matcher(text).matches()) {
            return Optional.empty();
        }
        if (text.startsWith(".")) {
            return Optional.of("it begins with a dot, which has to stand in quotes");
        }
        if (text.endsWith(".")) {
            return Optional.of("a dot stands before the @, which has to stand in quotes");
        }
        return Optional.of(
                text.contains("..")
                        ? "it has two dots together, which need quotes"
                        : "it holds a character that has to stand in quotes");
    }
}
