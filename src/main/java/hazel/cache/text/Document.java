package hazel.cache.text;

import hazel.index.Tokens;
import hazel.mime.MessageText;
import hazel.store.IndexEntry;

/// A message as the index takes it: what an index row shows of it, and its words field by field.
record Document(
        IndexEntry entry,
        String subject,
        String author,
        String recipient,
        String list,
        String body) {

    /// Stands between what must not be found as one phrase; a letter of no script, which no query
    /// holds.
    private static final String GAP = " \ue000 ";

    /// @param message as stored
    static Document of(IndexEntry entry, byte[] message) {
        return new Document(
                entry,
                Tokens.of(entry.subject()),
                Tokens.of(entry.from()) + GAP + Tokens.of(entry.fromAddress()),
                Tokens.of(entry.to()) + GAP + Tokens.of(entry.toName()),
                Tokens.of(entry.listId()),
                Tokens.of(MessageText.body(message)));
    }
}
