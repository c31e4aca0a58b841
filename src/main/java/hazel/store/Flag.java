package hazel.store;

/// The IMAP system flags (RFC 9051 section 2.3.2) that every store can keep, and two more that
/// readers count on.
public enum Flag {
    SEEN,
    ANSWERED,
    FLAGGED,
    DELETED,
    DRAFT,
    /// `$Forwarded` (RFC 5788); Maildir's `P`, passed.
    FORWARDED,
    /// `\Recent` (RFC 3501): no program has shown it to anyone yet. A Maildir's `new` folder, an
    /// mbox message without `Status: O`. Told by a store, never set by a reader.
    RECENT
}
