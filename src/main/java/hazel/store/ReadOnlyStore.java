package hazel.store;

import hazel.mail.MailException;
import hazel.mail.Problem;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An account's mailboxes for somebody who only reads: what is there stays as it is. More may be
/// added, because the copy of a message that is sent has to be kept.
///
/// @param of the store, which is closed with this
public record ReadOnlyStore(MessageStore of) implements MessageStore {

    @Override
    public List<MailboxInfo> list() throws MailException {
        return of.list();
    }

    @Override
    public List<Path> watchable() throws MailException {
        return of.watchable();
    }

    @Override
    public List<MailboxName> names() throws MailException {
        return of.names();
    }

    @Override
    public Optional<MailboxName> forPurpose(Purpose purpose) throws MailException {
        return of.forPurpose(purpose);
    }

    @Override
    public Mailbox open(MailboxName name) throws MailException {
        return new ReadOnlyMailbox(of.open(name));
    }

    @Override
    public void create(MailboxName name) throws MailException {
        of.create(name);
    }

    @Override
    public void rename(MailboxName from, MailboxName to) throws MailException {
        throw refused(from);
    }

    @Override
    public void delete(MailboxName name) throws MailException {
        throw refused(name);
    }

    static MailException refused(MailboxName name) {
        return new MailException(
                new Problem.NotPermitted(
                        name.value(), name.value() + " was opened for reading only (-R)"));
    }

    @Override
    public void close() throws MailException {
        of.close();
    }
}
