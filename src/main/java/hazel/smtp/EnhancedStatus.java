package hazel.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An enhanced mail system status code (RFC 3463 section 2): `5.1.1` is a bad mailbox, for good.
///
/// @param kind 2 success, 4 temporary, 5 permanent
/// @param subject 0 to 999: 1 addressing, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7
///   security
/// @param detail 0 to 999
public record EnhancedStatus(int kind, int subject, int detail) {

    private static final Pattern FORM = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

    public EnhancedStatus {
        if ((kind != 2 && kind != 4 && kind != 5)
                || subject < 0
                || subject > 999
                || detail < 0
                || detail > 999) {
            throw new IllegalArgumentException(
                    "not an enhanced status: " + kind + "." + subject + "." + detail);
        }
    }

    /// Reads `5.1.1` and nothing longer.
    public static Optional<EnhancedStatus> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new EnhancedStatus(
                                Integer.parseInt(form.group(1)),
                                Integer.parseInt(form.group(2)),
                                Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
