package hazel.store.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hazel.mime.TopScanner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The part of a header that an index and an answer need: what is asked of the server, and the same
/// cut out of a message that is here.
final class Headers {

    /// No index shows more of a header.
    static final int LONGEST = 1 << 16;

    private static final List<String> FIELDS =
            List.of(
                    "Date",
                    "From",
                    "To",
                    "Cc",
                    "Reply-To",
                    "Mail-Followup-To",
                    "Delivered-To",
                    "Subject",
                    "Message-ID",
                    "References",
                    "In-Reply-To",
                    "List-Id",
                    "List-Post",
                    "Content-Type",
                    "Content-Disposition");

    private Headers() {}

    /// The section of FETCH (RFC 9051 section 6.4.5).
    static String section() {
        return "BODY.PEEK[HEADER.FIELDS ("
                + String.join(" ", FIELDS).toUpperCase(java.util.Locale.ROOT)
                + ")]<0."
                + LONGEST
                + ">";
    }

    /// The header of a message, or as much of it as an index reads.
    static byte[] top(byte[] message) {
        int end = 0;
        int most = Math.min(message.length, LONGEST);
        while (end < most && !isEmptyLine(message, end)) {
            end++;
        }
        return Arrays.copyOf(message, Math.min(message.length, end + 2));
    }

    private static boolean isEmptyLine(byte[] message, int at) {
        return message[at] == '\n'
                && (at == 0
                        || message[at - 1] == '\n'
                        || message[at - 1] == '\r' && at > 1 && message[at - 2] == '\n');
    }

    /// The Message-ID with its brackets, as the server can search for it.
    static Optional<String> messageId(byte[] header) {
        return TopScanner.scan(header, 0, header.length)
                .messageId()
                .map(id -> "<" + id.value() + ">")
                .filter(id -> US_ASCII.newEncoder().canEncode(id))
                .filter(id -> id.chars().noneMatch(Character::isISOControl));
    }
}
