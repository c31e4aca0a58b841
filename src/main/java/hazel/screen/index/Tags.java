package hazel.screen.index;

import hazel.index.KeptUids;
import hazel.index.Snapshot;
import hazel.index.UidSet;

/// The messages of a mailbox that are tagged.
///
/// @param isNext whether the next command is for all of them
public record Tags(UidSet uids, boolean isNext) {

    public static final Tags NONE = new Tags(KeptUids.NONE, false);

    Tags of(UidSet others) {
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
        return new Tags(uids.in(snapshot), isNext);
    }
}
