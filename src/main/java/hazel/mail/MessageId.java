package hazel.mail;

/// A msg-id without its angle brackets (RFC 5322 section 3.6.4). Compared as written: the case
/// matters.
public record MessageId(String value) {

    public MessageId {
        boolean valid = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            valid &= c > ' ' && c != '<' && c != '>';
        }
        if (!valid) {
            throw new IllegalArgumentException("not a msg-id: " + value.length() + " characters");
        }
    }

    // Written out: what a record is given is made by the JVM when first asked, which takes a start
    // milliseconds, and asked a million times it is the slower.

    @Override
    public boolean equals(Object object) {
        return object instanceof MessageId other && value.equals(other.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /// With its angle brackets, as a header field carries it.
    @Override
    public String toString() {
        return "<" + value + ">";
    }
}
