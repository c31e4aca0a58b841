package hazel.index;

import hazel.mail.MessageId;

/// Sixty-four bits of a msg-id: two that differ and meet are not to be expected in a mailbox, and
/// would only put a message into the wrong thread. Never 0.
public final class IdHash {

    private IdHash() {}

    public static long of(MessageId id) {
        long hash = 0xcbf29ce484222325L;
        String value = id.value();
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
