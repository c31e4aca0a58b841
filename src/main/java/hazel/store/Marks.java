package hazel.store;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/// A message's flags and keywords.
public record Marks(Set<Flag> flags, Set<String> keywords) {

    public static final Marks NONE = new Marks(Set.of(), Set.of());

    public Marks {
        flags = Set.copyOf(flags);
        keywords = Set.copyOf(keywords);
    }

    /// These after a change. Whoever changes a message's flags has seen that it is there: it is no
    /// longer [Flag#RECENT].
    public Marks changed(FlagChange change) {
        Set<Flag> after = EnumSet.noneOf(Flag.class);
        after.addAll(flags);
        after.remove(Flag.RECENT);
        after.addAll(change.add());
        after.removeAll(change.remove());
        Set<String> words = new TreeSet<>(keywords);
        words.addAll(change.addKeywords());
        words.removeAll(change.removeKeywords());
        return new Marks(after, words);
    }
}
