package hazel.cache;

import hazel.mail.MailException;
import hazel.store.Change;
import hazel.store.FlagChange;
import hazel.store.IndexEntry;
import hazel.store.Known;
import hazel.store.Mailbox;
import hazel.store.MailboxName;
import hazel.store.MailboxState;
import hazel.store.NewMessage;
import hazel.store.Progress;
import hazel.store.Uid;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A mailbox that counts how often it was read from its beginning.
final class CountingMailbox implements Mailbox {

    private final Mailbox mailbox;
    private int scans;

    CountingMailbox(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    int scans() {
        return scans;
    }

    @Override
    public MailboxName name() {
        return mailbox.name();
    }

    @Override
    public boolean isReadOnly() {
        return mailbox.isReadOnly();
    }

    @Override
    public void scan(Consumer<IndexEntry> sink, Progress progress) throws MailException {
        scans++;
        mailbox.scan(sink, progress);
    }

    @Override
    public List<Change> changes(Known known) throws MailException {
        return mailbox.changes(known);
    }

    @Override
    public Optional<MailboxState> state() {
        return mailbox.state();
    }

    @Override
    public boolean resume(ByteBuffer state, List<ByteBuffer> since) {
        return mailbox.resume(state, since);
    }

    @Override
    public Optional<IndexEntry> find(Uid uid) throws MailException {
        return mailbox.find(uid);
    }

    @Override
    public byte[] fetch(Uid uid) throws MailException {
        return mailbox.fetch(uid);
    }

    @Override
    public List<Uid> appendAll(List<NewMessage> messages) throws MailException {
        return mailbox.appendAll(messages);
    }

    @Override
    public List<Change> changeFlags(Collection<Uid> uids, FlagChange change, Progress progress)
            throws MailException {
        return mailbox.changeFlags(uids, change, progress);
    }

    @Override
    public List<Moved> copy(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return mailbox.copy(uids, target, progress);
    }

    @Override
    public List<Moved> move(Collection<Uid> uids, Mailbox target, Progress progress)
            throws MailException {
        return mailbox.move(uids, target, progress);
    }

    @Override
    public List<Uid> expunge(Collection<Uid> uids, Progress progress) throws MailException {
        return mailbox.expunge(uids, progress);
    }

    @Override
    public void close() throws MailException {
        mailbox.close();
    }
}
