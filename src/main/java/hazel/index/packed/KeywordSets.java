package hazel.index.packed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The combinations of keywords that messages have, each named by its number, the empty one by 0:
/// there are few, and many messages of each.
public final class KeywordSets {

    public static final KeywordSets NONE = new KeywordSets(List.of(Set.of()));

    private final List<Set<String>> sets;

    private KeywordSets(List<Set<String>> sets) {
        this.sets = List.copyOf(sets);
    }

    public Set<String> get(int number) {
        return sets.get(number);
    }

    public int size() {
        return sets.size();
    }

    public void writeTo(BlockWriter out) throws IOException {
        out.number(sets.size());
        for (Set<String> set : sets) {
            out.number(set.size());
            for (String word : set) {
                byte[] octets = word.getBytes(UTF_8);
                out.number(octets.length);
                out.bytes(octets, octets.length);
            }
        }
    }

    /// @throws IOException also where it is not what was written
    public static KeywordSets readFrom(BlockReader in) throws IOException {
        List<Set<String>> sets = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            Set<String> words = new HashSet<>();
            for (int more = in.number(); more > 0; more--) {
                words.add(new String(in.bytes(in.count(1)), UTF_8));
            }
            sets.add(Set.copyOf(words));
        }
        if (sets.isEmpty() || !sets.getFirst().isEmpty()) {
            throw new IOException("not even the empty combination");
        }
        return new KeywordSets(sets);
    }

    /// Adds combinations.
    static final class Writer {

        private final List<Set<String>> sets;
        private final Map<Set<String>, Integer> numbers = new HashMap<>();
        private KeywordSets known;

        Writer(KeywordSets base) {
            sets = new ArrayList<>(base.sets);
            for (int i = 0; i < sets.size(); i++) {
                numbers.putIfAbsent(sets.get(i), i);
            }
            known = base;
        }

        /// Thirty thousand combinations are kept; a message with yet another one shows none.
        int number(Set<String> words) {
            Integer number = numbers.get(words);
            if (number == null && sets.size() <= Short.MAX_VALUE) {
                number = sets.size();
                sets.add(Set.copyOf(words));
                numbers.put(sets.getLast(), number);
            }
            return number == null ? 0 : number;
        }

        KeywordSets sets() {
            if (known.size() < sets.size()) {
                known = new KeywordSets(sets);
            }
            return known;
        }
    }
}
