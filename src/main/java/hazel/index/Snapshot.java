package hazel.index;

import hazel.store.*;

import java.util.*;

/** Stand-in with the API of branch index. */
public final class Snapshot {
    private final List<IndexEntry> entries;

    Snapshot(List<IndexEntry> e) {
        entries = e;
    }

    public static Builder builder() {
        return new Builder();
    }

    public static final class Builder {
        private final List<IndexEntry> e = new ArrayList<>();

        public Builder add(IndexEntry x) {
            e.add(x);
            return this;
        }

        public Snapshot build() {
            return new Snapshot(List.copyOf(e));
        }
    }

    public int size() {
        return entries.size();
    }

    public Uid uid(int r) {
        return entries.get(r).uid();
    }

    public long date(int r) {
        return entries.get(r).date().getEpochSecond();
    }

    public String from(int r) {
        return entries.get(r).from();
    }

    public String fromAddress(int r) {
        return entries.get(r).fromAddress();
    }

    public String to(int r) {
        return entries.get(r).to();
    }

    public String toName(int r) {
        return entries.get(r).toName();
    }

    public String subject(int r) {
        return entries.get(r).subject();
    }

    public boolean has(int r, Flag f) {
        return entries.get(r).flags().contains(f);
    }

    public Set<String> keywords(int r) {
        return entries.get(r).keywords();
    }

    public long size(int r) {
        return entries.get(r).size();
    }

    public boolean hasAttachment(int r) {
        return entries.get(r).hasAttachment();
    }

    public String listId(int r) {
        return entries.get(r).listId();
    }

    public int find(Uid u) {
        for (int i = 0; i < size(); i++) if (uid(i).equals(u)) return i;
        return -1;
    }

    public int unseenCount() {
        return (int) entries.stream().filter(IndexEntry::isUnseen).count();
    }
}
