package hazel.store;

/// What a mailbox is for (RFC 6154 section 2), where a store says so.
public enum Purpose {
    SENT,
    DRAFTS,
    TRASH,
    ARCHIVE,
    JUNK
}
