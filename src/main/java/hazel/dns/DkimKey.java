package hazel.dns;

/// A public key by which a domain's mail can be checked (RFC 6376 section 3.6.1, RFC 8463).
///
/// @param algorithm `rsa`, `ed25519`, or what the record says
/// @param bits its length; 0 where it cannot be read
public record DkimKey(String selector, String algorithm, int bits, State state) {

    /// What the record says of the key.
    public enum State {
        IN_USE,
        /// Mail signed with it is to be treated as if it were not (`t=y`).
        TESTING,
        /// No key: it was taken back.
        REVOKED,
        UNREADABLE
    }
}
