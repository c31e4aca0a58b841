package hazel.search;

import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.FoundUid;
import hazel.store.InPart;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxRef;
import hazel.store.MailboxState;
import hazel.store.MessageRef;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A mailbox that shows messages of others: what a search finds, or all inboxes. Each message is
/// named by where it is ([FoundUid]), and what is done to it is done there.
final class MailboxOfOthers implements Mailbox {

    private final MailboxName name;
    private final Source source;
    private final OwnMailboxes mailboxes;

    MailboxOfOthers(MailboxName name, Source source, OwnMailboxes mailboxes) {
        this.name = name;
        this.source = source;
        this.mailboxes = mailboxes;
    }

    @Override
    public MailboxName name() {
        return name;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        source.scan(sink, progress);
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        return source.changes(known);
    }

    @Override
    public List<Path> watchable() {
        return source.watchable();
    }

    /// None: what was found has to be found again.
    @Override
    public Optional<MailboxState> state() {
        return Optional.empty();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        return false;
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return mailboxes.at(own.mailbox()).find(own.uid()).map(entry -> entry.withUid(uid));
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return mailboxes.at(own.mailbox()).fetch(own.uid());
    }

    @Override
    public byte[] fetch(Uid uid, Progress progress) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return mailboxes.at(own.mailbox()).fetch(own.uid(), progress);
    }

    @Override
    public boolean isAtHand(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return mailboxes.at(own.mailbox()).isAtHand(own.uid());
    }

    @Override
    public Optional<byte[]> header(Uid uid) throws MailException {
        MessageRef own = FoundUid.own(uid);
        return mailboxes.at(own.mailbox()).header(own.uid());
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        throw new MailException(
                new Problem.NotPermitted(
                        name.value(), "mail is only shown there, and is in mailboxes of its own"));
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        List<Change> changes = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            try {
                mailboxes
                        .at(each.getKey())
                        .changeFlags(each.getValue(), change, progress)
                        .forEach(own -> changes.add(named(each.getKey(), own)));
            } catch (MailException e) {
                if (e instanceof InPart part) {
                    part.changes().forEach(own -> changes.add(named(each.getKey(), own)));
                }
                throw InPart.changed(new MailException(e.problem(), e), changes);
            }
        }
        return changes;
    }

    /// A change in a mailbox, as it is shown here.
    static Change named(MailboxRef mailbox, Change own) {
        Uid uid = FoundUid.of(mailbox, own.uid());
        return switch (own) {
            case Change.Arrived(var entry) -> new Change.Arrived(entry.withUid(uid));
            case Change.Gone _ -> new Change.Gone(uid);
            case Change.Flagged(_, var flags, var keywords) ->
                    new Change.Flagged(uid, flags, keywords);
        };
    }

    private interface Transfer {
        List<Moved> of(Mailbox from, List<Uid> uids) throws MailException;
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return each(uids, (from, own) -> from.copy(own, target, progress));
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return each(uids, (from, own) -> from.move(own, target, progress));
    }

    private List<Moved> each(Collection<Uid> uids, Transfer transfer) throws MailException {
        List<Moved> moved = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            MailboxRef mailbox = each.getKey();
            try {
                transfer.of(mailboxes.at(mailbox), each.getValue())
                        .forEach(own -> moved.add(named(mailbox, own)));
            } catch (MailException e) {
                if (e instanceof InPart part) {
                    part.moved().forEach(own -> moved.add(named(mailbox, own)));
                }
                throw InPart.moved(new MailException(e.problem(), e), moved);
            }
        }
        return moved;
    }

    private static Moved named(MailboxRef mailbox, Moved own) {
        return new Moved(FoundUid.of(mailbox, own.from()), own.to());
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        List<Uid> gone = new ArrayList<>();
        for (var each : FoundUid.byMailbox(uids).entrySet()) {
            MailboxRef mailbox = each.getKey();
            try {
                mailboxes
                        .at(mailbox)
                        .expunge(each.getValue(), progress)
                        .forEach(own -> gone.add(FoundUid.of(mailbox, own)));
            } catch (MailException e) {
                if (e instanceof InPart part) {
                    part.changes().forEach(own -> gone.add(FoundUid.of(mailbox, own.uid())));
                }
                throw InPart.gone(new MailException(e.problem(), e), gone);
            }
        }
        return gone;
    }

    @Override
    public void close() throws MailException {
        mailboxes.close();
    }
}
