package hazel.store.local;

import hazel.store.Change;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.Uid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a mailbox holds against what a reader knows.
///
/// @param arrived what the reader does not know yet, and is to be read
/// @param changes everything else that is different
public record Differences<P>(List<P> arrived, List<Change> changes) {

    /// How a mailbox tells of its messages, each of which it knows as a `P`.
    ///
    /// @param has whether a message is there
    public record Held<P>(Function<P, Uid> uid, Function<P, Marks> marks, Predicate<Uid> has) {}

    public static <P> Differences<P> of(List<P> messages, Held<P> held, Known known) {
        List<P> arrived = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        int met = 0;
        for (P message : messages) {
            Uid uid = held.uid().apply(message);
            Optional<Marks> before = known.marks(uid);
            if (before.isEmpty()) {
                arrived.add(message);
                continue;
            }
            met++;
            Marks now = held.marks().apply(message);
            if (!before.get().equals(now)) {
                changes.add(new Change.Flagged(uid, now.flags(), now.keywords()));
            }
        }
        if (met < known.size()) {
            for (Uid uid : known.uids()) {
                if (!held.has().test(uid)) {
                    changes.add(new Change.Gone(uid));
                }
            }
        }
        return new Differences<>(arrived, changes);
    }
}
