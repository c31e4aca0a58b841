package hazel.mime;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.util.regex.Pattern;

/// An addr-spec as it goes into a header field (RFC 5322 section 3.4.1): one address, whatever it
/// was read from.
final class AddrSpec {

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private AddrSpec() {}

    /// A local part with signs that end an address is put in quotes. Dots where RFC 5322 wants none
    /// stay, because such mailboxes exist.
    ///
    /// @throws MailException where the domain is none, which no quoting can mend
    static String written(Address address) throws MailException {
        String domain = address.domain();
        boolean literal =
                domain.startsWith("[")
                        && domain.endsWith("]")
                        && isPlain(domain.substring(1, domain.length() - 1), "[]\\<>(),\"");
        if (!literal && !isPlain(domain, "()<>[]:;@\\,\"")) {
            throw new MailException(
                    new Problem.Malformed(
                            "address", "'" + FieldWriter.clean(domain) + "' is not a domain"));
        }
        String local = address.localPart();
        boolean asIs = isPlain(local, "()<>[]:;@\\,\"") || QUOTED.matcher(local).matches();
        return (asIs ? local : '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                + "@"
                + domain;
    }

    private static boolean isPlain(String text, String specials) {
        return text.chars()
                .noneMatch(c ->
                        c <= ' '
                                || Character.isSpaceChar(c)
                                || Character.isWhitespace(c)
                                || specials.indexOf(c) >= 0);
    }
}
