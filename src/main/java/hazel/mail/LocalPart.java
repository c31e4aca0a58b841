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
    private static final Pattern ATOMS =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\\x{80}-\\x{10ffff}-]+");

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
        if (isQuoted()) {
            return Optional.empty();
        }
        return text.startsWith(".")
                ? Optional.of("it begins with a dot, which has to stand in quotes")
                : text.endsWith(".")
                        ? Optional.of("a dot stands before the @, which has to stand in quotes")
                        : text.contains("..")
                                ? Optional.of("it has two dots together, which need quotes")
                                : ATOMS.matcher(text).matches()
                                        ? Optional.empty()
                                        : Optional.of(
                                                "it holds a character that has to stand in quotes");
    }
}
