/// mbox: many messages in one file, each begun by a `From ` line (RFC 4155).
///
/// Reading knows mboxo, mboxrd and mboxcl2 apart by what the file holds; writing is mboxrd, or
/// mboxcl2 where the file already is one. New mail is added at the end, everything else is a whole
/// new file put in the old one's place, so a crash leaves the old one or the new one. Other
/// programs are kept out by a `.lock` file and a record lock, and what they did meanwhile is found
/// again.
///
/// Nothing in the middle of a file is ever overwritten. Start reading at [MboxReader], then
/// [Division], which says what of a file is a message, then [Slot], then [Mbox].
@NullMarked
package hazel.store.mbox;

import org.jspecify.annotations.NullMarked;
