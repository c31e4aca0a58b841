package hazel.spool;

import hazel.mail.Address;
import hazel.smtp.Dsn;

import java.time.Instant;

/// One thing that happened to a message in the spool. The journal is a list of these.
///
/// Recipients are counted from 0 in the order of the envelope; [Added] ones follow.
public sealed interface Entry {

    /// An attempt begins. Until [Ended], nobody else may cancel the message.
    record Started(Instant at, String host) implements Entry {}

    /// The attempt is over, whatever became of it.
    record Ended(Instant at) implements Entry {}

    /// The other side is about to be told that the message is complete. From here to the next entry
    /// on this recipient nobody knows whether it has it: it is [Recipient.State#UNCERTAIN].
    record Committing(int recipient, Instant at, String host) implements Entry {}

    /// It did not work this time.
    record Deferred(int recipient, Instant at, String host, String reply) implements Entry {}

    record Delivered(int recipient, Instant at, String host, String reply) implements Entry {}

    record Failed(int recipient, Instant at, String host, String reply) implements Entry {}

    /// A person, or a rule, decides that a recipient is to be tried again.
    record Renewed(int recipient, Instant at) implements Entry {}

    /// One more recipient.
    record Added(Address recipient, Dsn.OfRecipient reports) implements Entry {}

    /// Do not deliver until [Released].
    record Held(String why) implements Entry {}

    record Released() implements Entry {}

    /// Do not deliver before this time.
    record NotBefore(Instant at) implements Entry {}

    /// An attribute gets a value, in place of the one it had.
    record Noted(String key, String value) implements Entry {}

    /// The message is no longer the spool's. Written by [Spool#remove].
    record Removed(Instant at) implements Entry {}
}
