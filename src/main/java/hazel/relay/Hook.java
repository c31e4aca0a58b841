package hazel.relay;

import hazel.mail.Address;
import hazel.mail.MailException;

import java.util.List;
import java.util.Optional;

/// Somebody outside who has a say in what the relay takes, asked at each step of a client's
/// session.
///
/// Called by each connection's thread, and by many at once; blocks, but not for long: the client
/// waits.
@FunctionalInterface
public interface Hook {

    /// When it is asked: before the greeting, at MAIL, at each RCPT that is taken, and when the
    /// message is there.
    enum Phase {
        CONNECT,
        MAIL,
        RCPT,
        DATA
    }

    /// Who is at the other end.
    ///
    /// @param from as a Received field has it, `[192.0.2.1]` or `local socket`
    /// @param hello what it calls itself; empty before it has said so
    /// @param user who it is, where the system or a password proved that
    record Caller(String from, String hello, Optional<String> user, boolean isSecure) {}

    /// What is known.
    ///
    /// @param from the reverse-path; empty for the null one, and before MAIL
    /// @param to the recipients so far; at RCPT the last one is asked about
    /// @param header of the message, as it came, its first 64 KiB; empty before DATA
    /// @param size octets of the message; 0 before DATA
    record Question(
            Phase phase,
            Caller caller,
            Optional<Address> from,
            List<Address> to,
            String header,
            long size) {
        public Question {
            to = List.copyOf(to);
        }
    }

    /// What is to be done.
    sealed interface Answer {

        record Accept() implements Answer {}

        /// The message gets a field.
        ///
        /// @param name as RFC 5322 section 2.2 has it
        /// @param value printable ASCII, on one line
        record Tag(String name, String value) implements Answer {}

        /// The client is told to come again.
        record Defer(String why) implements Answer {}

        /// @param code 500 to 599
        record Reject(int code, String why) implements Answer {}

        /// The client hears that all is well, and the message goes to the [Quarantine]. At DATA
        /// alone.
        record Discard() implements Answer {}
    }

    /// @throws MailException where there is no answer
    Answer ask(Question question) throws MailException;
}
