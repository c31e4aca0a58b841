package hazel.store;

/// Names one message in one mailbox for as long as it stays there; never used again for another.
/// IMAP's UID in decimal, a Maildir file's unique name, an MH number, a digest of an mbox message's
/// unchanging octets.
///
/// Opaque: compare it, show it, never parse it outside the store that made it.
public record Uid(String value) implements Comparable<Uid> {

    public Uid {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an empty UID");
        }
    }

    @Override
    public int compareTo(Uid other) {
        return value.compareTo(other.value);
    }

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof Uid other && value.equals(other.value);
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
