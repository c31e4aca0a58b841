package hazel.relay;

import java.util.List;
import java.util.Optional;

/// What RFC 5322 demands of a message, as far as breaking it is a sign of a bad program. Pure.
final class HeaderRules {

    /// Fields that a message has at most once (section 3.6).
    private static final List<String> ONCE =
            List.of(
                    "Date",
                    "From",
                    "Sender",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Bcc",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "Subject");

    /// Section 2.1.1.
    private static final int LONGEST_LINE = 998;

    private HeaderRules() {}

    /// What is wrong first; empty where nothing is.
    ///
    /// @param isInternational the message came with SMTPUTF8
    static Optional<String> broken(byte[] message, boolean isInternational) {
        Letter letter = Letter.read(message);
        if (letter.fields().isEmpty()) {
            return Optional.of("there is no header");
        }
        for (String name : ONCE) {
            if (letter.count(name) > 1) {
                return Optional.of("more than one " + name + " field");
            }
        }
        for (String name : List.of("From", "Date")) {
            if (!letter.has(name)) {
                return Optional.of("no " + name + " field");
            }
        }
        boolean isAscii =
                letter.fields().stream().allMatch(f -> f.chars().allMatch(c -> c > 0 && c < 0x80));
        if (!isAscii && !isInternational) {
            return Optional.of("octets beyond ASCII in the header, without SMTPUTF8");
        }
        return inOctets(message);
    }

    private static Optional<String> inOctets(byte[] message) {
        int column = 0;
        for (byte b : message) {
            if (b == 0) {
                return Optional.of("an octet zero");
            }
            column = b == '\n' || b == '\r' ? 0 : column + 1;
            if (column > LONGEST_LINE) {
                return Optional.of("a line longer than " + LONGEST_LINE + " octets");
            }
        }
        return Optional.empty();
    }
}
