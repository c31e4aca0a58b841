package hazel.store.imap;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Flag;
import hazel.store.FlagChange;
import hazel.store.Marks;
import hazel.store.Sort;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Brings what others did in a mailbox into the replica: what is new, what is marked otherwise,
/// what is gone.
///
/// Where the server keeps account of changes (QRESYNC, CONDSTORE), only those are asked for; else
/// all UIDs and marks are compared. New messages come newest first and in pieces, each of which is
/// seen as soon as it is there; between two pieces other work of the account has its turn. Nothing
/// counts on the order of messages, so whatever happens at the server meanwhile is seen the next
/// time.
final class MailboxSync {

    /// Messages in a piece: the first fills a screen at once.
    private static final int FIRST = 100;

    private static final int PIECE = 400;

    /// Fewer are all here before the server has sorted them.
    private static final int MANY = 1000;

    private static final int MARKS = 5000;

    private static final int BURIED = 500;

    private final Replica replica;
    private final Commands commands;
    private final Turn turn;

    /// Other work of the account, and who hears how far this is.
    interface Turn {

        /// Between two pieces.
        void taken(Mailboxes.Box box, long done, long total) throws MailException;

        /// In which order somebody looks at the mailbox now.
        Sort order(Mailboxes.Box box);
    }

    MailboxSync(Replica replica, Commands commands, Turn turn) {
        this.replica = replica;
        this.commands = commands;
        this.turn = turn;
    }

    void sync(long mailbox) throws MailException {
        Optional<Mailboxes.Box> found = replica.ask(() -> replica.mailboxes().box(mailbox));
        if (found.isEmpty() || !found.get().isSelectable()) {
            return;
        }
        Mailboxes.Box box = found.get();
        try {
            sync(box);
        } catch (MailException e) {
            if (e.problem() instanceof Problem.Protocol && box.modSeq() > 0) {
                // More changed than one answer may tell, perhaps: piece by piece it is bounded.
                replica.change(() -> {
                    replica.mailboxes().forgetChanges(box.id());
                    return 0;
                });
            }
            throw e;
        }
    }

    private void sync(Mailboxes.Box box) throws MailException {
        boolean byChanges = box.uidValidity() != 0 && box.isWhole() && box.modSeq() > 0;
        boolean isTold = byChanges && commands.tellsGone();
        Commands.Selected selected =
                isTold
                        ? commands.selectSince(box.server(), box.uidValidity(), box.modSeq())
                        : commands.select(box.server());
        boolean isRenumbered = selected.uidValidity() != box.uidValidity();
        if (isRenumbered) {
            renumber(box, selected.uidValidity());
        }
        if (!byChanges || isRenumbered || !commands.knowsChanges() || selected.modSeq() == 0) {
            compare(again(box), selected);
            return;
        }
        if (isTold) {
            gone(box, selected.gone());
            mark(box, selected.marks());
        } else if (selected.modSeq() != box.modSeq() && box.uidNext() > 1) {
            mark(box, commands.marks("1:" + (box.uidNext() - 1), box.modSeq()));
        }
        boolean isMore = selected.uidNext() == 0 || selected.uidNext() > box.uidNext();
        if (isMore && selected.exists() > 0) {
            bring(box, commands.from(box.uidNext()));
        }
        long here = replica.ask(() -> replica.messages().onServer(box.id()));
        if (here != selected.exists()) {
            compare(again(box), selected);
        } else {
            reached(box, selected);
        }
    }

    private Mailboxes.Box again(Mailboxes.Box box) throws MailException {
        return replica.ask(() -> replica.mailboxes().box(box.id())).orElse(box);
    }

    private void reached(Mailboxes.Box box, Commands.Selected selected) throws MailException {
        replica.change(() -> {
            replica.mailboxes()
                    .reached(
                            box.id(),
                            Math.max(selected.uidNext(), box.uidNext()),
                            selected.modSeq(),
                            true);
            return 0;
        });
    }

    private void renumber(Mailboxes.Box box, long uidValidity) throws MailException {
        replica.change(() -> {
            replica.messages().renumbered(box.id());
            replica.mailboxes().renumbered(box.id(), uidValidity);
            return 0;
        });
    }

    /// All UIDs against all UIDs.
    private void compare(Mailboxes.Box box, Commands.Selected selected) throws MailException {
        long[] there = selected.exists() == 0 ? new long[0] : commands.uids();
        Map<Long, Messages.Known> known = replica.ask(() -> replica.messages().known(box.id()));
        Set<Long> missing = new HashSet<>();
        known.forEach((uid, message) -> {
            if (!message.isGone()) {
                missing.add(uid);
            }
        });
        for (long uid : there) {
            missing.remove(uid);
        }
        gone(box, missing.stream().map(uid -> new Uids.Range(uid, uid)).toList());
        bring(box, Arrays.stream(there).filter(uid -> !known.containsKey(uid)).toArray());
        long[] both = Arrays.stream(there).filter(known::containsKey).toArray();
        List<Long> buried = new ArrayList<>();
        for (int from = 0; from < both.length; from += MARKS) {
            int last = Math.min(both.length, from + MARKS) - 1;
            commands.ensureSelected(box.server());
            Map<Long, Marks> marks = commands.marks(both[from] + ":" + both[last], 0);
            mark(box, marks);
            marks.forEach((uid, each) -> {
                Messages.Known message = known.get(uid);
                boolean isToGo = each.flags().contains(Flag.DELETED);
                if (message != null && message.isGone() && !isToGo) {
                    buried.add(uid);
                }
            });
        }
        bringBack(box, buried);
        // What has no UID after all of the server's were looked at is not there any more.
        bury(box, replica.ask(() -> replica.messages().unnamed(box.id())));
        long next = there.length == 0 ? 1 : there[there.length - 1] + 1;
        replica.change(() -> {
            replica.mailboxes()
                    .reached(
                            box.id(),
                            Math.max(next, Math.max(selected.uidNext(), box.uidNext())),
                            selected.modSeq(),
                            true);
            return 0;
        });
    }

    /// A server that once left messages out of an answer has them all the same: what is gone here,
    /// not marked deleted there, and waits for nothing, comes again.
    private void bringBack(Mailboxes.Box box, List<Long> uids) throws MailException {
        List<Long> back =
                replica.change(() -> {
                    List<Long> all = new ArrayList<>();
                    for (long uid : uids) {
                        Optional<Messages.Message> message =
                                replica.messages().byUid(box.id(), uid);
                        if (message.isPresent()
                                && message.get().isGone()
                                && !replica.operations().isWaiting(message.get().id())) {
                            replica.messages().onlyHere(message.get().id());
                            all.add(uid);
                        }
                    }
                    return all;
                });
        bring(box, back.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    /// A few at a time, so that others who work on the account have their turn. The octets go when
    /// nobody can come back to them.
    private void bury(Mailboxes.Box box, List<Long> messages) throws MailException {
        for (int from = 0; from < messages.size(); from += BURIED) {
            List<Long> some = messages.subList(from, Math.min(messages.size(), from + BURIED));
            List<Long> over =
                    replica.change(() -> {
                        long version = replica.mailboxes().nextVersion(box.id());
                        List<Long> unneeded = new ArrayList<>();
                        for (long each : some) {
                            replica.messages().gone(each, version);
                            if (!replica.operations().isWaiting(each)) {
                                replica.messages().buried(each);
                                unneeded.add(each);
                            }
                        }
                        return unneeded;
                    });
            over.forEach(replica.bodies()::delete);
        }
    }

    private void gone(Mailboxes.Box box, List<Uids.Range> ranges) throws MailException {
        List<Long> all = new ArrayList<>();
        for (Uids.Range range : ranges) {
            all.addAll(replica.ask(() -> replica.messages().within(box.id(), range)));
        }
        bury(box, all);
    }

    /// The newest first; once a screen is full, by the order in which somebody looks at them.
    private void bring(Mailboxes.Box box, long[] uids) throws MailException {
        var sequence = new Sequence(uids);
        Optional<Sort> followed = Optional.empty();
        int size = FIRST;
        while (sequence.left() > 0) {
            commands.ensureSelected(box.server());
            Optional<Sort> wanted = Optional.of(turn.order(box));
            boolean isWorthIt = size == PIECE && sequence.left() >= MANY;
            if (isWorthIt && !wanted.equals(followed)) {
                follow(sequence, wanted.get());
                followed = wanted;
            }
            List<Messages.Fresh> fresh = commands.headers(sequence.next(size));
            replica.change(() -> {
                add(box, fresh);
                return 0;
            });
            size = PIECE;
            turn.taken(box, uids.length - sequence.left(), uids.length);
        }
    }

    private void follow(Sequence sequence, Sort order) throws MailException {
        Optional<long[]> told = new Ordering(commands.connection()).of(order);
        if (told.isEmpty()) {
            sequence.byAge();
            return;
        }
        boolean isByThreads = order.key() == Sort.Key.THREAD; // seen from the newest one
        sequence.arrange(told.get(), isByThreads ? Sequence.From.END : Sequence.From.BOTH_ENDS);
    }

    /// A message that is here already under no UID gets its UID, any other is new.
    private void add(Mailboxes.Box box, List<Messages.Fresh> fresh) throws SQLException {
        Map<Long, List<FlagChange>> waiting = replica.operations().changes(box.id());
        long version = replica.mailboxes().nextVersion(box.id());
        for (Messages.Fresh each : fresh) {
            if (replica.messages().byUid(box.id(), each.uid()).isPresent()) {
                continue;
            }
            Optional<Messages.Message> own = unnamed(box, each);
            if (own.isEmpty()) {
                replica.messages().add(box.id(), each, version);
            } else {
                replica.messages().named(own.get().id(), each.uid());
                mark(
                        new Messages.Known(
                                own.get().id(),
                                own.get().isGone(),
                                Messages.bits(own.get().marks().flags()),
                                Messages.text(own.get().marks().keywords())),
                        each.marks(),
                        waiting,
                        version);
            }
        }
    }

    private Optional<Messages.Message> unnamed(Mailboxes.Box box, Messages.Fresh fresh)
            throws SQLException {
        return replica.messages().unnamed(box.id(), fresh.size()).stream()
                .filter(m -> Likeness.of(m).equals(Likeness.of(fresh)))
                .findFirst();
    }

    /// What the server says of marks, and then what is still to be changed there.
    void mark(Mailboxes.Box box, Map<Long, Marks> marks) throws MailException {
        if (marks.isEmpty()) {
            return;
        }
        replica.change(() -> {
            Map<Long, List<FlagChange>> waiting = replica.operations().changes(box.id());
            Map<Long, Messages.Known> known = replica.messages().known(box.id());
            long version = replica.mailboxes().nextVersion(box.id());
            for (var each : marks.entrySet()) {
                Messages.Known message = known.get(each.getKey());
                if (message != null && !message.isGone()) {
                    mark(message, each.getValue(), waiting, version);
                }
            }
            return 0;
        });
    }

    private void mark(
            Messages.Known message, Marks marks, Map<Long, List<FlagChange>> waiting, long version)
            throws SQLException {
        Marks after = marks;
        for (FlagChange change : waiting.getOrDefault(message.id(), List.of())) {
            after = after.changed(change);
        }
        int flags = Messages.bits(after.flags());
        String keywords = Messages.text(after.keywords());
        if (flags != message.flags() || !keywords.equals(message.keywords())) {
            replica.messages().marked(message.id(), flags, keywords, version);
        }
    }

    /// What shows that two are one message, whatever its UID is called today.
    ///
    /// @param identity the Message-ID, or what the header's octets come to
    record Likeness(String identity, long size, long arrival) {

        static Likeness of(Messages.Message message) {
            return of(message.header(), message.size(), message.arrival());
        }

        static Likeness of(Messages.Fresh fresh) {
            return of(fresh.header(), fresh.size(), fresh.arrival());
        }

        private static Likeness of(byte[] header, long size, Instant arrival) {
            String identity = Headers.messageId(header).orElse("#" + Arrays.hashCode(header));
            return new Likeness(identity, size, arrival.getEpochSecond());
        }
    }
}
