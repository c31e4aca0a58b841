package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;

/// The last step of mail for a user of this machine. Whoever starts the relay says what it is: a
/// mailbox ([MailboxDelivery]), or a program that answers.
///
/// Called on the relay's delivering thread, one message after another.
@FunctionalInterface
public interface LocalDelivery {

    /// Delivers one message to one user. When this returns, the message is where it belongs and
    /// survives a power cut; when it throws, it is tried again later.
    ///
    /// @param user one of [RelaySettings#users]
    /// @param recipient as the envelope had it, `ada+lists@localhost`
    /// @param message with Return-Path and Delivered-To, CRLF line ends
    void deliver(String user, Address recipient, byte[] message) throws MailException;
}
