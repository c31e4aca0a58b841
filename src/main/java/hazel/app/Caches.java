package hazel.app;

import hazel.cache.CachedMailbox;
import hazel.cache.HeaderCache;
import hazel.search.BodyTexts;
import hazel.store.Mailbox;

import java.nio.file.Path;

/// What can be made again: what is known of mailboxes from before.
///
/// @param directory where it is kept
record Caches(Path directory, HeaderCache headers) {

    static Caches in(Path directory) {
        return new Caches(directory, new HeaderCache(directory));
    }

    /// What is known of a mailbox that was just opened.
    ///
    /// @param store names the store that it is in
    Known of(String store, Mailbox mailbox) {
        return new Known(headers.of(store, mailbox), new BodyTexts(directory, store, mailbox));
    }

    /// What is known of one mailbox.
    record Known(CachedMailbox headers, BodyTexts texts) {}
}
