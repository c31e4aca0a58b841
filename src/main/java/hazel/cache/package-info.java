/// What can be made again at any time and saves doing so: the header cache.
///
/// A [HeaderCache] is a directory with one file for each mailbox that was worth it: the index
/// snapshot that a reader had of it last, the order it was shown in, and the state of the mailbox
/// that this was true of (see [hazel.store.Mailbox#state]). Opening a mailbox again is reading that
/// one file; what happened meanwhile is told by the mailbox as it tells any change.
///
/// Nothing here is the only copy of anything. A file is replaced whole, by renaming, so any number
/// of Hazels can use it at once and the last one to write wins; what is damaged, of another version
/// or of another machine is passed over without a word. Nothing is forced to the disk.
///
/// Start reading at [CachedMailbox].
@NullMarked
package hazel.cache;

import org.jspecify.annotations.NullMarked;
