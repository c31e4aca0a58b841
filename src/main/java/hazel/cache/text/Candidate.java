package hazel.cache.text;

import hazel.store.IndexEntry;

/// A message that the database found and that may yet have to be tested.
///
/// @param number its own in the database
record Candidate(long number, IndexedMailbox mailbox, IndexEntry entry) {}
