package hazel.search;

import hazel.store.FoundUid;
import hazel.store.IndexEntry;
import hazel.store.MailboxRef;

/// A message that was found, and where.
///
/// @param entry its references are known only where the index knew the message
public record Found(MailboxRef mailbox, IndexEntry entry) {

    /// The message under a name that tells where it is.
    IndexEntry named() {
        return entry.withUid(FoundUid.of(mailbox, entry.uid()));
    }
}
