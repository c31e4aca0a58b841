package hazel.relay.session;

import hazel.mail.Envelope;

import java.util.List;

/// Where an SMTP session stands: what is known then, and nothing else. See [SmtpSession].
public sealed interface SessionState {

    /// What comes next from the client is no command.
    sealed interface Busy extends SessionState {}

    /// Connected, nothing said yet.
    record Fresh() implements SessionState {}

    /// Greeted, no mail transaction open.
    record Ready(Command.Hello hello) implements SessionState {}

    /// Between MAIL and DATA.
    record Transaction(Command.Hello hello, Command.Mail mail, List<Command.Rcpt> recipients)
            implements SessionState {
        public Transaction {
            recipients = List.copyOf(recipients);
        }
    }

    /// DATA was accepted; the next octets are the message.
    record Receiving(Command.Hello hello, Command.Mail mail, List<Command.Rcpt> recipients)
            implements Busy {
        public Receiving {
            recipients = List.copyOf(recipients);
        }

        public Envelope envelope() {
            return new Envelope(
                    mail.reversePath(),
                    recipients.stream().map(Command.Rcpt::forwardPath).toList());
        }
    }

    /// Between two chunks of a message (RFC 3030).
    ///
    /// @param octets of the message so far
    record Chunked(Receiving receiving, long octets) implements SessionState {}

    /// STARTTLS was answered 220: what follows is a handshake. See [SmtpSession#secured].
    record Securing() implements Busy {}

    /// The next line is no command but an answer: see [SmtpSession#answered].
    record LoggingIn(Command.Hello hello, LoginExchange exchange) implements Busy {}

    /// Somebody has to find out whether that is so: see [SmtpSession#afterLogin].
    record Claiming(Command.Hello hello, LoginExchange.Claim claim) implements Busy {}

    record Closed() implements SessionState {}
}
