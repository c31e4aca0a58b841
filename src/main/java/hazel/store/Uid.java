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

    @Override
    public String toString() {
        return value;
    }
}
