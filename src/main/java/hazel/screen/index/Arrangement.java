package hazel.screen.index;

import hazel.index.KeptUids;
import hazel.index.Sort;
import hazel.index.UidSet;

import java.util.Locale;

/// How the user wants a mailbox shown.
///
/// @param limit as typed, empty for all
/// @param folded threads, by the message that begins each
public record Arrangement(Sort sort, String limit, UidSet folded) {

    public static final Arrangement DEFAULT = new Arrangement(Sort.DEFAULT, "", KeptUids.NONE);

    Arrangement sorted(Sort newSort) {
        return new Arrangement(newSort, limit, folded);
    }

    Arrangement limited(String newLimit) {
        return new Arrangement(sort, newLimit, folded);
    }

    Arrangement folding(UidSet newFolded) {
        return new Arrangement(sort, limit, newFolded);
    }

    /// For a mailbox that is left.
    Arrangement kept() {
        return folding(folded.kept());
    }

    static String nameOf(Sort.Key key) {
        return key.name().toLowerCase(Locale.ROOT);
    }
}
