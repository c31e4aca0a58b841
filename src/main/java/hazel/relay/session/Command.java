package hazel.relay.session;

import hazel.mail.Address;
import hazel.smtp.Dsn;
import hazel.smtp.Reply;

import java.util.Optional;
import java.util.OptionalLong;

/// One command line from an SMTP client (RFC 5321 section 4.1.1), read by [CommandParser].
///
/// A line that cannot be read is a command too: it already knows its reply, so the session need not
/// know grammar.
public sealed interface Command {

    /// EHLO, HELO or LHLO. The name is what the client calls itself, safe to put into a header
    /// field.
    record Hello(Dialect dialect, String name) implements Command {}

    /// @param isExtended whether there were parameters, which only an ESMTP session knows
    record Mail(Optional<Address> reversePath, Parameters parameters, boolean isExtended)
            implements Command {}

    record Rcpt(Address forwardPath, Dsn.OfRecipient reports) implements Command {}

    record Data() implements Command {}

    /// So many octets of the message follow the command line (RFC 3030 section 2). The session is
    /// asked about it before they are read, and what it answers is said when they were.
    ///
    /// @param isLast the message ends with them
    record Bdat(long octets, boolean isLast) implements Command {}

    record StartTls() implements Command {}

    /// RFC 4954 section 4.
    ///
    /// @param initial in base64, as it came
    record Auth(String mechanism, Optional<String> initial) implements Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    record Rset() implements Command {}

    record Noop() implements Command {}

    record Vrfy() implements Command {}

    record Help() implements Command {}

    record Quit() implements Command {}

    /// A line that asks for nothing we do; the session stays where it is.
    record Unreadable(Reply reply) implements Command {}

    /// A line after which nothing that follows can be trusted to be a command: the session ends.
    record Hostile(Reply reply) implements Command {}

    enum Dialect {
        SMTP,
        ESMTP,
        LMTP
    }

    /// What came after the path of MAIL.
    ///
    /// @param size octets announced (RFC 1870)
    /// @param isInternational SMTPUTF8 was given (RFC 6531 section 3.4)
    /// @param requiresTls REQUIRETLS was given (RFC 8689 section 2)
    /// @param returns RET (RFC 3461 section 4.3)
    /// @param envid ENVID, decoded (RFC 3461 section 4.4)
    record Parameters(
            OptionalLong size,
            boolean isInternational,
            boolean requiresTls,
            Optional<Dsn.Returns> returns,
            Optional<String> envid) {
        public static final Parameters NONE =
                new Parameters(
                        OptionalLong.empty(), false, false, Optional.empty(), Optional.empty());
    }
}
