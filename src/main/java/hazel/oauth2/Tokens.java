package hazel.oauth2;

import java.time.Instant;
import java.util.Optional;

/// What a provider gives out.
///
/// @param access what a mail server takes in place of a password
/// @param refresh what new access tokens are got with
/// @param expires when the access token runs out
public record Tokens(String access, Optional<String> refresh, Instant expires) {

    Tokens orRefresh(Optional<String> old) {
        return new Tokens(access, refresh.or(() -> old), expires);
    }

    @Override
    public String toString() {
        return "Tokens[until " + expires + "]";
    }
}
