package hazel.screen.index;

import hazel.index.KeptUids;
import hazel.index.Snapshot;
import hazel.index.UidSet;
import hazel.store.Sort;

import java.util.Locale;
import java.util.Optional;

/// How the user wants a mailbox shown.
///
/// @param limit as typed, empty for all
/// @param folded threads, by the message that begins each
/// @param before how it was shown until then, to go back to where this cannot be done
public record Arrangement(Sort sort, String limit, UidSet folded, Optional<Arrangement> before) {

    public static final Arrangement DEFAULT =
            new Arrangement(Sort.DEFAULT, "", KeptUids.NONE, Optional.empty());

    /// How a mailbox is shown at first.
    static Arrangement first(Sort usual) {
        return new Arrangement(usual, "", KeptUids.NONE, Optional.empty());
    }

    Arrangement sorted(Sort newSort) {
        return new Arrangement(newSort, limit, folded, Optional.of(alone()));
    }

    Arrangement limited(String newLimit) {
        return new Arrangement(sort, newLimit, folded, Optional.of(alone()));
    }

    Arrangement folding(UidSet newFolded) {
        return new Arrangement(sort, limit, newFolded, Optional.of(alone()));
    }

    private Arrangement alone() {
        return new Arrangement(sort, limit, folded, Optional.empty());
    }

    /// The one before, where there was one.
    Arrangement undone() {
        return before.orElse(this);
    }

    /// Whether it is how a mailbox is shown at first, in that order.
    boolean isFirst(Sort usual) {
        return alone().equals(first(usual));
    }

    /// The same where the mailbox goes on to a later snapshot.
    Arrangement following(Snapshot later) {
        return new Arrangement(
                sort, limit, folded.following(later), before.map(b -> b.following(later)));
    }

    /// For a mailbox that is left.
    Arrangement kept() {
        return new Arrangement(sort, limit, folded.kept(), Optional.empty());
    }

    static String nameOf(Sort.Key key) {
        return key.name().toLowerCase(Locale.ROOT);
    }
}
