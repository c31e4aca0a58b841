package hazel.pop3;

import hazel.tls.Trust;

import java.time.Duration;
import java.util.Optional;

/// A server, how the connection is protected, and who we are there.
///
/// @param mechanism the one way to log in, and no other: PLAIN, USER or APOP; empty for the best of
///   those offered
/// @param answer how long to wait for one answer, and for each further piece of a message
public record Pop3Server(
        String host,
        int port,
        Protection protection,
        Login login,
        Optional<String> mechanism,
        Trust trust,
        Duration answer) {

    public enum Protection {
        /// TLS from the first octet (RFC 8314).
        IMPLICIT_TLS,
        /// STLS (RFC 2595), or nothing at all.
        STARTTLS,
        /// In clear, and only to this machine itself.
        LOOPBACK_ONLY
    }

    /// Who to log in as.
    public record Login(String user, String password) {

        /// Without the password.
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }
}
