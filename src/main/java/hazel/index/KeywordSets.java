package hazel.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The combinations of keywords that messages have, each named by its number: there are few, and
/// many messages of each.
record KeywordSets(List<Set<String>> sets) {

    void writeTo(BlockWriter out) throws IOException {
        out.number(sets.size());
        for (Set<String> set : sets) {
            out.number(set.size());
            for (String word : set) {
                byte[] octets = word.getBytes(UTF_8);
                out.bytes(octets, octets.length);
            }
        }
    }

    static KeywordSets readFrom(BlockReader in) throws IOException {
        List<Set<String>> sets = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            Set<String> words = new HashSet<>();
            for (int more = in.number(); more > 0; more--) {
                words.add(new String(in.bytes(), UTF_8));
            }
            sets.add(Set.copyOf(words));
        }
        return new KeywordSets(List.copyOf(sets));
    }
}
