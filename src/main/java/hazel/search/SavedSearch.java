package hazel.search;

import hazel.store.MailboxName;

/// A search that is listed among the mailboxes.
///
/// @param query as typed
public record SavedSearch(MailboxName name, String query) {}
