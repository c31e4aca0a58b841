package hazel.trust;

/// Something about a hop that a person who looks into it should see. Honest mail has such too.
///
/// @param text a sentence without its full stop, with words from the message: to be made harmless
public record Remark(Kind kind, String text) {

    public enum Kind {
        /// The server before it is another than the client it got the message from.
        GAP,
        NO_DATE,
        /// Later than now.
        FUTURE,
        /// Before the hop before it.
        BACKWARDS,
        /// An address that is used inside networks only.
        PRIVATE_ADDRESS,
        /// The client called itself otherwise than its address is called.
        HELO_DIFFERS,
        /// What the client's own machine said of its user (RFC 1413).
        IDENT,
        /// Not a registered type of RFC 3848.
        PROTOCOL
    }
}
