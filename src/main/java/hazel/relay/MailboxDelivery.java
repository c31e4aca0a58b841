package hazel.relay;

import hazel.mail.Address;
import hazel.mail.LineEnds;
import hazel.mail.MailException;
import hazel.mail.Problem;
import hazel.store.Mailbox;
import hazel.store.MailboxName;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// Delivers into mailboxes of this machine through the port of the stores, with the line ends that
/// such files have: LF.
///
/// @param mailboxes for each user, in lower case, the mailbox that gets the mail
/// @param opener opens one; it is closed again after each message, so that no other program waits
public record MailboxDelivery(
        Map<String, MailboxName> mailboxes, Opener opener, InstantSource clock)
        implements LocalDelivery {

    /// How a user's mailbox is opened.
    @FunctionalInterface
    public interface Opener {
        Mailbox open(MailboxName name) throws MailException;
    }

    public MailboxDelivery {
        mailboxes = Map.copyOf(mailboxes);
    }

    @Override
    public void deliver(String user, Address recipient, byte[] message) throws MailException {
        MailboxName name = mailboxes.get(user);
        if (name == null) {
            throw new MailException(new Problem.NoSuchMailbox(user));
        }
        try (Mailbox mailbox = opener.open(name)) {
            mailbox.append(LineEnds.withLf(message), Set.of(), Set.of(), clock.instant());
        }
    }
}
