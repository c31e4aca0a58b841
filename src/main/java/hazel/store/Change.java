package hazel.store;

import java.util.Set;

/// One thing that happened in a mailbox, whoever did it.
public sealed interface Change {

    Uid uid();

    record Arrived(IndexEntry entry) implements Change {
        @Override
        public Uid uid() {
            return entry.uid();
        }
    }

    record Gone(Uid uid) implements Change {}

    /// The flags and keywords it has now.
    record Flagged(Uid uid, Set<Flag> flags, Set<String> keywords) implements Change {
        public Flagged {
            flags = Set.copyOf(flags);
            keywords = Set.copyOf(keywords);
        }
    }
}
