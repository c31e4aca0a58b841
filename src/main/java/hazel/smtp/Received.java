package hazel.smtp;

/// What came after 354: a message, or why it is none. Read by [DotStuffing#read].
public sealed interface Received {

    /// The message with CRLF line ends, without the dot that ended it.
    ///
    /// @param longestLine octets of its longest line, without the line end (RFC 5321 section
    ///   4.5.3.1.6 allows 998)
    /// @param eightBit whether any octet is above 0x7F
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Complete(byte[] message, int longestLine, boolean eightBit) implements Received {}

    /// More than was allowed. It was read to its end and thrown away, so the next command can be
    /// read.
    record TooLarge(long octets) implements Received {}

    /// A CR or LF stood alone: the attempt to smuggle a second message in, or a broken client.
    /// Where the message ends is not known, so the connection must be closed.
    record BareLineEnd() implements Received {}

    /// The connection closed before the dot, or the message went on far beyond the limit. RFC 5321
    /// section 4.1.1.4: nothing was received. Close the connection.
    record Cut() implements Received {}
}
