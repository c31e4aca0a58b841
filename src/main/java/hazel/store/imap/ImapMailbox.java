package hazel.store.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.mime.CrLf;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxState;
import hazel.store.Marks;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Sort;
import hazel.store.Uid;
import hazel.store.local.Copying;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A mailbox as the replica has it. Only [#fetch] of a message that is not kept waits for the
/// server.
final class ImapMailbox implements Mailbox {

    /// So many are changed in one transaction.
    private static final int TOGETHER = 500;

    private final Replica replica;
    private final Remote remote;
    private final Mailboxes.Box box;
    private final Predicate<Messages.Message> shown;
    private long told;

    /// @param shown which messages are to be seen; the others are as if they had not come yet
    ImapMailbox(
            Replica replica, Remote remote, Mailboxes.Box box, Predicate<Messages.Message> shown) {
        this.replica = replica;
        this.remote = remote;
        this.box = box;
        this.shown = shown;
    }

    @Override
    public MailboxName name() {
        return box.name();
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public boolean isWhole() {
        try {
            return replica.ask(() -> replica.mailboxes().box(box.id()))
                    .map(Mailboxes.Box::isWhole)
                    .orElse(true);
        } catch (MailException e) {
            return false; // said by who asks for more
        }
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        replica.ask(() -> {
            told = replica.mailboxes().version(box.id());
            long total = replica.messages().count(box.id());
            long[] done = {0};
            replica.messages()
                    .all(
                            box.id(),
                            message -> {
                                if (shown.test(message)) {
                                    sink.accept(message.entry());
                                }
                                progress.report(++done[0], total);
                            });
            return 0;
        });
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        return replica.ask(() -> {
            long now = replica.mailboxes().version(box.id());
            if (now == told) {
                return List.of();
            }
            List<Change> changes = new Changes(replica, box.id(), shown).since(told, known);
            told = now;
            return changes;
        });
    }

    @Override
    public List<Path> watchable() {
        return replica.watchable();
    }

    @Override
    public Optional<MailboxState> state() {
        try {
            byte[] state = (replica.id() + " " + told).getBytes(UTF_8);
            return Optional.of(out -> out.write(state));
        } catch (MailException e) {
            return Optional.empty(); // nothing is remembered then
        }
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        String[] words = UTF_8.decode(state).toString().split(" ");
        try {
            if (words.length != 2 || !words[0].equals(replica.id())) {
                return false;
            }
            long then = Long.parseLong(words[1]);
            boolean isKnown = then <= replica.ask(() -> replica.mailboxes().version(box.id()));
            told = isKnown ? then : told;
            return isKnown;
        } catch (MailException | NumberFormatException e) {
            return false;
        }
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        return message(uid).map(Messages.Message::entry);
    }

    private Optional<Messages.Message> message(Uid uid) throws MailException {
        return replica.ask(() -> there(uid));
    }

    /// The message, where it is in this mailbox and not gone.
    private Optional<Messages.Message> there(Uid uid) throws java.sql.SQLException {
        return number(uid).isEmpty()
                ? Optional.empty()
                : replica.messages()
                        .message(number(uid).get())
                        .filter(m -> m.mailbox() == box.id() && !m.isGone());
    }

    private static Optional<Long> number(Uid uid) {
        return uid.value().matches("[1-9][0-9]{0,17}")
                ? Optional.of(Long.valueOf(uid.value()))
                : Optional.empty();
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        return fetch(uid, Progress.UNWATCHED);
    }

    @Override
    public byte[] fetch(Uid uid, Progress progress) throws MailException {
        Messages.Message message = message(uid).orElseThrow(() -> noSuch(uid));
        if (!message.isKept() || !replica.bodies().has(message.id())) {
            remote.fetch(message.id(), progress);
        }
        return replica.bodies().read(message.id());
    }

    @Override
    public boolean isAtHand(Uid uid) throws MailException {
        return message(uid).filter(m -> m.isKept() && replica.bodies().has(m.id())).isPresent();
    }

    @Override
    public Optional<byte[]> header(Uid uid) throws MailException {
        return message(uid).map(Messages.Message::header).filter(header -> header.length > 0);
    }

    @Override
    public Set<Uid> away() throws MailException {
        return names(replica.ask(() -> replica.messages().away(box.id())).values());
    }

    @Override
    public Set<Uid> awayWith(String text) throws MailException {
        return names(remote.search(box.id(), text));
    }

    private static Set<Uid> names(Collection<Long> numbers) {
        return numbers.stream().map(n -> new Uid(n.toString())).collect(Collectors.toSet());
    }

    private MailException noSuch(Uid uid) {
        return new MailException(new Problem.NoSuchMessage(box.name() + ":" + uid));
    }

    /// Lines end in CR LF, as the server keeps them.
    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        List<Uid> names = new ArrayList<>();
        for (NewMessage each : messages) {
            byte[] octets = CrLf.normalized(each.octets());
            var fresh =
                    new Messages.Fresh(
                            0,
                            each.arrival(),
                            octets.length,
                            new Marks(
                                    Copying.lasting(each.marks().flags()), each.marks().keywords()),
                            Headers.top(octets),
                            true);
            names.add(replica.change(() -> added(fresh, octets)));
        }
        remote.queued();
        return names;
    }

    private Uid added(Messages.Fresh fresh, byte[] octets) throws java.sql.SQLException {
        long version = replica.mailboxes().nextVersion(box.id());
        long id = replica.messages().add(box.id(), fresh, version);
        Within.transaction(() -> replica.bodies().write(id, octets));
        replica.operations().append(box.id(), id);
        return new Uid(Long.toString(id));
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        List<Change> changes = new ArrayList<>();
        inPieces(
                uids,
                progress,
                (message, version) -> {
                    Marks after = message.marks().changed(change);
                    if (!after.equals(message.marks())) {
                        replica.messages()
                                .marked(
                                        message.id(),
                                        Messages.bits(after.flags()),
                                        Messages.text(after.keywords()),
                                        version);
                        replica.operations().store(box.id(), message.id(), change);
                    }
                    changes.add(
                            new Change.Flagged(message.name(), after.flags(), after.keywords()));
                });
        return changes;
    }

    /// What is done to one message within a transaction.
    private interface Step {
        void on(Messages.Message message, long version) throws java.sql.SQLException;
    }

    /// Some hundred messages in each transaction; those that are gone are passed over.
    private void inPieces(Collection<Uid> uids, Progress progress, Step step) throws MailException {
        List<Uid> all = List.copyOf(uids);
        for (int from = 0; from < all.size(); from += TOGETHER) {
            if (Progress.isStopped(progress, from, all.size())) {
                break;
            }
            List<Uid> some = all.subList(from, Math.min(all.size(), from + TOGETHER));
            replica.change(() -> {
                long version = replica.mailboxes().nextVersion(box.id());
                for (Uid uid : some) {
                    Optional<Messages.Message> message = there(uid);
                    if (message.isPresent()) {
                        step.on(message.get(), version);
                    }
                }
                return 0;
            });
        }
        remote.queued();
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        if (!(target instanceof ImapMailbox to && isOfSameAccount(to))) {
            return Copying.copy(this, uids, target, progress);
        }
        List<Moved> copied = new ArrayList<>();
        inPieces(uids, progress, (message, _) -> copied.add(transferred("copy", message, to)));
        return copied;
    }

    private boolean isOfSameAccount(ImapMailbox other) throws MailException {
        return replica.id().equals(other.replica.id());
    }

    private Moved transferred(String kind, Messages.Message message, ImapMailbox to)
            throws java.sql.SQLException {
        boolean isKept = message.isKept() && replica.bodies().has(message.id());
        long copy =
                replica.messages()
                        .add(
                                to.box.id(),
                                new Messages.Fresh(
                                        0,
                                        message.arrival(),
                                        message.size(),
                                        message.marks(),
                                        message.header(),
                                        isKept),
                                replica.mailboxes().nextVersion(to.box.id()));
        if (isKept) {
            Within.transaction(() -> replica.bodies().link(message.id(), copy));
        }
        replica.operations().transfer(kind, message, to.box.id(), copy);
        return new Moved(message.name(), new Uid(Long.toString(copy)));
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        if (!(target instanceof ImapMailbox to && isOfSameAccount(to))) {
            return Copying.move(this, uids, target, progress);
        }
        List<Moved> moved = new ArrayList<>();
        if (to.box.id() == box.id()) {
            for (Uid uid : uids) {
                if (message(uid).isPresent()) {
                    moved.add(new Moved(uid, uid)); // it is there already
                }
            }
            return moved;
        }
        inPieces(
                uids,
                progress,
                (message, version) -> {
                    moved.add(transferred("move", message, to));
                    replica.messages().gone(message.id(), version);
                });
        return moved;
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        List<Uid> gone = new ArrayList<>();
        inPieces(
                uids,
                progress,
                (message, version) -> {
                    replica.messages().gone(message.id(), version);
                    replica.operations().expunge(box.id(), message.id());
                    gone.add(message.name());
                });
        return gone;
    }

    @Override
    public void prefer(Sort order) {
        remote.preferred(box.id(), order);
    }

    @Override
    public void close() {
        remote.closed(box.id());
    }
}
