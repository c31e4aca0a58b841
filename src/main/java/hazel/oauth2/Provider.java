package hazel.oauth2;

import java.net.URI;
import java.util.Optional;

/// Who a person signs in with, and as which program.
///
/// @param name what the user calls it
/// @param authorize the page to sign in on
/// @param token where tokens are given out
/// @param device where a sign-in on another device begins; empty where there is none
/// @param client the program's name at the provider
/// @param secret what some providers give out with it; a program on everybody's machine cannot keep
///   it (RFC 8252 section 8.5)
/// @param scope what is asked for, words with blanks between them
/// @param redirectHost what the provider wants the loopback interface to be called: `127.0.0.1` or
///   `localhost`
public record Provider(
        String name,
        URI authorize,
        URI token,
        Optional<URI> device,
        String client,
        Optional<String> secret,
        String scope,
        String redirectHost) {

    @Override
    public String toString() {
        return "Provider[" + name + "]";
    }
}
