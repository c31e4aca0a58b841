package hazel.store.imap;

import hazel.store.FlagChange;

import java.util.Set;

/// Something that was done in the replica and is still to be done at the server.
sealed interface Operation {

    /// In the order in which they were made.
    long id();

    /// The mailbox whose message this is about; of an [Append], where it goes.
    long mailbox();

    /// The message, by its number in the replica.
    long message();

    /// All messages that it is about.
    default Set<Long> messages() {
        return Set.of(message());
    }

    /// @param uidNext what the server would have called the next message when this was first tried;
    ///   0 before
    record Append(long id, long mailbox, long message, long uidNext) implements Operation {}

    record Store(long id, long mailbox, long message, FlagChange change) implements Operation {}

    /// @param copy the message that it becomes in `target`
    record Copy(long id, long mailbox, long message, long target, long copy, long uidNext)
            implements Operation {
        @Override
        public Set<Long> messages() {
            return Set.of(message, copy);
        }
    }

    record Move(long id, long mailbox, long message, long target, long copy, long uidNext)
            implements Operation {
        @Override
        public Set<Long> messages() {
            return Set.of(message, copy);
        }
    }

    record Expunge(long id, long mailbox, long message) implements Operation {}
}
