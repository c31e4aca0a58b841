package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

/// Addresses as the paths of MAIL and RCPT (RFC 5321 section 4.1.2).
final class Paths {

    private static final String NOT_BARE = "<>()\",;:\\[]@";

    private Paths() {}

    /// `<local@domain>`, after making sure that it is one path and nothing besides.
    static String path(Address address) throws MailException {
        boolean sound =
                isLocalPart(address.localPart())
                        && address.domain()
                                .chars()
                                .allMatch(c -> c > ' ' && c != 0x7f && "<>\"\\".indexOf(c) < 0);
        if (!sound) {
            throw new MailException(
                    new Problem.Malformed(
                            "address",
                            "SMTP cannot carry the address " + Harmless.text(address.addrSpec())));
        }
        return "<" + address.addrSpec() + ">";
    }

    /// Whether SMTP can carry it only with SMTPUTF8 (RFC 6531).
    static boolean needsUtf8(Address address) {
        return address.addrSpec().chars().anyMatch(c -> c > 0x7e);
    }

    private static boolean isLocalPart(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return text.chars().allMatch(c -> c > ' ' && c != 0x7f && NOT_BARE.indexOf(c) < 0);
        }
        int last = text.length() - 1;
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == last) {
                    return false; // the closing quote is escaped
                }
            } else if (c == '"' || c < ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
