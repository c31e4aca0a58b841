package hazel.store;

import java.util.Set;

/// Flags and keywords to add and to take away, as IMAP's `+FLAGS` and `-FLAGS` (RFC 9051 section
/// 6.4.6). What is named in neither stays as it is.
public record FlagChange(
        Set<Flag> add, Set<Flag> remove, Set<String> addKeywords, Set<String> removeKeywords) {

    public FlagChange {
        add = Set.copyOf(add);
        remove = Set.copyOf(remove);
        addKeywords = Set.copyOf(addKeywords);
        removeKeywords = Set.copyOf(removeKeywords);
    }

    public static FlagChange adding(Flag... flags) {
        return new FlagChange(Set.of(flags), Set.of(), Set.of(), Set.of());
    }

    public static FlagChange removing(Flag... flags) {
        return new FlagChange(Set.of(), Set.of(flags), Set.of(), Set.of());
    }

    /// What takes this change back, where everything it names was changed by it.
    public FlagChange reversed() {
        return new FlagChange(remove, add, removeKeywords, addKeywords);
    }
}
