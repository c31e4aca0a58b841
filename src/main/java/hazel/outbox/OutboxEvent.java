package hazel.outbox;

import hazel.mail.Address;
import hazel.mail.Problem;
import hazel.spool.Item;
import hazel.spool.QueueId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something the user may want to know. Told on the thread that runs the outbox.
public sealed interface OutboxEvent {

    QueueId id();

    record Started(QueueId id) implements OutboxEvent {}

    /// The server is responsible for these recipients now.
    record Accepted(QueueId id, List<Address> recipients, String reply) implements OutboxEvent {}

    /// The server refused these for good, each with its words. The message stays, held.
    record PartlyRefused(QueueId id, List<Refusal> refusals) implements OutboxEvent {}

    record Refusal(Address recipient, String reply) {}

    /// Some or all recipients are tried again.
    record Deferred(QueueId id, Instant until, String why) implements OutboxEvent {}

    /// Nothing was sent, and trying again would not help. The message stays, held.
    record Refused(QueueId id, Problem problem) implements OutboxEvent {}

    /// Perhaps it was sent. The message stays, held, until somebody says which.
    record Uncertain(QueueId id, List<Address> recipients, String why) implements OutboxEvent {}

    /// A session with the server has ended in which the message was to be handed in; what became of
    /// it is in the journal.
    ///
    /// @param item as it was when the session began
    /// @param queueId under which the server took it, where it says so
    /// @param lines as [hazel.smtp.Transcript] has them
    record Talked(
            Item item, String server, Instant began, Optional<String> queueId, List<String> lines)
            implements OutboxEvent {

        public Talked {
            lines = List.copyOf(lines);
        }

        @Override
        public QueueId id() {
            return item.id();
        }
    }

    record Filed(QueueId id, String into) implements OutboxEvent {}

    /// It was accepted, and the copy is not filed; that is tried again.
    record FilingFailed(QueueId id, Problem problem) implements OutboxEvent {}
}
