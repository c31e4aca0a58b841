package hazel.cache.text;

import hazel.store.MailboxName;

/// A mailbox that the index knows.
///
/// @param number its own in the database
/// @param store names the store that it is in, the same for every process
public record IndexedMailbox(long number, String store, MailboxName name) {}
