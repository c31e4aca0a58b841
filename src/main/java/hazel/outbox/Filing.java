package hazel.outbox;

import hazel.mail.MailException;
import hazel.spool.Item;

/// Files the copy of a message that was accepted. The app implements it.
public interface Filing {

    /// Returns when the copy is safe. Called again for the same message where it threw or where the
    /// program died meanwhile; then the item has the attribute [SendOptions#FILING], and the
    /// message's Message-ID is to be looked for first.
    ///
    /// @param into the mailbox named when the message was queued
    /// @param message as it was sent
    void file(Item item, String into, byte[] message) throws MailException;
}
