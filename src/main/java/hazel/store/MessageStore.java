package hazel.store;

import hazel.mail.MailException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An account's mailboxes.
public interface MessageStore extends AutoCloseable {

    /// Every mailbox, `INBOX` first, then by name; counts where they are cheap.
    List<MailboxInfo> list() throws MailException;

    /// What may be watched to [#list] again at the right time, as [Mailbox#watchable].
    default List<Path> watchable() throws MailException {
        return List.of();
    }

    /// Every mailbox that can be opened, in the order of [#list]; nothing is counted.
    List<MailboxName> names() throws MailException;

    /// The mailbox that the store itself says is for a purpose, whatever it is called.
    default Optional<MailboxName> forPurpose(Purpose purpose) throws MailException {
        return Optional.empty();
    }

    /// Opens a mailbox for reading and changing.
    ///
    /// @throws MailException with [hazel.mail.Problem.NoSuchMailbox]
    Mailbox open(MailboxName name) throws MailException;

    void create(MailboxName name) throws MailException;

    void rename(MailboxName from, MailboxName to) throws MailException;

    /// Removes a mailbox and all that is in it.
    void delete(MailboxName name) throws MailException;

    @Override
    void close() throws MailException;
}
