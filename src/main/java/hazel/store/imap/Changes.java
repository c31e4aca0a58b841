package hazel.store.imap;

import hazel.store.Change;
import hazel.store.Known;
import hazel.store.Marks;
import hazel.store.Uid;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What of a mailbox is different from what a reader knows. Called within [Replica#ask].
///
/// @param mailbox its number
/// @param shown which messages are to be seen; the others are as if they had not come yet
record Changes(Replica replica, long mailbox, Predicate<Messages.Message> shown) {

    /// @param told the version up to which the reader was told
    List<Change> since(long told, Known known) throws SQLException {
        return told < Pruning.forgotten(replica, mailbox) ? compared(known) : noted(told, known);
    }

    private List<Change> noted(long told, Known known) throws SQLException {
        List<Change> changes = new ArrayList<>();
        replica.messages()
                .changedSince(
                        mailbox,
                        told,
                        message -> {
                            if (message.isGone() || shown.test(message)) {
                                change(message, known, changes::add);
                            }
                        });
        return changes;
    }

    /// Against all that is here: not every note of what is gone is left.
    private List<Change> compared(Known known) throws SQLException {
        List<Change> changes = new ArrayList<>();
        Set<Uid> here = new HashSet<>();
        replica.messages()
                .all(
                        mailbox,
                        message -> {
                            here.add(message.name());
                            if (shown.test(message)) {
                                change(message, known, changes::add);
                            }
                        });
        for (Uid uid : known.uids()) {
            if (!here.contains(uid)) {
                changes.add(new Change.Gone(uid));
            }
        }
        return changes;
    }

    private static void change(Messages.Message message, Known known, Consumer<Change> sink) {
        Optional<Marks> before = known.marks(message.name());
        if (message.isGone()) {
            if (before.isPresent()) {
                sink.accept(new Change.Gone(message.name()));
            }
        } else if (before.isEmpty()) {
            sink.accept(new Change.Arrived(message.entry()));
        } else if (!before.get().equals(message.marks())) {
            Marks marks = message.marks();
            sink.accept(new Change.Flagged(message.name(), marks.flags(), marks.keywords()));
        }
    }
}
