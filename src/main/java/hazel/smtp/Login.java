package hazel.smtp;

import java.util.Optional;

/// Who to log in as.
///
/// @param mechanism the one SASL mechanism to use, and no other; empty for the strongest offered of
///   CRAM-MD5, PLAIN and LOGIN
public record Login(String user, String password, Optional<String> mechanism) {

    public Login(String user, String password) {
        this(user, password, Optional.empty());
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
