package hazel.pop3;

import hazel.sasl.Login;
import hazel.tls.Trust;

import java.time.Duration;

/// A server, how the connection is protected, and who we are there.
///
/// @param login its mechanism may also be USER or APOP (RFC 1939 section 7)
/// @param answer how long to wait for one answer, and for each further piece of a message
public record Pop3Server(
        String host, int port, Protection protection, Login login, Trust trust, Duration answer) {

    public enum Protection {
        /// TLS from the first octet (RFC 8314).
        IMPLICIT_TLS,
        /// STLS (RFC 2595), or nothing at all.
        STARTTLS,
        /// In clear, and only to this machine itself.
        LOOPBACK_ONLY
    }
}
