package hazel.store;

import hazel.mail.MailException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A mailbox of a [ReadOnlyStore].
record ReadOnlyMailbox(Mailbox of) implements Mailbox {

    @Override
    public MailboxName name() {
        return of.name();
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public boolean isWhole() {
        return of.isWhole();
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        of.scan(sink, progress);
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        return of.changes(known);
    }

    @Override
    public List<Path> watchable() {
        return of.watchable();
    }

    @Override
    public Optional<MailboxState> state() {
        return of.state();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        return of.resume(state, since);
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        return of.find(uid);
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        return of.fetch(uid);
    }

    @Override
    public Optional<byte[]> fetchWhereSeen(Uid uid) throws MailException {
        return of.fetchWhereSeen(uid);
    }

    @Override
    public byte[] fetch(Uid uid, Progress progress) throws MailException {
        return of.fetch(uid, progress);
    }

    @Override
    public boolean isAtHand(Uid uid) throws MailException {
        return of.isAtHand(uid);
    }

    @Override
    public Optional<byte[]> header(Uid uid) throws MailException {
        return of.header(uid);
    }

    @Override
    public Set<Uid> away() throws MailException {
        return of.away();
    }

    @Override
    public Set<Uid> awayWith(String text) throws MailException {
        return of.awayWith(text);
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        return of.appendAll(messages);
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        throw ReadOnlyStore.refused(name());
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return of.copy(uids, target, progress);
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        throw ReadOnlyStore.refused(name());
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        throw ReadOnlyStore.refused(name());
    }

    @Override
    public void prefer(Sort order) {
        of.prefer(order);
    }

    @Override
    public void close() throws MailException {
        of.close();
    }
}
