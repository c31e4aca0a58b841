package hazel.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Puts rows into an order: by a key, or as threads. The result is arrays by position.
///
/// @param rows the rows in their order
/// @param depth how deep in its thread each is, 0 for the first of a thread
/// @param parent the position of what each answers, or -1
/// @param end where the branch beneath each ends: the position after its last descendant
@SuppressWarnings("ArrayRecordComponent") // as in Columns
record Order(int[] rows, int[] depth, int[] parent, int[] end) {

    static Order of(Snapshot snapshot, int[] rows, Sort sort) {
        int[] sorted = sort.key() == Sort.Key.THREAD ? rows : sorted(snapshot, rows, sort);
        if (sort.key() == Sort.Key.THREAD) {
            return threaded(snapshot, rows, sort);
        }
        int[] none = new int[sorted.length];
        Arrays.fill(none, -1);
        int[] end = new int[sorted.length];
        Arrays.setAll(end, i -> i + 1);
        return new Order(sorted, new int[sorted.length], none, end);
    }

    /// From rows in their order and how deep each is.
    ///
    /// @throws IOException where no forest is drawn like this
    static Order of(int[] rows, int[] depth) throws IOException {
        int n = rows.length;
        int[] parent = new int[n];
        int[] end = new int[n];
        int above = -1;
        for (int at = 0; at < n; at++) {
            if (depth[at] < 0 || depth[at] > (at == 0 ? 0 : depth[at - 1] + 1)) {
                throw new IOException("no forest is drawn like this");
            }
            if (at > 0) {
                above = at - 1;
                while (above >= 0 && depth[above] >= depth[at]) {
                    end[above] = at;
                    above = parent[above];
                }
            }
            parent[at] = above;
        }
        for (above = n - 1; above >= 0; above = parent[above]) {
            end[above] = n;
        }
        return new Order(rows, depth, parent, end);
    }

    private static int[] sorted(Snapshot snapshot, int[] rows, Sort sort) {
        long[] primary = new long[rows.length];
        switch (sort.key()) {
            case DATE, THREAD -> Arrays.setAll(primary, i -> snapshot.date(rows[i]));
            case ARRIVAL -> Arrays.setAll(primary, i -> snapshot.arrival(rows[i]));
            case SIZE -> Arrays.setAll(primary, i -> snapshot.size(rows[i]));
            case FROM, TO, SUBJECT -> {
                Map<Integer, Integer> ranks = ranks(snapshot, rows, sort.key());
                Arrays.setAll(primary, i -> ranks.get(snapshot.ref(rows[i], sort.key())));
            }
        }
        int[] order = byKey(primary, byKey(dates(snapshot, rows), identity(rows.length)));
        if (sort.isReversed()) {
            reverse(order);
        }
        int[] result = new int[rows.length];
        Arrays.setAll(result, i -> rows[order[i]]);
        return result;
    }

    private static long[] dates(Snapshot snapshot, int[] rows) {
        long[] dates = new long[rows.length];
        Arrays.setAll(dates, i -> snapshot.date(rows[i]));
        return dates;
    }

    /// Each distinct text is decoded and compared once, however many rows have it.
    private static Map<Integer, Integer> ranks(Snapshot snapshot, int[] rows, Sort.Key key) {
        int[] refs = Arrays.stream(rows).map(r -> snapshot.ref(r, key)).distinct().toArray();
        Map<Integer, String> texts = HashMap.newHashMap(refs.length);
        for (int ref : refs) {
            texts.put(ref, Subjects.base(snapshot.text(ref)));
        }
        String[] names = texts.values().stream().distinct().sorted().toArray(String[]::new);
        Map<Integer, Integer> ranks = HashMap.newHashMap(refs.length);
        texts.forEach((ref, text) -> ranks.put(ref, Arrays.binarySearch(names, text)));
        return ranks;
    }

    private static Order threaded(Snapshot snapshot, int[] rows, Sort sort) {
        int n = rows.length;
        int[] parent = Threads.parents(snapshot, rows);
        int[] byDate = byKey(dates(snapshot, rows), identity(n));
        int[] root = roots(parent);
        long[] newest = new long[n];
        Arrays.fill(newest, Long.MIN_VALUE);
        for (int i = 0; i < n; i++) {
            newest[root[i]] = Math.max(newest[root[i]], snapshot.date(rows[i]));
        }
        int[] firstChild = new int[n];
        int[] nextSibling = new int[n];
        Arrays.fill(firstChild, -1);
        for (int k = n - 1; k >= 0; k--) {
            int i = byDate[k];
            if (parent[i] >= 0) {
                nextSibling[i] = firstChild[parent[i]];
                firstChild[parent[i]] = i;
            }
        }
        int[] tops = byKey(newest, byDate);
        if (sort.isReversed()) {
            reverse(tops);
        }
        return walk(rows, parent, tops, firstChild, nextSibling);
    }

    /// Depth first, with a stack of our own.
    private static Order walk(
            int[] rows, int[] parent, int[] tops, int[] firstChild, int[] nextSibling) {
        int n = rows.length;
        int[] order = new int[n];
        int[] depth = new int[n];
        int[] above = new int[n];
        int[] end = new int[n];
        int[] stack = new int[n];
        int[] open = new int[n];
        int at = 0;
        for (int top : tops) {
            if (parent[top] >= 0) {
                continue;
            }
            int level = 0;
            stack[0] = top;
            while (level >= 0) {
                int node = stack[level];
                order[at] = rows[node];
                depth[at] = level;
                above[at] = level == 0 ? -1 : open[level - 1];
                open[level] = at++;
                if (firstChild[node] >= 0) {
                    stack[++level] = firstChild[node];
                    continue;
                }
                end[open[level]] = at;
                while (level > 0 && nextSibling[stack[level]] < 0) {
                    end[open[--level]] = at;
                }
                if (level == 0) {
                    end[open[0]] = at;
                    level = -1;
                } else {
                    stack[level] = nextSibling[stack[level]];
                }
            }
        }
        return new Order(order, depth, above, end);
    }

    private static int[] roots(int[] parent) {
        int[] root = new int[parent.length];
        Arrays.fill(root, -1);
        int[] path = new int[parent.length];
        for (int i = 0; i < parent.length; i++) {
            int length = 0;
            int at = i;
            while (root[at] < 0 && parent[at] >= 0) {
                path[length++] = at;
                at = parent[at];
            }
            int found = root[at] < 0 ? at : root[at];
            root[at] = found;
            for (int k = 0; k < length; k++) {
                root[path[k]] = found;
            }
        }
        return root;
    }

    /// Positions in ascending order of their keys; equal keys stay as `order` has them.
    private static int[] byKey(long[] key, int[] order) {
        int n = order.length;
        long[] packed = new long[n];
        long[] distinct = Arrays.stream(order).mapToLong(i -> key[i]).sorted().distinct().toArray();
        for (int k = 0; k < n; k++) {
            long rank = Arrays.binarySearch(distinct, key[order[k]]);
            packed[k] = rank << 32 | k;
        }
        Arrays.parallelSort(packed);
        int[] result = new int[n];
        for (int k = 0; k < n; k++) {
            result[k] = order[(int) packed[k]];
        }
        return result;
    }

    private static int[] identity(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private static void reverse(int[] order) {
        for (int i = 0, j = order.length - 1; i < j; i++, j--) {
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
