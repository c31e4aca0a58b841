package hazel.mail;

/// One header field (RFC 5322 section 2.2): a name and an unfolded body.
///
/// @param body without the line ends of folding and without the space after the colon; encoded
///   words (RFC 2047) are still encoded
public record Field(String name, String body) {

    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
