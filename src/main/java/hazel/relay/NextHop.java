package hazel.relay;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.smtp.Dsn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where mail for other places goes on to: one transaction with the host that takes it.
@FunctionalInterface
interface NextHop {

    /// Sends one message. Blocks. Never throws for what the network or the other side does: every
    /// recipient has an outcome, and one that nobody answered for is deferred.
    ///
    /// @return for each recipient, in the order of the envelope, what became of it
    List<Outcome> send(Parcel parcel);

    /// One message for the recipients that share a way.
    ///
    /// @param dsn the reports that the sender wants
    /// @param tls what the sender demands
    /// @param insisted when a person last said that it is to be tried whatever is known of hosts
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Parcel(
            Envelope envelope, byte[] message, Dsn dsn, TlsDemand tls, Optional<Instant> insisted) {

        /// Whether it is rather returned than sent without TLS. A bounce is not: nobody would ever
        /// hear of it (RFC 8689 section 5).
        boolean isBoundToTls() {
            return tls == TlsDemand.REQUIRED && envelope.reversePath().isPresent();
        }

        List<Outcome> all(Outcome outcome) {
            return envelope.forwardPaths().stream().map(_ -> outcome).toList();
        }

        Parcel to(List<Address> some) {
            return new Parcel(envelope.to(some), message, dsn, tls, insisted);
        }
    }
}
