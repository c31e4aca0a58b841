package hazel.store.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Sets of UIDs as IMAP writes them (RFC 9051, `sequence-set`): `1:3,7`.
final class Uids {

    /// More than this in one set is nobody's mailbox.
    private static final long MOST = 5_000_000;

    private Uids() {}

    static String text(Collection<Long> uids) {
        long[] sorted = uids.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
        var text = new StringBuilder();
        for (int i = 0; i < sorted.length; ) {
            int j = i;
            while (j + 1 < sorted.length && sorted[j + 1] == sorted[j] + 1) {
                j++;
            }
            text.append(text.isEmpty() ? "" : ",").append(sorted[i]);
            if (j > i) {
                text.append(':').append(sorted[j]);
            }
            i = j + 1;
        }
        return text.toString();
    }

    /// From the least to the greatest of some, at least one.
    static Range around(Collection<Long> uids) {
        var all = uids.stream().mapToLong(Long::longValue).summaryStatistics();
        return new Range(all.getMin(), all.getMax());
    }

    /// One range, the ends of which belong to it.
    record Range(long first, long last) {

        boolean has(long uid) {
            return uid >= first && uid <= last;
        }
    }

    /// @return empty where it is none
    static Optional<List<Range>> ranges(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String piece : text.strip().split(",")) {
            if (!piece.matches("[0-9]{1,10}(:[0-9]{1,10})?")) {
                return Optional.empty();
            }
            int colon = piece.indexOf(':');
            long first = Long.parseLong(colon < 0 ? piece : piece.substring(0, colon));
            long last = colon < 0 ? first : Long.parseLong(piece.substring(colon + 1));
            ranges.add(new Range(Math.min(first, last), Math.max(first, last)));
        }
        return Optional.of(ranges);
    }

    /// Every UID of a set in its order; empty where it is none, or of too many.
    static Optional<long[]> all(String text) {
        Optional<List<Range>> ranges = ranges(text);
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        long count = 0;
        for (Range range : ranges.get()) {
            count += range.last() - range.first() + 1;
        }
        if (count > MOST) {
            return Optional.empty();
        }
        long[] all = new long[(int) count];
        int at = 0;
        for (Range range : ranges.get()) {
            for (long uid = range.first(); uid <= range.last(); uid++) {
                all[at++] = uid;
            }
        }
        return Optional.of(all);
    }

    /// Numbers with spaces between them, as SEARCH answers.
    static Optional<long[]> numbers(String text) {
        String[] words = text.strip().split(" +");
        if (words.length == 1 && words[0].isEmpty()) {
            return Optional.of(new long[0]);
        }
        if (!Arrays.stream(words).allMatch(w -> w.matches("[0-9]{1,10}"))) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(words).mapToLong(Long::parseLong).toArray());
    }

    /// The members of threads, as THREAD answers (RFC 5256 section 4), those of each thread
    /// together, the thread with the greatest number last.
    ///
    /// @return empty where it is no such answer
    static Optional<long[]> threads(String text) {
        List<long[]> threads = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                from = depth++ == 0 ? i : from;
            } else if (c == ')') {
                depth--;
                if (depth == 0) {
                    String inside = text.substring(from, i).replace('(', ' ').replace(')', ' ');
                    numbers(inside).ifPresent(threads::add);
                }
            } else if (c != ' ' && (c < '0' || c > '9' || depth == 0)) {
                return Optional.empty();
            }
            if (depth < 0) {
                return Optional.empty();
            }
        }
        if (depth != 0) {
            return Optional.empty();
        }
        threads.sort(Comparator.comparingLong(t -> Arrays.stream(t).max().orElse(0)));
        return Optional.of(threads.stream().flatMapToLong(Arrays::stream).toArray());
    }
}
