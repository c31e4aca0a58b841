package hazel.store.local;

import hazel.mime.TopOfMessage;
import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Uid;

import java.time.Instant;
import java.util.Set;

/// Puts what a header says and what a store knows together to an [IndexEntry].
public final class Entries {

    private Entries() {}

    /// What a store knows of a message without reading it.
    public record Known(
            Uid uid, Instant arrival, Set<Flag> flags, Set<String> keywords, long size) {}

    public static IndexEntry of(Known known, TopOfMessage top) {
        return new IndexEntry(
                known.uid(),
                top.date().orElse(known.arrival()),
                known.arrival(),
                top.from(),
                top.fromAddress(),
                top.to(),
                top.toName(),
                top.subject(),
                top.messageId(),
                top.references(),
                top.listId(),
                known.flags(),
                known.keywords(),
                known.size(),
                top.hasAttachment());
    }
}
