/// The full-text index: the words of every message of every account, in one SQLite database, with
/// what an index row shows of each.
///
/// Derived and disposable: a file of another version, or one that is damaged, is thrown away
/// without a word and made anew. It survives a `kill -9` at any instant. Any number of Hazels read
/// and change it at once; what fills it from a whole mailbox holds [IndexLock], so that no two do
/// the same work.
///
/// SQLite is known here and nowhere else. Words are divided by [hazel.index.Tokens] before they
/// come to it and in every query, so that a message found here is one that reading it would find
/// too.
///
/// Start reading at [TextIndex], then [Indexer] for how it is filled and [Plan] for what of a query
/// it answers.
@NullMarked
package hazel.cache.text;

import org.jspecify.annotations.NullMarked;
