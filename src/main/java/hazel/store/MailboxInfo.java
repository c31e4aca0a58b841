package hazel.store;

/// A line of the mailbox list.
///
/// @param isSelectable false for a level that only holds others
/// @param total messages, or -1 where counting would be dear
/// @param unseen messages, or -1
public record MailboxInfo(MailboxName name, boolean isSelectable, long total, long unseen) {}
