package hazel.spool;

import hazel.mail.Address;
import hazel.smtp.Dsn;

import java.time.Instant;
import java.util.Optional;

/// One recipient of a message in the spool and how far it got.
///
/// @param reports what the sender wants to be told of it
/// @param attempts how often delivery was tried to an end
/// @param last when its state last changed; empty before the first attempt
/// @param host who said `reply`; empty before the first attempt, and where a person did
/// @param reply what was said, made harmless by whoever recorded it
public record Recipient(
        Address address,
        Dsn.OfRecipient reports,
        State state,
        int attempts,
        Optional<Instant> last,
        String host,
        String reply) {

    /// Where a recipient stands.
    public enum State {
        WAITING,
        DELIVERED,
        FAILED,
        /// The message was sent whole and no answer is recorded: it may have arrived or not.
        UNCERTAIN
    }

    static Recipient waiting(Address address, Dsn.OfRecipient reports) {
        return new Recipient(address, reports, State.WAITING, 0, Optional.empty(), "", "");
    }

    Recipient became(State next, Instant at, String by, String said) {
        return new Recipient(address, reports, next, attempts + 1, Optional.of(at), by, said);
    }

    Recipient committing(Instant at, String by) {
        return new Recipient(
                address, reports, State.UNCERTAIN, attempts, Optional.of(at), by, reply);
    }

    Recipient renewed() {
        return new Recipient(address, reports, State.WAITING, attempts, last, host, reply);
    }
}
