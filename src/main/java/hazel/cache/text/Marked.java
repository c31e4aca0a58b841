package hazel.cache.text;

import hazel.store.Flag;
import hazel.store.IndexEntry;
import hazel.store.Marks;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Flags and keywords as the database keeps them: the flags as bits of a number, the keywords with
/// line feeds between them.
final class Marked {

    static final int ATTACHMENT = 1 << 7;

    private static final String BETWEEN = "\n";

    private Marked() {}

    static int bit(Flag flag) {
        return switch (flag) {
            case SEEN -> 1;
            case ANSWERED -> 1 << 1;
            case FLAGGED -> 1 << 2;
            case DELETED -> 1 << 3;
            case DRAFT -> 1 << 4;
            case FORWARDED -> 1 << 5;
            case RECENT -> 1 << 6;
        };
    }

    static int bits(Set<Flag> flags) {
        return flags.stream().mapToInt(Marked::bit).sum();
    }

    static int bits(IndexEntry entry) {
        return bits(entry.flags()) + (entry.hasAttachment() ? ATTACHMENT : 0);
    }

    static Marks marks(int bits, String keywords) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if ((bits & bit(flag)) != 0) {
                flags.add(flag);
            }
        }
        return new Marks(flags, Set.copyOf(divided(keywords)));
    }

    static String joined(Iterable<String> words) {
        return String.join(BETWEEN, words);
    }

    static List<String> divided(String words) {
        return words.isEmpty() ? List.of() : List.of(words.split(BETWEEN));
    }
}
