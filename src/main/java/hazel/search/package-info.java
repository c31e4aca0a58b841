/// All mailboxes of all accounts at once: finding in them, and keeping the full-text index of them
/// true.
///
/// [MailSearch] asks the index where it has all of a mailbox, after a look whether that is still
/// so, and reads where it has not; a query finds the same either way. [IndexPass] is what fills the
/// index, in the background or because somebody waits for it.
///
/// Bodies that are on another machine are searched there, where somebody waits for the answer
/// ([AwayTexts]); what could not be searched is told.
///
/// Mailboxes are opened here for one piece of work and closed after it, beside those that a screen
/// has open.
@NullMarked
package hazel.search;

import org.jspecify.annotations.NullMarked;
