package hazel.cache.text;

import hazel.index.Facts;
import hazel.index.Query;

import java.util.Map;

/// What is looked for in the index, and in which mailboxes.
///
/// @param query of words, as [Query#inWords] makes it, where texts of header fields are asked for
/// @param mailboxes those looked in, each with what a query needs to know of it besides the
///   message; its texts are asked only for what the index cannot tell: regular expressions on
///   bodies
public record Wanted(Query query, Ranking ranking, Map<IndexedMailbox, Facts> mailboxes) {

    /// Which comes first.
    public enum Ranking {
        NEWEST,
        /// What has the words more often and among fewer others, and in the subject before the
        /// body. A query without words has no such order: the newest come first.
        RELEVANCE
    }

    public Wanted {
        mailboxes = Map.copyOf(mailboxes);
    }
}
