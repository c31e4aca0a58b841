package hazel.spool;

import hazel.mail.Envelope;
import hazel.smtp.Dsn;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What comes with a message that is put into the spool.
///
/// @param id from [Spool#newId], used once
/// @param dsn the reports its sender wants
/// @param attributes as in [Item]
/// @param notBefore the time of the first attempt
/// @param held why it is not to be delivered yet; empty where it may be
public record Deposit(
        QueueId id,
        Envelope envelope,
        Dsn dsn,
        Map<String, String> attributes,
        Instant notBefore,
        Optional<String> held) {

    public Deposit {
        attributes = Map.copyOf(attributes);
    }

    /// To be delivered.
    public Deposit(
            QueueId id,
            Envelope envelope,
            Dsn dsn,
            Map<String, String> attributes,
            Instant notBefore) {
        this(id, envelope, dsn, attributes, notBefore, Optional.empty());
    }

    Item item(Instant now, long size) {
        Map<String, String> all = new HashMap<>(attributes);
        dsn.returns().ifPresent(r -> all.put(Item.RETURNS, r.name()));
        dsn.envid().ifPresent(e -> all.put(Item.ENVID, e));
        List<Recipient> recipients =
                envelope.forwardPaths().stream().map(a -> Recipient.waiting(a, dsn.of(a))).toList();
        return new Item(
                id,
                now,
                size,
                envelope.reversePath(),
                all,
                recipients,
                held,
                notBefore,
                Optional.empty(),
                0,
                /* removed= */ false);
    }
}
