package hazel.app;

import hazel.index.KeptUids;
import hazel.index.RowSet;
import hazel.index.Snapshot;
import hazel.spool.QueueId;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Mailbox;
import hazel.store.MailboxRef;
import hazel.store.Uid;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was done, in a form that can be taken back.
sealed interface Undoable {

    /// A message on its way out, while it waits.
    record Sent(QueueId id) implements Undoable {}

    /// What was done at once to mail in several mailboxes.
    record Several(List<OnMail> all) implements Undoable {}

    /// Something done to mail that is there.
    sealed interface OnMail extends Undoable {

        /// The mailbox where taking it back begins.
        MailboxRef mailbox();

        /// How many messages it was done to.
        int count();
    }

    /// Flags and keywords as they were, of all messages that had the same ones together.
    record Flagged(MailboxRef mailbox, List<Alike> before) implements OnMail {

        record State(Set<Flag> flags, Set<String> keywords) {

            static State of(Snapshot snapshot, RowSet alike) {
                int row = alike.first();
                return new State(snapshot.flags(row), snapshot.keywords(row));
            }
        }

        record Alike(State state, KeptUids uids) {}

        @Override
        public int count() {
            return before.stream().mapToInt(alike -> alike.uids().size()).sum();
        }

        static Flagged of(MailboxRef mailbox, Snapshot snapshot, Collection<Uid> uids) {
            return new Flagged(
                    mailbox,
                    RowSet.of(snapshot, uids).alike().stream()
                            .map(set -> new Alike(State.of(snapshot, set), set.kept()))
                            .toList());
        }

        /// The changes that lead from `now` back to what was; messages of one change together.
        Map<FlagChange, RowSet> reversal(Snapshot now) {
            Map<FlagChange, RowSet> changes = new HashMap<>();
            for (Alike was : before) {
                for (RowSet alike : was.uids().in(now).alike()) {
                    State is = State.of(now, alike);
                    if (!is.equals(was.state())) {
                        changes.merge(between(is, was.state()), alike, RowSet::with);
                    }
                }
            }
            return changes;
        }

        private static FlagChange between(State from, State to) {
            return new FlagChange(
                    without(to.flags(), from.flags()),
                    without(from.flags(), to.flags()),
                    without(to.keywords(), from.keywords()),
                    without(from.keywords(), to.keywords()));
        }

        private static <T> Set<T> without(Set<T> all, Set<T> some) {
            Set<T> rest = new HashSet<>(all);
            rest.removeAll(some);
            return rest;
        }
    }

    /// Messages that went from one mailbox to another.
    ///
    /// @param mailbox where they are now
    record Moved(MailboxRef mailbox, MailboxRef origin, List<Mailbox.Moved> moved)
            implements OnMail {

        @Override
        public int count() {
            return moved.size();
        }
    }

    /// Messages that are in a second mailbox now.
    ///
    /// @param mailbox where the copies are
    record Copied(MailboxRef mailbox, List<Uid> copies) implements OnMail {

        @Override
        public int count() {
            return copies.size();
        }
    }
}
