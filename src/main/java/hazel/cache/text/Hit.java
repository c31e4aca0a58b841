package hazel.cache.text;

import hazel.store.IndexEntry;

/// A message that was found.
///
/// @param entry as the mailbox told it when the index last looked
public record Hit(IndexedMailbox mailbox, IndexEntry entry) {}
