package hazel.store.maildir;

import hazel.store.Flag;
import hazel.store.Uid;

import java.util.Set;

/// Where a message of a Maildir lies.
///
/// @param isNew in `new`, else in `cur`
/// @param uid the unique part of the name, but for a file that shares it with another
record Place(boolean isNew, FileName name, Uid uid) {

    Place(boolean isNew, FileName name) {
        this(isNew, name, name.uid());
    }

    Set<Flag> flags() {
        Set<Flag> flags = name.flags();
        if (isNew) {
            flags.add(Flag.RECENT);
        }
        return flags;
    }
}
