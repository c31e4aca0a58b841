package hazel.index;

import hazel.store.Uid;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Function;

/// What a query needs to know besides a snapshot.
///
/// @param mine the reader's own addr-specs, in lower case
/// @param texts the decoded text of a message, header first and an empty line before the body;
///   called only for a query that [Query#needsText]; may be slow
public record Facts(
        UidSet tagged, Set<String> mine, Instant now, ZoneId zone, Function<Uid, String> texts) {

    public Facts(
            Set<Uid> tagged,
            Set<String> mine,
            Instant now,
            ZoneId zone,
            Function<Uid, String> texts) {
        this(KeptUids.of(tagged), mine, now, zone, texts);
    }

    public static Facts at(Instant now, ZoneId zone) {
        return new Facts(KeptUids.NONE, Set.of(), now, zone, _ -> "");
    }

    public Facts withTexts(Function<Uid, String> source) {
        return new Facts(tagged, mine, now, zone, source);
    }
}
