package hazel.smtp;

import hazel.sasl.Credentials;

import java.util.Locale;
import java.util.Optional;

/// Who to log in as.
///
/// @param mechanism the one SASL mechanism to use, in capitals, and no other; empty for the
///   strongest that is offered
public record Login(Credentials credentials, Optional<String> mechanism) {

    public Login {
        mechanism = mechanism.map(word -> word.toUpperCase(Locale.ROOT));
    }

    public Login(String user, String password) {
        this(Credentials.password(user, password), Optional.empty());
    }

    public String user() {
        return credentials.user();
    }
}
