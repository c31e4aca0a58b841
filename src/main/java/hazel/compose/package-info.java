/// Writing mail: what a person is about to say, as a value, and the rules that fill it in and send
/// it on its way.
///
/// A [Draft] is everything typed so far. [Replies] makes one from a message, [Mailto] from a link,
/// [Drafts] from stored octets; [DraftWriter] makes the octets that are sent; [DraftStore] keeps a
/// draft on disk while it is typed, [StoredDraft] as a message in a mailbox; [Warnings] says what a
/// careful friend would say before it goes.
///
/// Nothing here sends, asks or shows anything, and nothing a person typed, or a stranger wrote into
/// a message or a link, becomes a header field of its own. The Bcc list is never on the wire.
///
/// Start reading at [Draft], then [DraftWriter].
@NullMarked
package hazel.compose;

import org.jspecify.annotations.NullMarked;
