package hazel.store.imap;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The order in which messages come in that are not here yet: the newest first, until somebody
/// looks at them in another order that the server can tell.
///
/// Not for more than one thread.
final class Sequence {

    /// Where the next are taken.
    enum From {
        END,
        /// A piece from the end, a piece from the beginning: a sorted list is looked at from
        /// either.
        BOTH_ENDS
    }

    private long[] uids;
    private int first;
    private int end;
    private From from = From.END;
    private boolean isFirstNext;

    /// @param uids ascending, so that the newest is the last
    Sequence(long[] uids) {
        this.uids = uids.clone();
        this.end = uids.length;
    }

    int left() {
        return end - first;
    }

    /// Takes the next.
    ///
    /// @param most at least one
    List<Long> next(int most) {
        int count = Math.min(most, left());
        boolean isFirst = from == From.BOTH_ENDS && isFirstNext;
        isFirstNext = !isFirstNext;
        int start = isFirst ? first : end - count;
        first += isFirst ? count : 0;
        end -= isFirst ? 0 : count;
        return Arrays.stream(uids, start, start + count).boxed().toList();
    }

    /// The newest first again.
    void byAge() {
        uids = Arrays.copyOfRange(uids, first, end);
        Arrays.sort(uids);
        from(From.END);
    }

    /// Puts those that are left into another order. What the server forgot to name comes last.
    void arrange(long[] order, From taken) {
        Set<Long> left = new HashSet<>();
        for (int i = first; i < end; i++) {
            left.add(uids[i]);
        }
        long[] named = Arrays.stream(order).filter(left::remove).toArray();
        long[] forgotten = left.stream().mapToLong(Long::longValue).sorted().toArray();
        int middle = taken == From.END ? 0 : named.length / 2;
        long[] all = new long[named.length + forgotten.length];
        System.arraycopy(named, 0, all, 0, middle);
        System.arraycopy(forgotten, 0, all, middle, forgotten.length);
        System.arraycopy(named, middle, all, middle + forgotten.length, named.length - middle);
        uids = all;
        from(taken);
    }

    private void from(From taken) {
        first = 0;
        end = uids.length;
        from = taken;
        isFirstNext = true;
    }
}
