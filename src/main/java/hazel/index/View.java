package hazel.index;

import hazel.store.*;

import java.util.*;

/** Stand-in with the API of branch index. */
public final class View {
    public static final View EMPTY = new View(Snapshot.builder().build());
    private final Snapshot s;

    private View(Snapshot s) {
        this.s = s;
    }

    public static View of(Snapshot s, Sort sort, Query limit, Set<Uid> folded) {
        return new View(s);
    }

    public Snapshot snapshot() {
        return s;
    }

    public int size() {
        return s.size();
    }

    public int row(int p) {
        return p;
    }

    public int position(Uid u) {
        return s.find(u);
    }

    public int depth(int p) {
        return 0;
    }

    public String tree(int p) {
        return "";
    }

    public boolean isFolded(int p) {
        return false;
    }

    public int threadSize(int p) {
        return 1;
    }

    public int unseenInThread(int p) {
        return 0;
    }

    public boolean subjectRepeats(int p) {
        return false;
    }

    public int threadRoot(int p) {
        return p;
    }

    public int nextThread(int p) {
        return p + 1 < size() ? p + 1 : -1;
    }

    public int previousThread(int p) {
        return p - 1;
    }

    public int parent(int p) {
        return -1;
    }

    public int nextUnseen(int p) {
        return -1;
    }

    public int previousUnseen(int p) {
        return -1;
    }

    public int firstUnseen() {
        return -1;
    }

    public List<Uid> thread(int p) {
        return List.of(s.uid(p));
    }
}
