package hazel.index;

import hazel.store.Uid;

import java.util.HashSet;
import java.util.List;

/// Messages of one mailbox, a uid-set as RFC 9051 section 9 calls it: those that are tagged, or
/// that begin a folded thread, or that a query fits.
public sealed interface UidSet permits RowSet, KeptUids {

    int size();

    default boolean isEmpty() {
        return size() == 0;
    }

    /// Those of the messages that are here in a snapshot, to be asked for by row.
    RowSet in(Snapshot snapshot);

    /// The same messages where a mailbox goes on to a later snapshot; lets go of the one before,
    /// and never takes long.
    UidSet following(Snapshot later);

    /// All of them, decoded one by one where they are asked for; a [RowSet]'s in the order of its
    /// rows.
    List<Uid> uids();

    /// The same, without the snapshot: for what outlives the mailbox's being open.
    KeptUids kept();

    /// Sets are equal that have the same messages, however they are kept.
    static boolean isSame(UidSet one, UidSet other) {
        return one.size() == other.size()
                && (one.isEmpty() || new HashSet<>(one.uids()).equals(new HashSet<>(other.uids())));
    }
}
