package hazel.mail;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/// One mailbox as RFC 5322 section 3.4 writes it: an optional display name and an addr-spec, `Mary
/// Smith <mary@example.net>`.
///
/// RFC 5322 calls this a *mailbox*. Here that word means a place that holds messages, so this type
/// is an address.
///
/// No part holds a control character, so an address can be put into an SMTP command or a header
/// field without becoming a second one.
///
/// @param displayName decoded, may be empty
/// @param localPart as written, quoted where it was quoted
/// @param domain as written; a domain literal keeps its brackets
public record Address(String displayName, String localPart, String domain) {

    public Address {
        requireNonNull(displayName, "displayName");
        if (localPart.isEmpty() || domain.isEmpty()) {
            throw new IllegalArgumentException("not an addr-spec: " + localPart + "@" + domain);
        }
        if (hasControl(displayName) || hasControl(localPart) || hasControl(domain)) {
            throw new IllegalArgumentException("an address holds a control character");
        }
    }

    /// Reads a bare addr-spec. The last `@` divides it, because a quoted local-part may hold one.
    /// Empty where it is none: no `@`, white space or angle brackets outside quotes, a control
    /// character anywhere.
    public static Optional<Address> parse(String addrSpec) {
        int at = addrSpec.lastIndexOf('@');
        if (at < 1 || at == addrSpec.length() - 1 || hasControl(addrSpec)) {
            return Optional.empty();
        }
        String local = addrSpec.substring(0, at);
        String domain = addrSpec.substring(at + 1);
        boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        return (quoted || isBare(local)) && isBare(domain)
                ? Optional.of(new Address("", local, domain))
                : Optional.empty();
    }

    public Address withDisplayName(String name) {
        return new Address(name, localPart, domain);
    }

    /// The `local-part@domain` alone, as SMTP carries it.
    public String addrSpec() {
        return localPart + "@" + domain;
    }

    /// What a reader wants to see in a narrow column.
    public String shortName() {
        return displayName.isEmpty() ? addrSpec() : displayName;
    }

    /// Whether both name the same place: domains compare without case (RFC 5321 section 2.4), and
    /// so do local parts, as every MTA in use does.
    public boolean isSameMailbox(Address other) {
        return key().equals(other.key());
    }

    /// The addr-spec folded for comparing and for map keys.
    public String key() {
        return addrSpec().toLowerCase(Locale.ROOT);
    }

    /// As a person types it so that it can be read again: a name with a comma in quotes.
    public String typed() {
        boolean isPlain =
                displayName
                        .chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c > 0x7f);
        return isPlain
                ? toString()
                : "\""
                        + displayName.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\" <"
                        + addrSpec()
                        + ">";
    }

    /// For people: `Mary Smith <mary@example.net>`. Not for a header field, which needs quoting and
    /// encoding.
    @Override
    public String toString() {
        return displayName.isEmpty() ? addrSpec() : displayName + " <" + addrSpec() + ">";
    }

    private static boolean isBare(String text) {
        return text.chars().noneMatch(c -> c <= ' ' || "<>()\",;:\\".indexOf(c) >= 0)
                || (text.startsWith("[") && text.endsWith("]"));
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                return true;
            }
        }
        return false;
    }
}
