package hazel.screen.index;

import hazel.index.Snapshot;
import hazel.store.Uid;

import java.util.HashSet;
import java.util.Set;

/// The messages of a mailbox that are tagged.
///
/// @param isNext whether the next command is for all of them
public record Tags(Set<Uid> uids, boolean isNext) {

    public static final Tags NONE = new Tags(Set.of(), false);

    public Tags {
        uids = Set.copyOf(uids);
    }

    Tags of(Set<Uid> others) {
        return new Tags(others, isNext);
    }

    Tags awaitingCommand() {
        return new Tags(uids, true);
    }

    Tags applied() {
        return isNext ? new Tags(uids, false) : this;
    }

    /// Without those that are gone.
    Tags in(Snapshot snapshot) {
        if (uids.isEmpty()) {
            return this;
        }
        var kept = new HashSet<Uid>();
        for (Uid uid : uids) {
            if (snapshot.find(uid) >= 0) {
                kept.add(uid);
            }
        }
        return new Tags(kept, isNext);
    }
}
