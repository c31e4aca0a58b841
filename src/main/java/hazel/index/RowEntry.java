package hazel.index;

import hazel.store.IndexEntry;

import java.time.Instant;
import java.util.List;

/// A row of a snapshot as the entry it was made of, but for its references, of which a snapshot
/// keeps only hashes.
public final class RowEntry {

    private RowEntry() {}

    public static IndexEntry of(Snapshot snapshot, int row) {
        return new IndexEntry(
                snapshot.uid(row),
                Instant.ofEpochSecond(snapshot.date(row)),
                Instant.ofEpochSecond(snapshot.arrival(row)),
                snapshot.from(row),
                snapshot.fromAddress(row),
                snapshot.to(row),
                snapshot.toName(row),
                snapshot.subject(row),
                snapshot.messageId(row),
                List.of(),
                snapshot.listId(row),
                snapshot.flags(row),
                snapshot.keywords(row),
                snapshot.size(row),
                snapshot.hasAttachment(row));
    }
}
