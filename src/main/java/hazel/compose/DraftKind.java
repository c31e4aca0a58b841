package hazel.compose;

/// How a draft came to be; decides what sending it does to the message it came from.
public enum DraftKind {
    NEW,
    /// Sending it marks the original `\Answered`.
    REPLY,
    /// Sending it marks the original `$Forwarded` (RFC 5788).
    FORWARD,
    /// The original goes out again as it was, beneath Resent- fields (RFC 5322 section 3.6.6).
    RESEND,
    /// An earlier message taken as the start of a new one.
    EDIT
}
