package hazel.cache.text;

/// How much of a mailbox is in the index.
///
/// @param indexed messages in the index
/// @param total messages in the mailbox when the index last looked
/// @param isComplete whether nothing was missing then
public record Coverage(IndexedMailbox mailbox, long indexed, long total, boolean isComplete) {}
