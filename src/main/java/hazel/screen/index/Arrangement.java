package hazel.screen.index;

import hazel.index.Sort;
import hazel.store.Uid;

import java.util.Locale;
import java.util.Set;

/// How the user wants a mailbox shown.
///
/// @param limit as typed, empty for all
/// @param folded threads, by the message that begins each
public record Arrangement(Sort sort, String limit, Set<Uid> folded) {

    public static final Arrangement DEFAULT = new Arrangement(Sort.DEFAULT, "", Set.of());

    public Arrangement {
        folded = Set.copyOf(folded);
    }

    Arrangement sorted(Sort newSort) {
        return new Arrangement(newSort, limit, folded);
    }

    Arrangement limited(String newLimit) {
        return new Arrangement(sort, newLimit, folded);
    }

    Arrangement folding(Set<Uid> newFolded) {
        return new Arrangement(sort, limit, newFolded);
    }

    static String nameOf(Sort.Key key) {
        return key.name().toLowerCase(Locale.ROOT);
    }
}
