package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;
import hazel.mail.Problem;

import java.nio.file.Path;

/// The last step of mail for a user of this machine. Whoever starts the relay says what it is: a
/// mailbox ([MailboxDelivery]), or a program that answers.
///
/// Called on many threads at once, each with another message.
@FunctionalInterface
public interface LocalDelivery {

    /// Delivers one message to one user. When this returns, the message is where it belongs and
    /// survives a power cut; when it throws, it is tried again later, unless it throws
    /// [hazel.mail.Problem.Refused] with a 5yz code, which ends in a report to the sender.
    ///
    /// @param user one of [RelaySettings#users]
    /// @param recipient as the envelope had it, `ada+lists@localhost`
    /// @param message with Return-Path, Envelope-To and Delivered-To, CRLF line ends
    void deliver(String user, Address recipient, byte[] message) throws MailException;

    /// Whether one message after another is to be delivered to a user, because the mailbox would
    /// have to be waited for.
    default boolean isInTurn(String user) {
        return true;
    }

    /// Appends one message to a file that an alias or a `.forward` file names, under the same
    /// promise.
    default void append(Path file, byte[] message) throws MailException {
        throw new MailException(
                new Problem.NotPermitted(file.toString(), "no mail is put into files here"));
    }
}
