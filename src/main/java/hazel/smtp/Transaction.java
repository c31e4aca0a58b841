package hazel.smtp;

import hazel.mail.Address;
import hazel.mail.Envelope;
import hazel.mail.MailException;

import java.util.List;
import java.util.Optional;

/// What to send in one mail transaction.
///
/// @param dsn reports wanted; left out where the server does not offer DSN
/// @param isTlsRequired whether the server has to promise that the message goes on over TLS only
///   (RFC 8689)
/// @param beforeDot told just before the point of no return
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Transaction(
        Envelope envelope,
        byte[] message,
        Optional<Dsn> dsn,
        boolean isTlsRequired,
        BeforeDot beforeDot) {

    /// Called when the whole message is on the wire and only the dot that ends it is not. What it
    /// throws ends the transaction with nothing delivered.
    public interface BeforeDot {
        void committing(List<Address> accepted) throws MailException;
    }

    public static Transaction of(Envelope envelope, byte[] message) {
        return new Transaction(envelope, message, Optional.empty(), false, _ -> {});
    }

    public Transaction with(BeforeDot listener) {
        return new Transaction(envelope, message, dsn, isTlsRequired, listener);
    }

    public Transaction with(Dsn reports) {
        return new Transaction(envelope, message, Optional.of(reports), isTlsRequired, beforeDot);
    }

    public Transaction requiringTls() {
        return new Transaction(envelope, message, dsn, true, beforeDot);
    }
}
