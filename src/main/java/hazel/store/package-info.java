/// Where messages live: the port that Maildir, mbox, MH and, later, IMAP implement.
///
/// A [MessageStore] holds named mailboxes; a [Mailbox] is one of them, opened. A mailbox is used by
/// one thread at a time, its account's worker, so no implementation locks anything in memory; what
/// other *programs* do at the same time is the implementation's concern and must lose nothing.
/// Calls block. Results are values from this package and [hazel.mail], never live objects tied to a
/// file or a connection.
///
/// Start reading at [Mailbox], then [IndexEntry] and [Change].
@NullMarked
package hazel.store;

import org.jspecify.annotations.NullMarked;
