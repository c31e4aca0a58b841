package hazel.index;

import hazel.index.packed.Columns;
import hazel.store.Sort;

import java.io.IOException;
import java.util.Arrays;

/// Rows in the order in which they are drawn, as trees: arrays by place.
///
/// A forest of single trees is one without arrays for what stands above and beneath.
final class Forest {

    private static final int[] FLAT = {};

    private final int[] rows;
    private final int[] parents;
    private final int[] ends;

    private Forest(int[] rows, int[] parents, int[] ends) {
        this.rows = rows;
        this.parents = parents;
        this.ends = ends;
    }

    static Forest of(Columns columns, int[] rows, Sort sort) {
        return sort.key() == Sort.Key.THREAD
                ? threaded(columns, rows, sort)
                : flat(Order.sorted(columns, rows, sort));
    }

    static Forest flat(int[] rows) {
        return new Forest(rows, FLAT, FLAT);
    }

    /// From rows in their order and how deep each is.
    ///
    /// @throws IOException where no forest is drawn like this
    static Forest of(int[] rows, int[] depths) throws IOException {
        int n = rows.length;
        int[] parents = new int[n];
        int[] ends = new int[n];
        int above = -1;
        for (int at = 0; at < n; at++) {
            if (depths[at] < 0 || depths[at] > (at == 0 ? 0 : depths[at - 1] + 1)) {
                throw new IOException("no forest is drawn like this");
            }
            above = at - 1;
            while (above >= 0 && depths[above] >= depths[at]) {
                ends[above] = at;
                above = parents[above];
            }
            parents[at] = above;
        }
        for (above = n - 1; above >= 0; above = parents[above]) {
            ends[above] = n;
        }
        return new Forest(rows, parents, ends);
    }

    /// The same forest of rows that are elsewhere now.
    Forest moved(int[] to) {
        int[] moved = new int[rows.length];
        Arrays.setAll(moved, at -> to[rows[at]]);
        return new Forest(moved, parents, ends);
    }

    int size() {
        return rows.length;
    }

    int row(int at) {
        return rows[at];
    }

    int[] rows() {
        return rows;
    }

    /// The place of what a row answers, or -1.
    int parent(int at) {
        return parents.length == 0 ? -1 : parents[at];
    }

    /// Where the branch beneath ends: the place after its last descendant.
    int end(int at) {
        return ends.length == 0 ? at + 1 : ends[at];
    }

    int root(int at) {
        int root = at;
        for (int above = parent(at); above >= 0; above = parent(above)) {
            root = above;
        }
        return root;
    }

    boolean isFlat() {
        return parents.length == 0;
    }

    /// How deep each is in its tree, 0 for the first.
    int[] depths() {
        int[] depths = new int[rows.length];
        for (int at = 0; at < depths.length; at++) {
            depths[at] = parent(at) < 0 ? 0 : depths[parent(at)] + 1;
        }
        return depths;
    }

    private static Forest threaded(Columns columns, int[] rows, Sort sort) {
        int n = rows.length;
        int[] parent = Threads.parents(columns, rows);
        int[] byDate = new Order(columns, rows).byDate();
        int[] firstChild = new int[n];
        int[] nextSibling = new int[n];
        Arrays.fill(firstChild, -1);
        Arrays.fill(nextSibling, -1);
        for (int k = n - 1; k >= 0; k--) {
            int i = byDate[k];
            if (parent[i] >= 0) {
                nextSibling[i] = firstChild[parent[i]];
                firstChild[parent[i]] = i;
            }
        }
        int[] tops = tops(columns, rows, parent, byDate);
        if (sort.isReversed()) {
            reverse(tops);
        }
        return walk(rows, tops, new Links(parent, firstChild, nextSibling));
    }

    /// The first messages of threads, those with the newest message last.
    private static int[] tops(Columns columns, int[] rows, int[] parent, int[] byDate) {
        int[] newest = new int[rows.length];
        int[] root = roots(parent);
        int count = 0;
        for (int i : byDate) {
            newest[root[i]] = columns.date().get(rows[i]);
            count += parent[i] < 0 ? 1 : 0;
        }
        int[] tops = new int[count];
        int at = 0;
        for (int i : byDate) {
            if (parent[i] < 0) {
                tops[at++] = i;
            }
        }
        return Radix.sorted(newest, tops);
    }

    private static int[] roots(int[] parent) {
        int[] root = new int[parent.length];
        Arrays.fill(root, -1);
        for (int i = 0; i < parent.length; i++) {
            int found = i;
            while (root[found] < 0 && parent[found] >= 0) {
                found = parent[found];
            }
            found = root[found] < 0 ? found : root[found];
            for (int at = i; root[at] < 0; at = parent[at]) {
                root[at] = found;
                if (at == found) {
                    break;
                }
            }
        }
        return root;
    }

    /// What stands above, beneath and beside each position.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Links(int[] parent, int[] firstChild, int[] nextSibling) {}

    /// Depth first.
    private static Forest walk(int[] rows, int[] tops, Links links) {
        int n = rows.length;
        var forest = new Forest(new int[n], new int[n], new int[n]);
        int[] place = new int[n];
        int at = 0;
        for (int top : tops) {
            int node = top;
            while (node >= 0) {
                forest.rows[at] = rows[node];
                forest.parents[at] = node == top ? -1 : place[links.parent[node]];
                place[node] = at++;
                if (links.firstChild[node] >= 0) {
                    node = links.firstChild[node];
                    continue;
                }
                forest.ends[place[node]] = at;
                while (node != top && links.nextSibling[node] < 0) {
                    node = links.parent[node];
                    forest.ends[place[node]] = at;
                }
                node = node == top ? -1 : links.nextSibling[node];
            }
        }
        return forest;
    }

    private static void reverse(int[] order) {
        for (int i = 0, j = order.length - 1; i < j; i++, j--) {
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
