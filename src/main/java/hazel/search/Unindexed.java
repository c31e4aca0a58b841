package hazel.search;

import hazel.cache.text.IndexedMailbox;
import hazel.store.MailboxName;

import java.util.Optional;

/// A mailbox that is not indexed to its end.
///
/// @param known what the index has of it, where there is an index
record Unindexed(SearchedAccount account, MailboxName name, Optional<IndexedMailbox> known) {}
