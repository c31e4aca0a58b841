package hazel.store.mbox;

import hazel.store.Uid;

/// Where one message lies in its file, and what the file says of it.
///
/// @param uid a digest of what no program changes: the `From ` line, the header without the fields
///   of [Stated], and the length of the body
/// @param start offset of its `From ` line
/// @param head offset of the header
/// @param body offset of the body
/// @param end offset behind its last octet; the empty line before the next message is not part of
///   it
/// @param next offset of the next message, or of the end of the file
/// @param isHidden Pine's and Dovecot's message of internal data: kept, never shown
record Slot(
        Uid uid,
        long start,
        long head,
        long body,
        long end,
        long next,
        Stated stated,
        boolean isHidden) {

    /// Octets of the message; quoting is counted with it.
    long size() {
        return Math.max(0, end - head - stated.octets());
    }

    Slot withUid(Uid other) {
        return new Slot(other, start, head, body, end, next, stated, isHidden);
    }
}
