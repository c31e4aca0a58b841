/// Maildir and Maildir++: one message in a file, delivery by rename, no locks.
///
/// A file's name is `unique:2,FLAGS`; the part before the colon is the message's [hazel.store.Uid],
/// and renaming the file is how a flag changes. Other programs deliver, rename and remove files at
/// any time, so what is remembered of a name is only where to look first.
///
/// It never rewrites a message and never lists `tmp`. Start reading at [FileName], then [Maildir],
/// then [MaildirStore].
@NullMarked
package hazel.store.maildir;

import org.jspecify.annotations.NullMarked;
