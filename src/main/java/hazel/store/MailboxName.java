package hazel.store;

import java.util.Comparator;

/// The name of a mailbox within its account, levels divided by `/`: `INBOX`, `lists/java`. `INBOX`
/// in any case is the primary one (RFC 9051 section 5.1).
///
/// A name never is a path: a store maps it to one and refuses what would leave its root.
public record MailboxName(String value) implements Comparable<MailboxName> {

    public static final MailboxName INBOX = new MailboxName("INBOX");

    /// `INBOX` first, then by name. No Comparator.comparing, of which the JVM keeps nothing for the
    /// next start.
    public static final Comparator<MailboxName> ORDER =
            (one, other) -> {
                boolean isInbox = one.equals(INBOX);
                return isInbox == other.equals(INBOX) ? one.compareTo(other) : isInbox ? -1 : 1;
            };

    public MailboxName {
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a mailbox name");
        }
        if (value.equalsIgnoreCase("INBOX")) {
            value = "INBOX";
        }
    }

    /// The last level.
    public String leaf() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(MailboxName other) {
        return value.compareTo(other.value);
    }

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof MailboxName other && value.equals(other.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
