package hazel.relay.session;

import hazel.smtp.Reply;

/// What became of the message after 354.
public sealed interface Receipt {

    /// It is in the queue and survives a power cut. Nothing else may be called this.
    record Queued(String id) implements Receipt {}

    record TooLarge() implements Receipt {}

    /// A CR or LF stood alone in it: where it ends is not known.
    record BareLineEnd() implements Receipt {}

    /// The same in a message that came in chunks, which leave no doubt where it ends.
    record BareLineEndInChunks() implements Receipt {}

    /// The connection ended before it did.
    record Cut() implements Receipt {}

    record Refused(Reply why) implements Receipt {}
}
