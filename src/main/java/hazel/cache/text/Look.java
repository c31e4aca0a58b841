package hazel.cache.text;

import hazel.store.IndexEntry;
import hazel.store.Mailbox;

import java.util.List;

/// What came of comparing a mailbox with the index.
public sealed interface Look {

    IndexedMailbox mailbox();

    /// The index has all of it.
    record Current(IndexedMailbox mailbox) implements Look {}

    /// All but a few messages that [Indexer#take] can add at once.
    ///
    /// @param source still open
    /// @param before what the mailbox was taken up with
    record Behind(
            IndexedMailbox mailbox,
            Mailbox source,
            List<IndexEntry> arrived,
            KeptStates.TakenUp before)
            implements Look {
        public Behind {
            arrived = List.copyOf(arrived);
        }
    }

    /// Nobody indexed it to its end yet: [Indexer#build] does.
    record Partial(IndexedMailbox mailbox) implements Look {}
}
