package hazel.compose;

import hazel.mail.Envelope;
import hazel.mail.MessageId;

/// A message ready for the spool.
///
/// @param wire what goes out; holds no Bcc field
/// @param filedCopy the same with its Bcc field, for the Sent mailbox
/// @param envelope from the sender to everyone in To, Cc and Bcc
@SuppressWarnings("ArrayRecordComponent") // a message is not copied
public record Outgoing(byte[] wire, byte[] filedCopy, Envelope envelope, MessageId messageId) {}
