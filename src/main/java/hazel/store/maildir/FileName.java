package hazel.store.maildir;

import hazel.store.Flag;
import hazel.store.Uid;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The name of a message's file, taken apart.
///
/// @param unique names the message for as long as it is in the Maildir
/// @param separator what stands before the flags: `:2,` as the format has it, `;2,` or `!2,` on
///   file systems that cannot hold a colon; empty for a foreign file in `cur` that has none
/// @param letters the flag letters, those of other programs too
record FileName(String unique, String separator, String letters) {

    private static final char SEEN = 'S';
    private static final String USUAL = ":2,";
    private static final List<String> SEPARATORS = List.of(USUAL, ";2,", "!2,");

    private static final Map<Flag, Character> LETTERS =
            new EnumMap<>(
                    Map.of(
                            Flag.SEEN, SEEN,
                            Flag.ANSWERED, 'R',
                            Flag.FLAGGED, 'F',
                            Flag.DELETED, 'T',
                            Flag.DRAFT, 'D',
                            Flag.FORWARDED, 'P'));

    static FileName of(String name) {
        for (String separator : SEPARATORS) {
            int at = name.lastIndexOf(separator);
            if (at > 0) {
                return new FileName(
                        name.substring(0, at), separator, name.substring(at + separator.length()));
            }
        }
        return new FileName(name, "", "");
    }

    Uid uid() {
        return new Uid(unique);
    }

    boolean isSeen() {
        return letters.indexOf(SEEN) >= 0;
    }

    Set<Flag> flags() {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        LETTERS.forEach((flag, letter) -> {
            if (letters.indexOf(letter) >= 0) {
                flags.add(flag);
            }
        });
        return flags;
    }

    /// The small letters, which Dovecot numbers keywords by.
    Set<Character> keywordLetters() {
        Set<Character> small = new TreeSet<>();
        for (char letter : letters.toCharArray()) {
            if (letter >= 'a' && letter <= 'z') {
                small.add(letter);
            }
        }
        return small;
    }

    /// The same message under other flags; letters that mean nothing to us stay.
    FileName with(Set<Flag> flags, Set<Character> keywordLetters) {
        Set<Character> all = new TreeSet<>(keywordLetters);
        for (char letter : letters.toCharArray()) {
            if (!LETTERS.containsValue(letter) && (letter < 'a' || letter > 'z')) {
                all.add(letter);
            }
        }
        for (Flag flag : flags) {
            if (LETTERS.containsKey(flag)) {
                all.add(LETTERS.get(flag));
            }
        }
        var sorted = new StringBuilder();
        all.forEach(sorted::append);
        return new FileName(unique, separator.isEmpty() ? USUAL : separator, sorted.toString());
    }

    /// What follows the unique part.
    String rest() {
        return separator + letters;
    }

    @Override
    public String toString() {
        return unique + separator + letters;
    }
}
