package hazel.store.imap;

import hazel.mail.MailException;
import hazel.store.MailboxName;
import hazel.store.Progress;
import hazel.store.Sort;

import java.util.Set;

/// What an account's stores need of its server, whoever speaks to it and when.
interface Remote {

    /// Somebody wants to know which mailboxes there are.
    void listed() throws MailException;

    /// Somebody opened a mailbox and would like to see what is in it now. Returns when that is
    /// tried, or at once where somebody else sees to it.
    void opened(long mailbox) throws MailException;

    /// Somebody is done with a mailbox.
    void closed(long mailbox);

    /// Somebody looks at a mailbox in this order from now on.
    void preferred(long mailbox, Sort order);

    /// Operations wait now.
    void queued();

    /// Gets a message from the server and keeps it. Waits for that.
    ///
    /// @param message its number in the replica
    /// @param progress may throw to stop; nothing is kept then
    void fetch(long message, Progress progress) throws MailException;

    /// Which of a mailbox's messages have a text in their bodies. Waits for the server to say.
    ///
    /// @param mailbox its number in the replica
    /// @return the messages' numbers in the replica, of those that are not kept
    Set<Long> search(long mailbox, String text) throws MailException;

    /// Waits for the server to do it, and lists mailboxes anew.
    void manage(Change change) throws MailException;

    /// What is done to mailboxes themselves: only while the server can be reached.
    sealed interface Change {}

    record Create(MailboxName name) implements Change {}

    record Rename(Mailboxes.Box box, MailboxName to) implements Change {}

    record Delete(Mailboxes.Box box) implements Change {}

    /// Whoever used this is done with the account.
    void left() throws MailException;
}
