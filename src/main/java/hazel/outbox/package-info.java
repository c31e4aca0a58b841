/// The reader's sender: what the user has sent, from the moment it is safe on disk until a server
/// has it and the copy is filed.
///
/// Queued, accepted and filed are three different truths and three different [OutboxEvent]s. A
/// message is never knowingly sent twice: before the dot that makes a server responsible the
/// journal says so, and where a crash or a lost reply leaves that open, the message waits for a
/// person instead of being sent again.
///
/// Start reading at [Outbox], then [Outcome].
@NullMarked
package hazel.outbox;

import org.jspecify.annotations.NullMarked;
