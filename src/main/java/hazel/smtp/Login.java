package hazel.smtp;

import java.util.Optional;

/// Who to log in as.
///
/// @param password or an access token
/// @param mechanism the one SASL mechanism to use, and no other; empty for the strongest offered of
///   CRAM-MD5, PLAIN and LOGIN, or for a token of OAUTHBEARER and XOAUTH2
public record Login(String user, String password, Optional<String> mechanism, Kind kind) {

    /// What the proof is: each has mechanisms of its own.
    public enum Kind {
        PASSWORD,
        /// Of OAuth 2.0 (RFC 6749).
        ACCESS_TOKEN
    }

    public Login(String user, String password, Optional<String> mechanism) {
        this(user, password, mechanism, Kind.PASSWORD);
    }

    public Login(String user, String password) {
        this(user, password, Optional.empty());
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
