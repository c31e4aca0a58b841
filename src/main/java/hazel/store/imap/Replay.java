package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.FlagChange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Carries out at the server what was done in the replica, in its order.
///
/// An operation is taken off the queue in the transaction that notes what came of it. One that was
/// said and never answered may have been done: marking and removing are simply done again, which
/// changes nothing; what would make a second message is looked for first, among those that the
/// server numbered since ([Operations#tried]).
///
/// Long because each operation and what may go wrong in it are read beside the others.
final class Replay {

    private static final int TOGETHER = 200;

    /// New messages in a mailbox among which a lost one is looked for.
    private static final int LOOKED_AT = 400;

    private final Replica replica;
    private final Commands commands;
    private final Edits edits;
    private final MailboxSync sync;
    private final Held held;
    private final Room room;
    private final Consumer<String> news;

    /// How much room there is at the server, in units of 1,024 octets, where it says so.
    interface Room {
        OptionalLong free() throws MailException;
    }

    /// @param news hears of what could not be done
    Replay(Held held, Commands commands, MailboxSync sync, Room room, Consumer<String> news) {
        this.replica = held.replica();
        this.commands = commands;
        this.edits = new Edits(commands);
        this.sync = sync;
        this.held = held;
        this.room = room;
        this.news = news;
    }

    /// Until none waits but those that the server refused for now.
    void all() throws MailException {
        List<Operation> some = together();
        while (!some.isEmpty()) {
            perform(some);
            some = together();
        }
    }

    /// The first operation and those right behind it that can be said in the same breath.
    private List<Operation> together() throws MailException {
        List<Operation> some = new ArrayList<>();
        for (Operation each : replica.ask(() -> held.free(TOGETHER))) {
            if (!some.isEmpty() && !isAlike(some.getFirst(), each)) {
                break;
            }
            some.add(each);
        }
        return some;
    }

    private static boolean isAlike(Operation first, Operation other) {
        if (first.mailbox() != other.mailbox()) {
            return false;
        }
        return switch (first) {
            case Operation.Append _ -> false;
            case Operation.Store store ->
                    other instanceof Operation.Store o && o.change().equals(store.change());
            case Operation.Copy copy ->
                    other instanceof Operation.Copy o
                            && o.target() == copy.target()
                            && o.uidNext() == copy.uidNext();
            case Operation.Move move ->
                    other instanceof Operation.Move o
                            && o.target() == move.target()
                            && o.uidNext() == move.uidNext();
            case Operation.Expunge _ -> other instanceof Operation.Expunge;
        };
    }

    private void perform(List<Operation> some) throws MailException {
        try {
            switch (some.getFirst()) {
                case Operation.Append append -> append(append);
                case Operation.Store(_, long mailbox, _, FlagChange change) ->
                        store(mailbox, some, change);
                case Operation.Copy copy -> transfer(transfers(some), copy.uidNext());
                case Operation.Move move -> transfer(transfers(some), move.uidNext());
                case Operation.Expunge(_, long mailbox, _) -> expunge(mailbox, some);
            }
        } catch (MailException e) {
            if (!(e.problem() instanceof Problem.Refused refused)
                    || commands.connection().isBroken()) {
                throw e;
            }
            if (refused.isTemporary()) {
                hold(some, refused);
            } else {
                refused(some, refused);
            }
        }
    }

    private void hold(List<Operation> some, Problem.Refused refused) throws MailException {
        OptionalLong free = Answers.isOfRoom(refused) ? room.free() : OptionalLong.empty();
        replica.change(() -> {
            held.add(some, refused, free);
            return 0;
        });
        news.accept(
                count(some)
                        + (some.size() == 1 ? " waits" : " wait")
                        + " on this machine until the server takes "
                        + (some.size() == 1 ? "it" : "them")
                        + ": "
                        + refused.message());
    }

    private Optional<Mailboxes.Box> box(long id) throws MailException {
        return replica.ask(() -> replica.mailboxes().box(id));
    }

    private Optional<Messages.Message> message(long id) throws MailException {
        return replica.ask(() -> replica.messages().message(id));
    }

    private void done(List<? extends Operation> some) throws MailException {
        replica.change(() -> {
            replica.operations().done(some);
            return 0;
        });
    }

    private void append(Operation.Append append) throws MailException {
        Optional<Messages.Message> message = message(append.message());
        Optional<Mailboxes.Box> box = box(append.mailbox());
        if (message.isEmpty() || box.isEmpty() || !replica.bodies().has(append.message())) {
            done(List.of(append));
            news.accept("1 message is not here any more, and could not be put on the server");
            return;
        }
        if (append.uidNext() > 0) {
            Optional<Long> there =
                    Optional.ofNullable(
                            found(box.get(), List.of(message.get()), append.uidNext())
                                    .get(message.get().id()));
            if (there.isPresent()) {
                named(List.of(append), Map.of(append.message(), there.get()));
                return;
            }
        }
        Edits.Next next = tried(List.of(append), box.get());
        Edits.Placed placed =
                edits.append(
                        box.get().server(),
                        message.get().marks(),
                        message.get().arrival(),
                        replica.bodies().read(message.get().id()));
        Map<Long, Long> uids = new HashMap<>();
        if (isNumberedSo(box.get(), placed.uidValidity()) && isNew(placed, 0, next)) {
            uids.put(append.message(), placed.uids().get(0L));
        }
        named(List.of(append), uids);
    }

    private static boolean isNumberedSo(Mailboxes.Box box, long uidValidity) {
        return box.uidValidity() == uidValidity;
    }

    /// Whether what a server calls a message is no number that another had before: that other would
    /// be taken for ours, and removed in its stead.
    private static boolean isNew(Edits.Placed placed, long uid, Edits.Next next) {
        return placed.uids().getOrDefault(uid, 0L) >= next.uidNext();
    }

    /// From now on they may have been done.
    ///
    /// @return what the server called the next message before
    private Edits.Next tried(List<? extends Operation> some, Mailboxes.Box target)
            throws MailException {
        Edits.Next next = edits.next(target.server());
        replica.change(() -> {
            replica.operations().tried(some, Math.max(1, next.uidNext()));
            return 0;
        });
        return next;
    }

    /// Notes what messages are called at the server. One that was brought in meanwhile as another's
    /// is ours, and goes.
    ///
    /// @param uids by the messages' numbers; those that are not known yet are seen by their
    ///   likeness when the mailbox is looked at next
    private void named(List<? extends Operation> some, Map<Long, Long> uids) throws MailException {
        replica.change(() -> {
            for (var each : uids.entrySet()) {
                Optional<Messages.Message> own = replica.messages().message(each.getKey());
                if (own.isEmpty()) {
                    continue;
                }
                long mailbox = own.get().mailbox();
                Optional<Messages.Message> twin =
                        replica.messages().byUid(mailbox, each.getValue());
                if (twin.isPresent() && twin.get().id() != own.get().id()) {
                    replica.update("UPDATE message SET uid = NULL WHERE id = ?", twin.get().id());
                    replica.messages()
                            .gone(twin.get().id(), replica.mailboxes().nextVersion(mailbox));
                }
                replica.messages().named(own.get().id(), each.getValue());
            }
            replica.operations().done(some);
            return 0;
        });
    }

    /// Messages among those that came into a mailbox since.
    ///
    /// @return their UIDs by their numbers
    private Map<Long, Long> found(Mailboxes.Box box, List<Messages.Message> messages, long uidNext)
            throws MailException {
        commands.select(box.server());
        long[] since = commands.from(uidNext);
        List<Long> last =
                Arrays.stream(since).skip(Math.max(0, since.length - LOOKED_AT)).boxed().toList();
        List<Messages.Fresh> fresh =
                last.isEmpty() ? List.of() : new ArrayList<>(commands.headers(last));
        Map<Long, Long> found = new HashMap<>();
        for (Messages.Message message : messages) {
            var likeness = MailboxSync.Likeness.of(message);
            for (Messages.Fresh each : List.copyOf(fresh)) {
                if (MailboxSync.Likeness.of(each).equals(likeness)) {
                    found.put(message.id(), each.uid());
                    fresh.remove(each);
                    break;
                }
            }
        }
        return found;
    }

    /// The server's UIDs of the messages of operations, with the mailbox selected; those that the
    /// server does not have are not among them.
    private Map<Long, Operation> uids(Mailboxes.Box box, List<? extends Operation> some)
            throws MailException {
        Map<Long, Operation> uids = known(some);
        Optional<Commands.Selected> selected = commands.ensureSelected(box.server());
        boolean isOther = selected.isPresent() && !isNumberedSo(box, selected.get().uidValidity());
        if (uids.size() < some.size() || isOther) {
            sync.sync(box.id());
            commands.ensureSelected(box.server());
            return known(some);
        }
        return uids;
    }

    private Map<Long, Operation> known(List<? extends Operation> some) throws MailException {
        Map<Long, Operation> uids = new HashMap<>();
        for (Operation each : some) {
            message(each.message())
                    .filter(m -> m.uid() > 0)
                    .ifPresent(m -> uids.put(m.uid(), each));
        }
        return uids;
    }

    private void store(long mailbox, List<Operation> some, FlagChange change) throws MailException {
        Optional<Mailboxes.Box> box = box(mailbox);
        if (box.isPresent()) {
            Set<Long> uids = uids(box.get(), some).keySet();
            if (!uids.isEmpty()) {
                edits.store(uids, change);
            }
        }
        done(some);
    }

    private void expunge(long mailbox, List<Operation> some) throws MailException {
        Optional<Mailboxes.Box> box = box(mailbox);
        if (box.isPresent()) {
            Set<Long> uids = uids(box.get(), some).keySet();
            if (!uids.isEmpty()) {
                edits.expunge(uids);
            }
        }
        buried(some);
    }

    private void buried(List<? extends Operation> some) throws MailException {
        replica.change(() -> {
            replica.operations().done(some);
            for (Operation each : some) {
                if (!replica.operations().isWaiting(each.message())) {
                    replica.messages().buried(each.message());
                }
            }
            return 0;
        });
        for (Operation each : some) {
            if (message(each.message()).filter(m -> !m.isKept()).isPresent()) {
                replica.bodies().delete(each.message());
            }
        }
    }

    /// A copy or a move, alike.
    private record Transfer(Operation of, long copy, long target, boolean isMove) {}

    private static List<Transfer> transfers(List<Operation> some) {
        List<Transfer> all = new ArrayList<>();
        for (Operation each : some) {
            switch (each) {
                case Operation.Copy copy ->
                        all.add(new Transfer(copy, copy.copy(), copy.target(), false));
                case Operation.Move move ->
                        all.add(new Transfer(move, move.copy(), move.target(), true));
                case Operation.Append _, Operation.Store _, Operation.Expunge _ ->
                        throw new IllegalArgumentException("no transfer");
            }
        }
        return all;
    }

    private void transfer(List<Transfer> some, long uidNext) throws MailException {
        Optional<Mailboxes.Box> from = box(some.getFirst().of().mailbox());
        Optional<Mailboxes.Box> to = box(some.getFirst().target());
        if (from.isEmpty() || to.isEmpty()) {
            lost(some);
            return;
        }
        List<Transfer> left = uidNext > 0 ? notYet(some, to.get(), uidNext) : some;
        if (left.isEmpty()) {
            return;
        }
        Map<Long, Operation> byUid =
                new HashMap<>(uids(from.get(), left.stream().map(Transfer::of).toList()));
        if (!byUid.isEmpty()) {
            commands.ensureSelected(from.get().server());
            Set<Long> present = new HashSet<>();
            for (long uid : commands.among(byUid.keySet())) {
                present.add(uid);
            }
            byUid.keySet().retainAll(present);
        }
        List<Transfer> there = left.stream().filter(t -> byUid.containsValue(t.of())).toList();
        lost(left.stream().filter(t -> !there.contains(t)).toList());
        if (!there.isEmpty()) {
            Edits.Next next = tried(there.stream().map(Transfer::of).toList(), to.get());
            commands.ensureSelected(from.get().server());
            say(there, byUid, to.get(), next);
        }
    }

    private void say(
            List<Transfer> some, Map<Long, Operation> byUid, Mailboxes.Box to, Edits.Next next)
            throws MailException {
        boolean isMove = some.getFirst().isMove();
        boolean atOnce = isMove && (commands.offers("MOVE") || commands.offers("IMAP4rev2"));
        Edits.Placed placed =
                atOnce
                        ? edits.move(byUid.keySet(), to.server())
                        : edits.copy(byUid.keySet(), to.server());
        boolean isTold = !placed.uids().isEmpty();
        Map<Long, Long> copies = new HashMap<>();
        Set<Operation> notThere = new HashSet<>();
        for (Transfer each : some) {
            long uid = uidOf(byUid, each.of());
            if (isNumberedSo(to, placed.uidValidity()) && isNew(placed, uid, next)) {
                copies.put(each.copy(), placed.uids().get(uid));
            } else if (isTold && !placed.uids().containsKey(uid)) {
                notThere.add(each.of());
            }
        }
        List<Transfer> moved = some.stream().filter(t -> !notThere.contains(t.of())).toList();
        if (isMove && !atOnce) {
            removeLater(moved, copies);
        } else {
            List<Operation> done = moved.stream().map(Transfer::of).toList();
            named(done, copies);
            if (isMove) {
                buried(done);
            }
        }
        lost(some.stream().filter(t -> notThere.contains(t.of())).toList());
    }

    private static long uidOf(Map<Long, Operation> byUid, Operation operation) {
        return byUid.entrySet().stream()
                .filter(e -> e.getValue().equals(operation))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(0L);
    }

    /// Where messages can only be copied and then removed, the removal is an operation of its own:
    /// a connection that breaks between the two makes no third.
    private void removeLater(List<Transfer> moved, Map<Long, Long> copies) throws MailException {
        named(List.of(), copies);
        replica.change(() -> {
            for (Transfer each : moved) {
                replica.operations().done(List.of(each.of()));
                replica.operations().expunge(each.of().mailbox(), each.of().message());
            }
            return 0;
        });
    }

    /// Of transfers whose answer never came, those that were not done.
    private List<Transfer> notYet(List<Transfer> some, Mailboxes.Box to, long uidNext)
            throws MailException {
        List<Messages.Message> copies = new ArrayList<>();
        for (Transfer each : some) {
            message(each.copy()).ifPresent(copies::add);
        }
        Map<Long, Long> found = found(to, copies, uidNext);
        List<Transfer> done = some.stream().filter(t -> found.containsKey(t.copy())).toList();
        if (!done.isEmpty() && done.getFirst().isMove()) {
            // A copy that is there says nothing of its original, where that was to go too.
            removeLater(done, found);
        } else if (!done.isEmpty()) {
            named(done.stream().map(Transfer::of).toList(), found);
        }
        return some.stream().filter(t -> !found.containsKey(t.copy())).toList();
    }

    /// Somebody else removed the messages before they could be moved.
    private void lost(List<Transfer> some) throws MailException {
        if (some.isEmpty()) {
            return;
        }
        replica.change(() -> {
            for (Transfer each : some) {
                Optional<Messages.Message> copy = replica.messages().message(each.copy());
                if (copy.isPresent()) {
                    long version = replica.mailboxes().nextVersion(copy.get().mailbox());
                    replica.messages().gone(each.copy(), version);
                }
                replica.operations().done(List.of(each.of()));
            }
            return 0;
        });
        news.accept(
                some.size()
                        + (some.size() == 1 ? " message was" : " messages were")
                        + " gone at the server before "
                        + (some.size() == 1 ? "it" : "they")
                        + " could be moved");
    }

    /// The server will not: the replica goes back to how it is there, and what only is here stays.
    private void refused(List<Operation> some, Problem.Refused refusal) throws MailException {
        replica.change(() -> {
            replica.operations().done(some);
            for (Operation each : some) {
                Optional<Messages.Message> message = replica.messages().message(each.message());
                if (message.isEmpty()) {
                    continue;
                }
                long version = replica.mailboxes().nextVersion(each.mailbox());
                switch (each) {
                    case Operation.Append _ -> replica.messages().onlyHere(each.message());
                    case Operation.Store _ -> {} // seen when its mailbox is compared
                    case Operation.Copy copy -> replica.messages().gone(copy.copy(), version);
                    case Operation.Move move -> {
                        replica.messages()
                                .gone(move.copy(), replica.mailboxes().nextVersion(move.target()));
                        replica.messages().back(each.message(), version);
                    }
                    case Operation.Expunge _ -> replica.messages().back(each.message(), version);
                }
            }
            return 0;
        });
        news.accept(what(some) + ": " + refusal.message());
        if (some.getFirst() instanceof Operation.Store store) {
            Optional<Mailboxes.Box> box = box(store.mailbox());
            Set<Long> uids = known(some).keySet();
            if (box.isPresent() && !uids.isEmpty()) {
                commands.ensureSelected(box.get().server());
                sync.mark(box.get(), commands.marks(Uids.text(uids), 0));
            }
        }
    }

    private static String count(List<Operation> some) {
        return some.size() == 1 ? "1 message" : some.size() + " messages";
    }

    private static String what(List<Operation> some) {
        String count = count(some);
        return switch (some.getFirst()) {
            case Operation.Append _ -> count + " stays on this machine only";
            case Operation.Store _ -> count + " not marked";
            case Operation.Copy _ -> count + " not copied";
            case Operation.Move _ -> count + " not moved";
            case Operation.Expunge _ -> count + " not removed";
        };
    }
}
