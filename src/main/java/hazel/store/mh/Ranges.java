package hazel.store.mh;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A set of message numbers as a line of `.mh_sequences` has it, `1-3 5 9-12`. A range costs the
/// same however long it is.
final class Ranges {

    /// Each range's first number and its last; no two touch.
    private final NavigableMap<Integer, Integer> ends = new TreeMap<>();

    /// What is no number and no range is passed over.
    static Ranges of(String list) {
        var ranges = new Ranges();
        for (String word : list.strip().split("\\s+", -1)) {
            int dash = word.indexOf('-');
            int first = Numbers.number(dash < 0 ? word : word.substring(0, dash));
            int last = dash < 0 ? first : Numbers.number(word.substring(dash + 1));
            if (first > 0 && last >= first) {
                ranges.add(first, last);
            }
        }
        return ranges;
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    boolean contains(int number) {
        Map.Entry<Integer, Integer> range = ends.floorEntry(number);
        return range != null && range.getValue() >= number;
    }

    void add(int number) {
        add(number, number);
    }

    private void add(int first, int last) {
        int from = first;
        int to = last;
        Map.Entry<Integer, Integer> range = ends.floorEntry(last == Numbers.MOST ? last : last + 1);
        while (range != null && range.getValue() >= first - 1) {
            from = Math.min(from, range.getKey());
            to = Math.max(to, range.getValue());
            ends.remove(range.getKey());
            range = ends.floorEntry(last == Numbers.MOST ? last : last + 1);
        }
        ends.put(from, to);
    }

    void remove(int number) {
        Map.Entry<Integer, Integer> range = ends.floorEntry(number);
        if (range == null || range.getValue() < number) {
            return;
        }
        ends.remove(range.getKey());
        if (range.getKey() < number) {
            ends.put(range.getKey(), number - 1);
        }
        if (range.getValue() > number) {
            ends.put(number + 1, range.getValue());
        }
    }

    @Override
    public String toString() {
        var list = new StringBuilder();
        ends.forEach((first, last) -> {
            list.append(list.isEmpty() ? "" : " ").append(first);
            if (last > first) {
                list.append('-').append(last);
            }
        });
        return list.toString();
    }
}
