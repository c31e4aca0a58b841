/// What the local formats share: making an index entry from the top of a message, reading the tops
/// of many files at once, copying between mailboxes, locking a file that other programs write too,
/// and turning an input or output error into a [hazel.mail.Problem].
///
/// It knows no format. Start reading at [TopReader].
@NullMarked
package hazel.store.local;

import org.jspecify.annotations.NullMarked;
