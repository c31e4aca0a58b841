package hazel.index;

import hazel.index.packed.MessageIds;
import hazel.mail.MessageId;

/// Sixty-four bits of a msg-id: two that differ and meet are not to be expected in a mailbox, and
/// would only put a message into the wrong thread. Never 0.
public final class IdHash {

    private IdHash() {}

    public static long of(MessageId id) {
        return MessageIds.hash(id);
    }
}
